package dev.pitboss.server;

import com.zaxxer.hikari.pool.HikariPool;
import dev.pitboss.server.database.ApplicationRole;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseMonitor;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.DatabaseUnsuitableException;
import dev.pitboss.server.database.Migrations;
import dev.pitboss.server.database.Pool;
import dev.pitboss.server.database.Requirements;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.scheduling.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// The database, embedded or external, at the newest version of its schema, with its pool.
///
/// @param data folder of the embedded one
/// @param embedded empty with an external one
record DatabaseModule(
    Path data,
    DatabaseOptions options,
    Optional<EmbeddedDatabase> embedded,
    Pool pool,
    Database database,
    DatabaseMonitor monitor) {

  /// Starts it.
  ///
  /// @param physical wraps the database's connections
  /// @throws IOException when the data folder or the database cannot be had
  static DatabaseModule open(
      ServerOptions options,
      UnaryOperator<DataSource> physical,
      InstantSource clock,
      Lifecycle started)
      throws IOException {
    Files.createDirectories(options.data());
    Optional<EmbeddedDatabase> embedded = Optional.empty();
    DatabaseOptions reach;
    if (options.database().isPresent()) {
      reach = options.database().get();
      Requirements.check(reach);
    } else {
      EmbeddedDatabase own =
          started.keep(EmbeddedDatabase.start(options.data().resolve("database")));
      reach = new DatabaseOptions(own.url(), own.user(), own.password(), options.poolSize());
      embedded = Optional.of(own);
    }
    Migrations.apply(reach);
    Pool pool = started.keep(pool(reach, physical));
    ApplicationRole.check(pool.tracker());
    Database database = new Database(pool.tracker());
    DatabaseMonitor monitor = started.keep(DatabaseMonitor.start(database, pool, clock));
    return new DatabaseModule(options.data(), reach, embedded, pool, database, monitor);
  }

  private static Pool pool(DatabaseOptions reach, UnaryOperator<DataSource> physical)
      throws DatabaseUnsuitableException {
    try {
      return Pool.open(reach, physical);
    } catch (HikariPool.PoolInitializationException failure) {
      throw Requirements.ofPool(failure);
    }
  }
}
