package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.TrackedConnection;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One woven call. It remembers the tracker of the data source it saw last, which is nearly always
/// that of the next borrow too: a borrow finds its tracker by one comparison. Thread-safe.
final class WovenSite {
  private record Latest(WeakReference<Object> source, Optional<ConnectionTracker> tracker) {}

  private static final Latest NONE = new Latest(new WeakReference<>(null), Optional.empty());

  private final CallSite.Woven site;
  private final boolean walks;
  private final Watch watch;
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
  /// @param beforeNanos when the call was made
  @Nullable Connection adopt(
      @Nullable Object source, @Nullable Connection connection, long beforeNanos) {
    if (source == null || connection == null || connection instanceof TrackedConnection) {
      return connection; // a delegating data source passes on what is tracked already
    }
    try {
      Optional<ConnectionTracker> tracker = tracker(source);
      if (tracker.isEmpty() || watch.recent().isSince(beforeNanos)) {
        return connection;
      }
      Optional<CallSite.Woven> borrower =
          walks ? watch.borrowers().nearest(site) : Optional.of(site);
      if (borrower.isEmpty()) {
        return connection;
      }
      TrackedConnection tracked = tracker.get().adopt(borrower.get(), connection);
      watch.recent().note();
      return tracked;
    } catch (SQLException | RuntimeException | LinkageError e) {
      watch.failed(site, e);
      return connection;
    }
  }

  private Optional<ConnectionTracker> tracker(Object source) {
    Latest known = latest;
    if (!known.source().refersTo(source)) {
      known = new Latest(new WeakReference<>(source), watch.trackerOf(source));
      latest = known;
    }
    return known.tracker();
  }
}
