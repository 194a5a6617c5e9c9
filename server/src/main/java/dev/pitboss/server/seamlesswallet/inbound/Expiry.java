package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes expired data: expired nonces, unused tokens, sessions that ended. Every node does it.
/// Thread-safe.
public final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private static final Duration EVERY = Duration.ofSeconds(10);

  /// So that no statement takes long; 2 000 calls a second are forgotten as fast as they come.
  private static final int MAX_PER_SWEEP = 20_000;

  private static final List<String> TABLES =
      List.of("provider_nonce", "launch", "provider_session", "provider_day");

  private final Database database;
  private final InstantSource clock;
  private final PeriodicTask schedule = new PeriodicTask("provider-expiry", LOG);

  private Expiry(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Sweeps from now on.
  public static Expiry start(Database database, InstantSource clock) {
    Expiry expiry = new Expiry(database, clock);
    expiry.schedule.start(EVERY, expiry::sweep, "cannot delete expired provider data");
    return expiry;
  }

  @Override
  public void close() {
    schedule.close();
  }

  private void sweep() {
    TABLES.forEach(this::forget);
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
