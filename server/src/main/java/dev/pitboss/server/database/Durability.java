package dev.pitboss.server.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A session's view of the settings that decide whether a commit lasts and whether there can be one
/// at all. Read in one round trip from settings and two small catalogs.
///
/// @param inRecovery whether the server is a standby
/// @param readOnly whether transactions of this session are
/// @param nextSynchronousCommit what `ALTER ROLE` or `ALTER DATABASE` gives the next session; null
///   when they say nothing
/// @param nextReadOnly the same of `default_transaction_read_only`
/// @param backend the session's process, to see later whether it is still there
/// @param role that the session works as
record Durability(
    boolean inRecovery,
    boolean readOnly,
    String fsync,
    String fullPageWrites,
    String synchronousCommit,
    @Nullable String nextSynchronousCommit,
    @Nullable String nextReadOnly,
    int backend,
    String role) {
  /// With these an acknowledged commit is on this server's disk. `local` is not among them: once
  /// there is a standby, a failover would lose what it did not wait for.
  private static final Set<String> DURABLE_COMMITS = Set.of("on", "remote_apply", "remote_write");

  private static final Set<String> ON = Set.of("on", "true", "yes", "1");

  private static final String QUERY =
      """
      WITH per_role AS (
        SELECT split_part(c, '=', 1) AS name, lower(split_part(c, '=', 2)) AS value,
               (setrole <> 0 AND setdatabase <> 0)::int * 4 + (setrole <> 0)::int * 2
                 + (setdatabase <> 0)::int AS weight
          FROM pg_db_role_setting, unnest(setconfig) AS c
         WHERE setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
           AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))
      SELECT pg_is_in_recovery(), current_setting('transaction_read_only'), current_setting('fsync'),
             current_setting('full_page_writes'), current_setting('synchronous_commit'),
             (SELECT value FROM per_role WHERE name = 'synchronous_commit' ORDER BY weight DESC LIMIT 1),
             (SELECT value FROM per_role WHERE name = 'default_transaction_read_only'
               ORDER BY weight DESC LIMIT 1),
             pg_backend_pid(), current_user
      """;

  static Durability read(Connection connection) throws SQLException {
    return Sql.one(connection, QUERY, Durability::of);
  }

  private static Durability of(ResultSet row) throws SQLException {
    return new Durability(
        row.getBoolean(1),
        row.getString(2).equals("on"),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getInt(8),
        row.getString(9));
  }

  /// Why nothing may be written to the database; empty when everything is as it must be.
  Optional<DatabaseProblem> problem() {
    if (inRecovery) {
      return readOnly(
          "it is a standby that is not promoted: connect to the primary, or promote it");
    }
    if (readOnly || (nextReadOnly != null && ON.contains(nextReadOnly))) {
      return readOnly("default_transaction_read_only is on: set it to off");
    }
    List<Setting> settings =
        List.of(
            new Setting("fsync", fsync, fsync.equals("on"), ""),
            new Setting("full_page_writes", fullPageWrites, fullPageWrites.equals("on"), ""),
            new Setting(
                "synchronous_commit",
                synchronousCommit,
                DURABLE_COMMITS.contains(synchronousCommit),
                " with ALTER SYSTEM, and for role and database"),
            new Setting(
                "synchronous_commit",
                String.valueOf(nextSynchronousCommit),
                nextSynchronousCommit == null
                    || ON.contains(nextSynchronousCommit)
                    || DURABLE_COMMITS.contains(nextSynchronousCommit),
                " with ALTER ROLE or ALTER DATABASE"));
    return settings.stream()
        .filter(setting -> !setting.isDurable())
        .findFirst()
        .map(setting ->
            new DatabaseProblem(
                FailureReason.NOT_DURABLE,
                null,
                "%s is %s in the database and must be %s, or acknowledged bets are lost: set it to on%s"
                    .formatted(
                        setting.name(), setting.value(), setting.required(), setting.where())));
  }

  private static Optional<DatabaseProblem> readOnly(String why) {
    return Optional.of(
        new DatabaseProblem(
            FailureReason.READ_ONLY, "25006", FailureReason.READ_ONLY.words() + ": " + why));
  }

  private record Setting(String name, String value, boolean isDurable, String where) {
    String required() {
      return name.equals("synchronous_commit") ? "on, remote_apply or remote_write" : "on";
    }
  }
}
