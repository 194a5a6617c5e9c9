package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.TrackedConnection;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One woven call. It remembers the tracker of the data source it saw last, which is nearly always
/// that of the next borrow too: a borrow finds its tracker by one comparison. Thread-safe.
final class WovenSite {
  private record Latest(WeakReference<Object> source, Optional<Watch.Tracked> tracked) {
    boolean isOver() {
      return tracked.isPresent() && tracked.get().tracker().isClosed();
    }

    boolean isFront() {
      return tracked.isPresent() && tracked.get().isFront();
    }
  }

  private static final Latest NONE = new Latest(new WeakReference<>(null), Optional.empty());

  private final CallSite.Woven site;
  private final boolean walks;
  private final Watch watch;
  private boolean behindSource; // once so, always: a race costs one look at the stack
  private Latest latest = NONE; // a race costs one look-up: records are safe to publish as they are

  /// @param walks whether the borrower is to be sought on the stack
  WovenSite(CallSite.Woven site, boolean walks, Watch watch) {
    this.site = site;
    this.walks = walks;
    this.watch = watch;
  }

  /// Tracks what an application has just got, and returns what it gets instead.
  ///
  /// Never throws: on any failure the application has its connection.
  ///
  /// @param source the receiver of the call, or the URL for a `DriverManager`
  /// @param connection what the call returned
  /// @param mark what [Recent#mark()] said before the call
  @Nullable Connection adopt(@Nullable Object source, @Nullable Connection connection, long mark) {
    if (source == null || connection == null || connection instanceof TrackedConnection) {
      return connection; // a delegating data source passes on what is tracked already
    }
    try {
      Latest known = latest;
      boolean isNew = !known.source().refersTo(source);
      if (isNew && !(source instanceof DataSource) && !(source instanceof String)) {
        return connection; // many a class has a getConnection()
      }
      if (Borrows.RECENT.isSince(mark)) {
        return connection;
      }
      Optional<CallSite.Woven> borrower = borrower(known, isNew);
      if (borrower.isEmpty()) {
        watch.borrowedUnderneath(source);
        return connection;
      }
      if (isNew || known.isOver()) {
        known = new Latest(new WeakReference<>(source), watch.trackerOf(source));
        latest = known;
      }
      if (known.tracked().isEmpty()) {
        return connection;
      }
      TrackedConnection adopted = known.tracked().get().tracker().adopt(borrower.get(), connection);
      Borrows.RECENT.note();
      return adopted;
    } catch (SQLException | RuntimeException | LinkageError e) {
      watch.failed(site, e);
      return connection;
    }
  }

  /// The whole stack is looked at where another data source may have asked: when a source is seen
  /// here for the first time, where that was so before, and wherever a source of an unknown kind
  /// may fetch the connection that it needs later. Most applications have none of that kind.
  private Optional<CallSite.Woven> borrower(Latest known, boolean isNew) {
    boolean mayBeBehind = watch.hasFronts() && !(known.isFront() && !isNew);
    if (isNew || behindSource || mayBeBehind) {
      Borrowers.Found found = watch.borrowers().outermost(site, walks);
      behindSource |= found.behindSource();
      return found.line();
    }
    return walks ? watch.borrowers().nearest(site).line() : Optional.of(site);
  }
}
