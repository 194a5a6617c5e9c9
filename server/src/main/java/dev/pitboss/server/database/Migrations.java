package dev.pitboss.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the schema to this version's state. Runs on connections of its own, as the owner, before
/// the pool exists.
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private Migrations() {}

  /// Applies what is missing and verifies what is there.
  ///
  /// @return how many migrations it applied
  /// @throws org.flywaydb.core.api.FlywayException when the schema is not the one this version
  ///   knows
  public static int apply(DatabaseOptions options) {
    if (isCurrent(options)) {
      return 0;
    }
    int applied =
        Flyway.configure()
            .dataSource(Sessions.ofOwner(options))
            .locations("classpath:db/migration")
            // With the lock inside a transaction, CREATE INDEX CONCURRENTLY would wait for it
            // indefinitely.
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .validateMigrationNaming(true)
            .load()
            .migrate()
            .migrationsExecuted;
    mark(options);
    return applied;
  }

  /// False also where that cannot be found out: Flyway tries again, and tells why.
  private static boolean isCurrent(DatabaseOptions options) {
    try (Connection connection = Sessions.ofOwner(options).getConnection()) {
      return MigrationMark.isCurrent(connection);
    } catch (SQLException failure) {
      LOG.debug("the mark of the migrations cannot be read", failure);
      return false;
    }
  }

  /// Without it the next start only takes longer.
  private static void mark(DatabaseOptions options) {
    try (Connection connection = Sessions.ofOwner(options).getConnection()) {
      MigrationMark.set(connection);
    } catch (SQLException failure) {
      LOG.debug("the mark of the migrations cannot be set", failure);
    }
  }
}
