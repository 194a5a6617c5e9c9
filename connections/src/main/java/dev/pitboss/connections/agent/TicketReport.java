package dev.pitboss.connections.agent;

import dev.pitboss.connections.LeakReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The report as Markdown, to attach to a ticket. For one thread.
final class TicketReport {
  private static final int MAX_HELD = 50;
  private static final int MAX_REASONS = 30;

  private final StringBuilder text = new StringBuilder();

  private TicketReport() {}

  static String of(AgentStatus.Snapshot snapshot) {
    var report = new TicketReport();
    report.write(snapshot);
    return report.text.toString();
  }

  private void write(AgentStatus.Snapshot snapshot) {
    AgentStatus.Application process = snapshot.process();
    line("# Connections of " + code(process.application()));
    line("");
    line(
        "%s, process %d, Java %s, up %s, %d calls watched since %s%s."
            .formatted(
                snapshot.at(),
                process.pid(),
                code(process.java()),
                Html.duration(process.upSeconds() * 1000),
                snapshot.callsWatched(),
                process.watchedSince(),
                process.attachedLate() ? " (attached to the running application)" : ""));
    for (AgentStatus.Pool pool : snapshot.pools()) {
      pool(pool);
    }
    if (!snapshot.ended().isEmpty()) {
      line("\n## Pools that have ended\n");
      table("pool", "acquired", "released", "leaks", "taken back");
      for (EndedPools.Ended ended : snapshot.ended()) {
        row(
            code(ended.name()),
            ended.stats().totalAcquired(),
            ended.stats().totalReleased(),
            ended.stats().totalLeaks(),
            ended.stats().totalReclaimed());
      }
    }
    notTracked(snapshot.notTracked());
  }

  private void pool(AgentStatus.Pool pool) {
    LeakReport report = pool.report();
    LeakReport.TrackingStats stats = report.trackingStats();
    line("\n## " + code(pool.name()) + ": " + report.status() + "\n");
    line(
        "%d of %s connections in use, %s waiting, discrepancy %d; %d acquired, %d released,"
                .formatted(
                    report.checkedOut(),
                    known(report.maxConnections()),
                    known(report.waiting()),
                    report.trackingDiscrepancy(),
                    stats.totalAcquired(),
                    stats.totalReleased())
            + " %d active, %d leaked, %d taken back."
                .formatted(stats.totalActive(), stats.totalLeaks(), stats.totalReclaimed()));
    leaks(pool.leaks());
    held(report.held());
    users(report.topConnectionUsers());
  }

  private void leaks(List<LeakNotes.Note> leaks) {
    if (leaks.isEmpty()) {
      return;
    }
    line("\n### Leaks");
    for (LeakNotes.Note note : leaks) {
      line("\n#### " + code(note.site()) + "\n");
      line("- " + note.verdict() + ", found " + note.found() + " ×, latest " + note.foundAt());
      line("- held " + Html.duration(note.heldMillis()));
      line("- thread " + code(note.thread()));
      line("- transaction: " + note.transaction().name().toLowerCase(Locale.ROOT));
      if (!note.lastSql().isEmpty()) {
        line("- last SQL: " + code(note.lastSql()));
      }
      if (!note.traceId().isEmpty()) {
        line("- trace " + code(note.traceId()));
      }
      if (!note.stack().isEmpty()) {
        line("");
        note.stack().forEach(frame -> line("    at " + plain(frame)));
      }
    }
  }

  private void held(List<LeakReport.HeldBorrow> held) {
    if (held.isEmpty()) {
      return;
    }
    line("\n### Out now\n");
    table("state", "line", "held", "allowed", "thread", "transaction", "last SQL");
    for (LeakReport.HeldBorrow borrow : held.subList(0, Math.min(MAX_HELD, held.size()))) {
      row(
          borrow.state().name().toLowerCase(Locale.ROOT),
          code(borrow.site()),
          Html.duration(borrow.heldMillis()),
          Html.duration(borrow.holdMillis()),
          code(borrow.threadName()),
          borrow.transaction().name().toLowerCase(Locale.ROOT),
          code(borrow.lastSql()));
    }
    if (held.size() > MAX_HELD) {
      line("\nand " + (held.size() - MAX_HELD) + " more");
    }
  }

  private void users(List<LeakReport.SiteUse> uses) {
    if (uses.isEmpty()) {
      return;
    }
    line("\n### Lines that borrow\n");
    table("line", "acquired", "released", "active", "leaks", "taken back", "avg ms", "max ms");
    for (LeakReport.SiteUse use : uses) {
      row(
          code(use.site()),
          use.acquired(),
          use.released(),
          use.active(),
          use.leaks(),
          use.reclaimed(),
          String.format(Locale.ROOT, "%.2f", use.avgMillis()),
          String.format(Locale.ROOT, "%.2f", use.maxMillis()));
    }
  }

  private void notTracked(Map<String, String> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    line("\n## Not tracked\n");
    reasons.entrySet().stream()
        .limit(MAX_REASONS)
        .forEach(entry -> line("- " + code(entry.getKey()) + ": " + code(entry.getValue())));
  }

  private static String known(int number) {
    return number < 0 ? "?" : Integer.toString(number);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void table(String... columns) {
    line("| " + String.join(" | ", columns) + " |");
    line("|" + "---|".repeat(columns.length));
  }

  private void row(Object... values) {
    text.append('|');
    for (Object value : values) {
      text.append(' ').append(value).append(" |");
    }
    text.append('\n');
  }

  /// In a code span nothing is markup but its end, and in a table the bar.
  private static String code(String value) {
    String plain = plain(value).replace('`', '\'').replace("|", "\\|").strip();
    return plain.isEmpty() ? "(none)" : "`" + plain + "`";
  }

  /// In one line: a line break would end the code block or the row.
  private static String plain(String value) {
    var plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      plain.append(breaks ? ' ' : c);
    }
    return plain.toString();
  }
}
