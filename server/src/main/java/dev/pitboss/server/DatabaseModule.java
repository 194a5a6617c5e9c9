package dev.pitboss.server;

import com.zaxxer.hikari.pool.HikariPool;
import dev.pitboss.server.backup.Restore;
import dev.pitboss.server.backup.WalArchiver;
import dev.pitboss.server.database.ApplicationRole;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseMonitor;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.DatabaseUnsuitableException;
import dev.pitboss.server.database.Migrations;
import dev.pitboss.server.database.Pool;
import dev.pitboss.server.database.Requirements;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.database.embedded.EmbeddedDatabaseException;
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
/// @param archiver empty when the log is not archived
record DatabaseModule(
    Path data,
    DatabaseOptions options,
    Optional<EmbeddedDatabase> embedded,
    Optional<WalArchiver> archiver,
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
    Optional<WalArchiver> archiver = Optional.empty();
    DatabaseOptions reach;
    if (options.database().isPresent()) {
      reach = options.database().get();
      Requirements.check(reach);
    } else {
      refuseHalfRestored(options.data());
      Path folder = options.data().resolve("database");
      EmbeddedDatabase own = started.keep(EmbeddedDatabase.start(folder));
      reach = new DatabaseOptions(own.url(), own.user(), own.password(), options.poolSize());
      embedded = Optional.of(own);
      archiver = archiver(options, folder, reach, started);
    }
    Migrations.apply(reach);
    Pool pool = started.keep(pool(reach, physical));
    ApplicationRole.check(pool.tracker());
    Database database = new Database(pool.tracker());
    DatabaseMonitor monitor = started.keep(DatabaseMonitor.start(database, pool, clock));
    return new DatabaseModule(options.data(), reach, embedded, archiver, pool, database, monitor);
  }

  private static void refuseHalfRestored(Path data) throws IOException {
    if (Restore.isUnfinished(data)) {
      throw new EmbeddedDatabaseException(
          "a restore into %s was interrupted: run it again, or empty the folder".formatted(data));
    }
  }

  private static Optional<WalArchiver> archiver(
      ServerOptions options, Path folder, DatabaseOptions reach, Lifecycle started)
      throws IOException {
    if (options.walArchive().isEmpty()) {
      WalArchiver.forget(folder, reach);
      return Optional.empty();
    }
    return Optional.of(started.keep(WalArchiver.start(folder, reach, options.walArchive().get())));
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
