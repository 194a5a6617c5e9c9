package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The command line as the books name it where they have to name an account: one of the platform's
/// that can never sign in. Every user of the command line counts as this one person, so that what
/// takes two people takes a member of staff besides. Stateless and thread-safe.
public final class CommandLineMember {
  /// Reserved: no staff account has this name.
  public static final String USERNAME = "command-line";

  /// Of no password.
  private static final String NO_HASH = "-";

  private CommandLineMember() {}

  /// The account, made when it is first needed.
  ///
  /// @return empty while there is no account of staff, who would be the second person; or when an
  ///   account of that name, from before it was reserved, can sign in
  public static Optional<StaffMember> of(
      Database database, AuditTrail audit, String actor, Instant now) {
    return database.inTransaction(connection -> {
      StaffSetup.lock(connection);
      Optional<StaffMember> known = find(connection);
      if (known.isPresent()) {
        return known;
      }
      Sql.update(
          connection,
          """
          INSERT INTO staff (operator_id, username, role, password_hash, created_at, disabled_at)
          SELECT NULL, ?, ?, ?, ?, ? WHERE EXISTS (SELECT FROM staff WHERE disabled_at IS NULL)
          ON CONFLICT (username) DO NOTHING
          """,
          USERNAME,
          Role.MANAGER.stored(),
          NO_HASH,
          now,
          now);
      Optional<StaffMember> made = find(connection);
      if (made.isPresent()) {
        audit.record(
            connection,
            AuditEvent.of(actor, "staff.created", "staff:" + USERNAME)
                .with("role", Role.MANAGER.id()));
      }
      return made;
    });
  }

  private static Optional<StaffMember> find(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM staff WHERE username = ? AND disabled_at IS NOT NULL AND operator_id IS NULL",
        Staff::member,
        USERNAME);
  }
}
