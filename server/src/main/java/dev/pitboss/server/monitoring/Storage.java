package dev.pitboss.server.monitoring;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures now and then how large the database is. Thread-safe.
public final class Storage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  /// The database looks at each of its files for it; at 50 MB a second a disk of 10 GB lasts three
  /// minutes.
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Database database;
  private final Optional<Path> folder;
  private final InstantSource clock;
  private final PeriodicTask schedule = new PeriodicTask("storage", LOG);
  private volatile StorageReport known = StorageReport.UNKNOWN;

  private Storage(Database database, Optional<Path> folder, InstantSource clock) {
    this.database = database;
    this.folder = folder;
    this.clock = clock;
  }

  /// Measures now and from now on.
  ///
  /// @param folder where the database's files are, if they are on this machine
  public static Storage start(Database database, Optional<Path> folder, InstantSource clock) {
    Storage storage = new Storage(database, folder, clock);
    storage.schedule.startNow(EVERY, storage::measure, "the database's size could not be measured");
    return storage;
  }

  /// What was measured last.
  public StorageReport report() {
    return known;
  }

  private void measure() {
    long bytes =
        database.read(connection ->
            Sql.one(
                connection, "SELECT pg_database_size(current_database())", row -> row.getLong(1)));
    known = new StorageReport(clock.instant(), bytes, folder.map(Storage::free).orElse(null));
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    schedule.interrupt();
  }
}
