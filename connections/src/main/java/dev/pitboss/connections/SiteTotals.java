package dev.pitboss.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One call site's row: the sum of its cells, those of connections long gone included. Thread-safe.
final class SiteTotals {
  private final CallSite site;
  private final AtomicLong leaks = new AtomicLong();
  private final List<SiteCounters> cells = new ArrayList<>(); // guarded by this
  private SiteCounters.Counts folded = SiteCounters.Counts.NONE; // guarded by this
  private volatile boolean keepsStacks;

  SiteTotals(CallSite site) {
    this.site = site;
  }

  CallSite site() {
    return site;
  }

  /// After its first leak a site's borrows remember their full stack: the line is known, now the
  /// way there is wanted.
  boolean keepsStacks() {
    return keepsStacks;
  }

  void leaked() {
    leaks.incrementAndGet();
    keepsStacks = true;
  }

  long leaks() {
    return leaks.get();
  }

  /// @param exact the site that borrows, which may be one of many that this row stands for
  synchronized SiteCounters newCell(ConnectionSlot slot, CallSite exact) {
    var cell = new SiteCounters(slot, exact, this);
    cells.add(cell);
    return cell;
  }

  /// Keeps the counts of a cell whose connection is gone for good, and drops the cell.
  synchronized void fold(SiteCounters cell) {
    if (cells.remove(cell)) {
      folded = folded.plus(cell.counts());
    }
  }

  synchronized SiteCounters.Counts counts() {
    SiteCounters.Counts sum = folded;
    for (SiteCounters cell : cells) {
      sum = sum.plus(cell.counts());
    }
    return sum;
  }
}
