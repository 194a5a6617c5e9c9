package dev.pitboss.server.database;

import dev.pitboss.connections.ConnectionTracker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/// The role that the server works as: it may add to the books and read them, never change them.
public final class ApplicationRole {
  static final String NAME = "pitboss_app";

  private static final int FIRST_WITH_SET_OPTION = 16;

  private static final String NOT_PERMITTED = "42501";

  private static final Duration HOLD = Duration.ofSeconds(5);

  private static final String LOGIN =
      """
      SELECT current_user, to_regrole('pitboss_app') IS NOT NULL,
             has_schema_privilege('public', 'CREATE'),
             (SELECT pg_get_userbyid(relowner) FROM pg_class
               WHERE oid = to_regclass('public.flyway_schema_history')
                 AND NOT pg_has_role(relowner, 'USAGE'))
      """;

  /// What the role may do and must not, or must and may not; one line of each kind at most.
  private static final String FAULTS =
      """
      WITH book AS (
        SELECT oid, relname, relowner FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
           AND (relname IN ('stored_bet', 'stored_round', 'stored_entry', 'bet_key', 'game_rules',
                            'seed_key', 'external_transaction', 'player_exclusion', 'audit_entry',
                            'audit_seal', 'adjustment', 'adjustment_decision', 'change_request',
                            'change_decision')
                OR oid IN (SELECT inhrelid FROM pg_inherits
                            WHERE inhparent = to_regclass('public.stored_bet'))))
      (SELECT 'must be NOSUPERUSER, NOCREATEROLE and NOBYPASSRLS and is not: '
              || 'ALTER ROLE pitboss_app NOSUPERUSER NOCREATEROLE NOBYPASSRLS'
         FROM pg_roles
        WHERE rolname = 'pitboss_app' AND (rolsuper OR rolcreaterole OR rolbypassrls))
      UNION ALL
      (SELECT format('must not be a member of %1$s, which owns table %2$s, and is: '
                     'REVOKE %1$I FROM pitboss_app', pg_get_userbyid(relowner), relname)
         FROM book WHERE pg_has_role('pitboss_app', relowner, 'MEMBER') ORDER BY relname LIMIT 1)
      UNION ALL
      (SELECT format('must not have %1$s on table %2$s and has: '
                     'REVOKE %1$s ON %2$I FROM pitboss_app', p, relname)
         FROM book, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p
        WHERE has_table_privilege('pitboss_app', oid, p)
           OR p = 'UPDATE' AND has_any_column_privilege('pitboss_app', oid, p)
        ORDER BY relname, p LIMIT 1)
      UNION ALL
      (SELECT format('must have %1$s on table %2$s and has not: '
                     'GRANT %1$s ON %2$s TO pitboss_app', p, t)
         FROM unnest(ARRAY['bet', 'bet_key', 'audit_entry']) AS t,
              unnest(ARRAY['SELECT', 'INSERT']) AS p
        WHERE NOT has_table_privilege('pitboss_app', t, p) LIMIT 1)
      """;

  private ApplicationRole() {}

  private record Login(String name, boolean hasRole, boolean mayCreate, Optional<String> owner) {}

  /// Sees that the login role can migrate the schema and work as this role, and makes and grants it
  /// if that is left to do.
  ///
  /// @throws DatabaseUnsuitableException when it has not the rights; names the one that is missing
  static void prepare(Connection connection) throws SQLException, DatabaseUnsuitableException {
    Login login =
        Sql.one(
            connection,
            LOGIN,
            row ->
                new Login(
                    row.getString(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    Optional.ofNullable(row.getString(4))));
    if (login.owner().isPresent()) {
      throw new DatabaseUnsuitableException(
          "the tables must belong to the login role %s and belong to %s: log in as %2$s"
              .formatted(login.name(), login.owner().get()));
    }
    if (!login.mayCreate()) {
      throw new DatabaseUnsuitableException(
          ("the login role %1$s must have CREATE on schema public and has not:"
                  + " GRANT CREATE ON SCHEMA public TO %1$s")
              .formatted(login.name()));
    }
    String ask = "have an administrator run CREATE ROLE %1$s NOLOGIN; GRANT %1$s TO %2$s";
    if (!login.hasRole()) {
      execute(
          connection,
          "CREATE ROLE pitboss_app NOLOGIN",
          "the login role %2$s must have CREATEROLE, or role %1$s must exist: "
              .concat(ask)
              .formatted(NAME, login.name()));
    }
    boolean hasSetOption =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_WITH_SET_OPTION;
    boolean mayBecome =
        Sql.one(
            connection,
            "SELECT pg_has_role('pitboss_app', ?)",
            row -> row.getBoolean(1),
            hasSetOption ? "SET" : "MEMBER");
    if (!mayBecome) {
      execute(
          connection,
          "GRANT pitboss_app TO CURRENT_USER" + (hasSetOption ? " WITH SET TRUE" : ""),
          ("the login role %2$s must be a member of %1$s and is not:"
                  + " have an administrator run GRANT %1$s TO %2$s")
              .formatted(NAME, login.name()));
    }
  }

  private static void execute(Connection connection, String sql, String refused)
      throws SQLException, DatabaseUnsuitableException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      if (NOT_PERMITTED.equals(failure.getSQLState())) {
        throw new DatabaseUnsuitableException(refused, failure);
      }
      throw failure;
    }
  }

  /// Looks whether the role's rights are those that the migrations gave it.
  ///
  /// @throws DatabaseUnsuitableException when it could change the books, or not add to them
  public static void check(ConnectionTracker tracker) throws DatabaseUnsuitableException {
    Optional<String> fault;
    try {
      fault =
          tracker.call(HOLD, connection -> Sql.first(connection, FAULTS, row -> row.getString(1)));
    } catch (SQLException failure) {
      throw Requirements.unsuitable(failure);
    }
    if (fault.isPresent()) {
      throw new DatabaseUnsuitableException("role " + NAME + " " + fault.get());
    }
  }
}
