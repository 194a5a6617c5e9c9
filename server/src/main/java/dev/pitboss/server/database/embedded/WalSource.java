package dev.pitboss.server.database.embedded;

import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.server.database.DatabaseOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The write-ahead log of an embedded database as it grows. A replication slot keeps what was not
/// released yet, also while no casino runs. Used by one thread.
public final class WalSource implements AutoCloseable {
  private static final String SLOT = "pitboss_archive";

  private final Connection connection;
  private final Path segments;

  /// How far the log is on the disk.
  ///
  /// @param position its end
  /// @param kept where the slot begins: what is before may be gone
  /// @param serverStart differs when the server was started again, which may have written the last
  ///   bytes anew
  public record State(
      long position, long kept, int timeline, long segmentBytes, String serverStart) {}

  private WalSource(Connection connection, Path segments) {
    this.connection = connection;
    this.segments = segments;
  }

  /// Connects as the owner, and makes the slot unless it exists.
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the source closes it
  public static WalSource open(Path folder, DatabaseOptions reach) throws SQLException {
    Connection connection = Probe.connectForShort(reach);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT pg_create_physical_replication_slot('%1$s', true)
           WHERE NOT EXISTS (SELECT FROM pg_replication_slots
                              WHERE slot_name = '%1$s')
          """
              .formatted(SLOT));
      return new WalSource(connection, folder.resolve("cluster").resolve("pg_wal"));
    } catch (SQLException failure) {
      try (connection) {
        throw failure;
      }
    }
  }

  /// Lets the server remove its log again as it likes.
  public static void forget(DatabaseOptions reach) throws SQLException {
    try (Connection connection = Probe.connectForShort(reach);
        Statement statement = connection.createStatement()) {
      statement.execute(drop());
    }
  }

  private static String drop() {
    return "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
        + SLOT
        + "'";
  }

  public State state() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT pg_current_wal_flush_lsn()::text, s.restart_lsn::text,
                       substring(pg_walfile_name(pg_current_wal_flush_lsn()) FOR 8),
                       pg_size_bytes(current_setting('wal_segment_size')),
                       pg_postmaster_start_time()::text
                  FROM (SELECT 1) one LEFT JOIN pg_replication_slots s ON s.slot_name = '%s'
                """
                    .formatted(SLOT))) {
      row.next();
      String kept = row.getString(2);
      if (kept == null) { // more than `max_slot_wal_keep_size` was not released
        statement.execute(drop());
        throw new SQLException("the log that was not archived has grown too long and was given up");
      }
      return new State(
          WalPosition.parse(row.getString(1)),
          WalPosition.parse(kept),
          Integer.parseInt(row.getString(3), 16),
          row.getLong(4),
          row.getString(5));
    }
  }

  /// The file of a segment; it may be gone.
  public Path segment(String name) {
    return segments.resolve(name);
  }

  /// Lets go of what is before that position.
  public void release(long before) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_replication_slot_advance(?, ?::pg_lsn)")) {
      statement.setString(1, SLOT);
      statement.setString(2, WalPosition.text(before));
      statement.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
