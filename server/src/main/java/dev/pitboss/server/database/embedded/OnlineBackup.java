package dev.pitboss.server.database.embedded;

import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.server.database.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// PostgreSQL's backup mode, by its documented low-level API: between [#begin] and [#end] the files
/// of the data folder may be copied while the server writes them. What was torn by that is
/// repaired, on the copy's first start, from the log written in between, which a replication slot
/// keeps until this is closed. Closing it without [#end] aborts the backup. Used by one thread.
public final class OnlineBackup implements AutoCloseable {
  private static final String SLOT = "pitboss_backup_" + ProcessHandle.current().pid();

  private final Connection connection;
  private final Path cluster;
  private final Facts facts;
  private final long start;

  /// Facts about the server that a copy of it needs.
  ///
  /// @param systemIdentifier made with the database and the same in all copies of it
  /// @param segmentBytes of each file of the log
  /// @param hasChecksums whether data pages have checksums
  public record Facts(
      String systemIdentifier,
      int majorVersion,
      int timeline,
      long segmentBytes,
      boolean hasChecksums) {}

  /// The end of a backup.
  ///
  /// @param position of the log up to which a copy must be replayed
  /// @param label content of the copy's `backup_label`
  public record End(long position, String label) {}

  private OnlineBackup(Connection connection, Path cluster, Facts facts, long start) {
    this.connection = connection;
    this.cluster = cluster;
    this.facts = facts;
    this.start = start;
  }

  /// Begins with a checkpoint.
  ///
  /// @param folder of the database, whose server runs
  /// @throws IOException when the server refuses
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the backup closes it
  public static OnlineBackup begin(Path folder, String label) throws IOException {
    DatabaseOptions reach =
        EmbeddedDatabase.ofRunning(folder, 1)
            .orElseThrow(
                () -> new EmbeddedDatabaseException("no database server runs in " + folder));
    try {
      Connection connection = Probe.connectForLong(reach);
      try {
        Facts facts = facts(connection);
        query(connection, "SELECT pg_create_physical_replication_slot(?, true, true)::text", SLOT);
        String start = query(connection, "SELECT pg_backup_start(?, fast => true)::text", label);
        return new OnlineBackup(
            connection, folder.resolve("cluster"), facts, WalPosition.parse(start));
      } catch (SQLException failure) {
        try (connection) {
          throw failure;
        }
      }
    } catch (SQLException failure) {
      throw new EmbeddedDatabaseException(
          "the database does not begin a backup: " + failure.getMessage(), failure);
    }
  }

  public Facts facts() {
    return facts;
  }

  /// The folder whose files are copied.
  public Path cluster() {
    return cluster;
  }

  /// The position of the log from which a copy is replayed; what is written to a page later is in
  /// the log as a whole page.
  public long start() {
    return start;
  }

  /// Ends the backup. The log is kept until this is closed.
  public End end() throws IOException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT lsn::text, labelfile, spcmapfile"
                    + " FROM pg_backup_stop(wait_for_archive => false)")) {
      row.next();
      String spaces = row.getString(3);
      if (spaces != null && !spaces.isBlank()) {
        throw new EmbeddedDatabaseException(
            "the database has tablespaces outside of its folder, which a backup would lack");
      }
      return new End(WalPosition.parse(row.getString(1)), row.getString(2));
    } catch (SQLException failure) {
      throw new EmbeddedDatabaseException(
          "the database does not end the backup: " + failure.getMessage(), failure);
    }
  }

  private static Facts facts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT s.system_identifier::text, current_setting('server_version_num')::integer / 10000,
                       substring(pg_walfile_name(pg_current_wal_lsn()) FOR 8),
                       pg_size_bytes(current_setting('wal_segment_size')),
                       current_setting('data_checksums') = 'on'
                  FROM pg_control_system() s
                """)) {
      row.next();
      return new Facts(
          row.getString(1),
          row.getInt(2),
          Integer.parseInt(row.getString(3), 16),
          row.getLong(4),
          row.getBoolean(5));
    }
  }

  private static String query(Connection connection, String sql, String value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /// Gives the log free.
  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new EmbeddedDatabaseException(
          "the session of the backup was lost: " + failure.getMessage(), failure);
    }
  }
}
