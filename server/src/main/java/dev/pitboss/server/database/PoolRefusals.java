package dev.pitboss.server.database;

import dev.pitboss.connections.Borrow;
import dev.pitboss.connections.ConnectionsHeldException;
import dev.pitboss.server.logging.ThrottledLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs the holders of all connections when the pool refuses one: count, call sites, and for how
/// long each has been held. One line for all refusals of ten seconds. Thread-safe.
final class PoolRefusals {
  private static final Logger LOG = LoggerFactory.getLogger(PoolRefusals.class);

  /// Under load a full pool refuses by the thousand, and its holders rarely change within seconds.
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /// Most pools are no larger; the longest held come first, and they matter.
  private static final int MAX_NAMED = 32;

  private final ThrottledLog throttled;

  /// @param nanoTime as `System.nanoTime()`
  PoolRefusals(LongSupplier nanoTime) {
    this.throttled = new ThrottledLog(INTERVAL, nanoTime);
  }

  /// Logs a failure that is a refusal of the pool; others say nothing about its holders.
  void log(FailureReason reason, SQLException failure) {
    Optional<ConnectionsHeldException> held = ConnectionsHeldException.of(failure);
    if (held.isEmpty() || !isRefusal(reason)) {
      return;
    }
    List<Borrow> holders = held.get().holders();
    UUID _ =
        throttled.log(
            reason.code(),
            (_, suffix) ->
                LOG.warn(
                    "{}; {} connections are held: {}{}",
                    reason.words(),
                    holders.size(),
                    text(holders),
                    suffix));
  }

  /// When the database cannot be reached, its reason is reported elsewhere and no holder is at
  /// fault.
  private static boolean isRefusal(FailureReason reason) {
    return reason == FailureReason.NO_CONNECTION || reason == FailureReason.TOO_MANY_CONNECTIONS;
  }

  private static String text(List<Borrow> holders) {
    String named =
        holders.stream().limit(MAX_NAMED).map(PoolRefusals::text).collect(Collectors.joining("; "));
    int more = holders.size() - MAX_NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }

  private static String text(Borrow borrow) {
    return "%s for %d ms by thread %s"
        .formatted(
            borrow.site(),
            borrow.held().toMillis(),
            borrow.threadName().isEmpty() ? borrow.threadId() : borrow.threadName());
  }
}
