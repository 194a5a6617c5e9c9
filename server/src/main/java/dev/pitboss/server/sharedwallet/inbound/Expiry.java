package dev.pitboss.server.sharedwallet.inbound;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets what is over: nonces whose time has passed, tokens nobody came with, sessions that
/// ended. Every node does it. Thread-safe.
public final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private static final Duration EVERY = Duration.ofSeconds(10);

  /// So that no statement takes long; 2 000 calls a second are forgotten as fast as they come.
  private static final int MAX_PER_SWEEP = 20_000;

  private static final List<String> TABLES =
      List.of("provider_nonce", "launch", "provider_session");

  private final Database database;
  private final InstantSource clock;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("provider-expiry").factory());

  private Expiry(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Sweeps from now on.
  public static Expiry start(Database database, InstantSource clock) {
    Expiry expiry = new Expiry(database, clock);
    // sweep never throws, so there is no failure to wait for
    ScheduledFuture<?> _ =
        expiry.schedule.scheduleWithFixedDelay(
            expiry::sweep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return expiry;
  }

  @Override
  public void close() {
    schedule.close();
  }

  private void sweep() {
    try {
      TABLES.forEach(this::forget);
    } catch (RuntimeException failure) {
      // the schedule would silently end with an exception; the next sweep may succeed
      LOG.warn("what has expired could not be forgotten: {}", failure.toString());
    }
  }

  private void forget(String table) {
    // ctid: whichever rows they are, a bounded number of them
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM %1$s
             WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE expires_at < ? LIMIT ?))
            """
                .formatted(table),
            clock.instant(),
            MAX_PER_SWEEP));
  }
}
