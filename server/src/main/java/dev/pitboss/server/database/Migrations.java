package dev.pitboss.server.database;

import java.util.Map;
import org.flywaydb.core.Flyway;

/// Brings the schema to this version's state. Runs on connections of its own, as the owner, before
/// the pool exists.
public final class Migrations {
  private Migrations() {}

  /// Applies what is missing and verifies what is there.
  ///
  /// @return how many migrations it applied
  /// @throws org.flywaydb.core.api.FlywayException when the schema is not the one this version
  ///   knows
  public static int apply(DatabaseOptions options) {
    return Flyway.configure()
        .dataSource(Sessions.ofOwner(options))
        .locations("classpath:db/migration")
        // With the lock inside a transaction, CREATE INDEX CONCURRENTLY would wait for it
        // indefinitely.
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .validateMigrationNaming(true)
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
