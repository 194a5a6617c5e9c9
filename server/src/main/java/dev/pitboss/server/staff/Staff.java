package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordHashing;
import dev.pitboss.server.passwords.PasswordRules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Staff accounts. Passwords are hashed while no database connection is held; everything that
/// happens to an account is in the audit trail. Thread-safe.
public final class Staff {
  private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
  private static final int MAX_LISTED = 1_000;

  private final Database database;
  private final PasswordHashing hashing;
  private final AuditTrail audit;
  private final InstantSource clock;

  public Staff(Database database, PasswordHashing hashing, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.hashing = hashing;
    this.audit = audit;
    this.clock = clock;
  }

  /// An account that is to be.
  ///
  /// @param operatorId null for the platform's staff
  public record Fresh(String username, Password password, Role role, @Nullable Integer operatorId) {
    /// Refuses names and passwords that cannot be taken.
    ///
    /// @throws InvalidInput naming the field at fault
    public Fresh {
      if (!USERNAME.matcher(username).matches()) {
        throw InvalidInput.field(
            "username", "must be 2 to 32 characters of a-z, 0-9 and . _ -, a letter first");
      }
      if (username.equals(CommandLineMember.USERNAME)) {
        throw InvalidInput.field("username", "must not be " + username + ", which is reserved");
      }
      refuseWeak(password, username);
    }
  }

  /// Result of making an account.
  public sealed interface Creation {
    record Created(StaffMember member) implements Creation {}

    record UsernameTaken() implements Creation {}

    /// The setup token is not one, was used or has expired; or there are accounts already.
    record NoSetup() implements Creation {}

    /// Too many passwords are being hashed; nothing changed.
    record Busy() implements Creation {}
  }

  /// An account as it is shown.
  ///
  /// @param hasSecondFactor whether sign-in requires a code besides the password
  /// @param mustChangePassword whether its password was set by another member
  /// @param controllers accounts that made or reset it, and those that controlled them then; empty
  ///   once an independent person has confirmed it
  public record Account(
      StaffMember member,
      Instant createdAt,
      boolean disabled,
      boolean hasSecondFactor,
      boolean mustChangePassword,
      List<String> controllers) {
    public Account {
      controllers = List.copyOf(controllers);
    }
  }

  /// Makes an account, from the command line.
  public Creation create(Fresh fresh, String actor) {
    return create(fresh, actor, Optional.empty());
  }

  /// Makes an account, which is under its maker's control from then on.
  public Creation create(Fresh fresh, StaffMember by) {
    return create(fresh, by.actor(), Optional.of(by));
  }

  private Creation create(Fresh fresh, String actor, Optional<StaffMember> by) {
    Optional<String> hash = hashing.hash(fresh.password());
    if (hash.isEmpty()) {
      return new Creation.Busy();
    }
    return database.inTransaction(connection -> {
      Creation made = insert(connection, fresh, hash.get(), actor, true);
      if (made instanceof Creation.Created(StaffMember member) && by.isPresent()) {
        StaffControl.gained(
            connection, member.staffId(), by.get(), StaffControl.Cause.CREATED, clock.instant());
      }
      return made;
    });
  }

  /// Makes the first account, of the platform's, for the holder of the setup token.
  public Creation setUp(StaffToken token, Fresh fresh) {
    Optional<String> hash = hashing.hash(fresh.password());
    if (hash.isEmpty()) {
      return new Creation.Busy();
    }
    return database.inTransaction(connection -> {
      StaffSetup.lock(connection);
      if (!StaffSetup.takes(connection, token, clock.instant())) {
        return new Creation.NoSetup();
      }
      return insert(connection, fresh, hash.get(), "setup", false);
    });
  }

  /// @param mustChange whether another member chose the password
  private Creation insert(
      Connection connection, Fresh fresh, String hash, String actor, boolean mustChange)
      throws SQLException {
    Optional<Integer> id =
        Sql.first(
            connection,
            """
            INSERT INTO staff (operator_id, username, role, password_hash, must_change_password,
                               created_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (username) DO NOTHING RETURNING staff_id
            """,
            row -> row.getInt(1),
            fresh.operatorId(),
            fresh.username(),
            fresh.role().stored(),
            hash,
            mustChange,
            clock.instant());
    if (id.isEmpty()) {
      return new Creation.UsernameTaken();
    }
    record(
        connection,
        fresh.operatorId(),
        AuditEvent.of(actor, "staff.created", "staff:" + fresh.username())
            .with("role", fresh.role().id())
            .with("mustChangePassword", mustChange));
    return new Creation.Created(
        new StaffMember(id.get(), fresh.operatorId(), fresh.username(), fresh.role()));
  }

  /// Replaces a password from the command line and ends all sessions of its account, which can do
  /// nothing before its owner has chosen another.
  ///
  /// @return false when there is no such account
  public boolean setPassword(String username, Password password, String actor) {
    return setPassword(username, password, actor, Optional.empty(), false);
  }

  /// Replaces a member's own password, which they have proven to know, and ends all their sessions.
  ///
  /// @return false when it could not be hashed in time
  public boolean setOwnPassword(StaffMember member, Password password) {
    return setPassword(member.username(), password, member.actor(), Optional.empty(), true);
  }

  /// Replaces another's password and ends all sessions of the account, which is under the member's
  /// control from then on, and can do nothing before its owner has chosen another password.
  ///
  /// @return false when there is no such account
  public boolean setPasswordOfAnother(String username, Password password, StaffMember by) {
    return setPassword(username, password, by.actor(), Optional.of(by), false);
  }

  private boolean setPassword(
      String username, Password password, String actor, Optional<StaffMember> by, boolean isOwn) {
    refuseWeak(password, username);
    Optional<String> hash = hashing.hash(password);
    return hash.isPresent()
        && change(
            AuditEvent.of(actor, "staff.password_set", "staff:" + username)
                .with("mustChangePassword", !isOwn),
            by,
            StaffControl.Cause.PASSWORD_SET,
            """
            UPDATE staff SET password_hash = ?, failed_logins = 0, must_change_password = ?,
                   own_password_at = CASE WHEN ? THEN ? ELSE own_password_at END
             WHERE username = ? RETURNING *
            """,
            hash.get(),
            !isOwn,
            isOwn,
            clock.instant(),
            username);
  }

  /// Disables the account, and ends its sessions.
  ///
  /// @return false when there is no such account
  public boolean disable(String username, String actor) {
    return change(
        AuditEvent.of(actor, "staff.disabled", "staff:" + username),
        Optional.empty(),
        StaffControl.Cause.PASSWORD_SET,
        """
        UPDATE staff SET disabled_at = coalesce(disabled_at, ?) WHERE username = ? RETURNING *
        """,
        clock.instant(),
        username);
  }

  /// Takes an account's second factor away from the command line, when it is lost, and ends its
  /// sessions.
  ///
  /// @return false when there is no such account, or it has none
  public boolean resetSecondFactor(String username, String actor) {
    return resetSecondFactor(username, actor, Optional.empty());
  }

  /// Takes another's second factor away and ends the account's sessions; it is under the member's
  /// control from then on.
  ///
  /// @return false when there is no such account, or it has none
  public boolean resetSecondFactor(String username, StaffMember by) {
    return resetSecondFactor(username, by.actor(), Optional.of(by));
  }

  private boolean resetSecondFactor(String username, String actor, Optional<StaffMember> by) {
    return change(
        AuditEvent.of(actor, "staff.second_factor_reset", "staff:" + username),
        by,
        StaffControl.Cause.SECOND_FACTOR_RESET,
        """
        DELETE FROM staff_second_factor f USING staff s
         WHERE s.staff_id = f.staff_id AND s.username = ? RETURNING s.*
        """,
        username);
  }

  /// Says that an account is used by its owner only, so that it counts as a second person again.
  ///
  /// @param by who confirms, and must be independent of the account; empty for the command line
  public StaffControl.Confirmation confirm(
      String username, Optional<StaffMember> by, String actor) {
    return database.inTransaction(connection -> {
      Optional<StaffMember> account =
          Sql.first(connection, "SELECT * FROM staff WHERE username = ?", Staff::member, username);
      if (account.isEmpty()) {
        return StaffControl.Confirmation.NO_SUCH_ACCOUNT;
      }
      StaffControl.Confirmation confirmation =
          StaffControl.confirm(connection, account.get(), by, clock.instant());
      if (confirmation == StaffControl.Confirmation.CONFIRMED) {
        record(
            connection,
            account.get().operatorId(),
            AuditEvent.of(actor, "staff.confirmed", "staff:" + username));
      }
      return confirmation;
    });
  }

  /// @param by who can use the account from now on, by that cause; empty when no other member can
  private boolean change(
      AuditEvent act,
      Optional<StaffMember> by,
      StaffControl.Cause cause,
      String sql,
      Object... parameters) {
    return database.inTransaction(connection -> {
      Optional<StaffMember> member = Sql.first(connection, sql, Staff::member, parameters);
      if (member.isPresent()) {
        StaffSessions.endAll(connection, member.get().staffId());
        if (by.isPresent()) {
          StaffControl.gained(connection, member.get().staffId(), by.get(), cause, clock.instant());
        }
        record(connection, member.get().operatorId(), act);
      }
      return member.isPresent();
    });
  }

  /// Accounts that operator's business is told to; all of them for the platform.
  public List<Account> list(StaffMember asking) {
    return database.read(connection ->
        Sql.list(
            connection,
            """
            SELECT s.*, f.confirmed_at IS NOT NULL AS has_second_factor,
                   ARRAY(SELECT k.username FROM staff_control c
                           JOIN staff k ON k.staff_id = c.controller_id
                          WHERE c.staff_id = s.staff_id AND c.ended_at IS NULL
                          ORDER BY k.username) AS controllers
              FROM staff s LEFT JOIN staff_second_factor f ON f.staff_id = s.staff_id
             WHERE ? OR s.operator_id = ? ORDER BY s.username LIMIT ?
            """,
            row ->
                new Account(
                    member(row),
                    Sql.instant(row, "created_at"),
                    row.getObject("disabled_at") != null,
                    row.getBoolean("has_second_factor"),
                    row.getBoolean("must_change_password"),
                    List.of((String[]) row.getArray("controllers").getArray())),
            asking.isOfPlatform(),
            asking.operatorIdOrNone(),
            MAX_LISTED));
  }

  /// The account of that name.
  public Optional<StaffMember> find(String username) {
    return database.read(connection ->
        Sql.first(connection, "SELECT * FROM staff WHERE username = ?", Staff::member, username));
  }

  /// Refuses a password that staff may not have.
  ///
  /// @throws InvalidInput naming the field at fault
  public static void refuseWeak(Password password, String username) {
    Optional<String> refusal = PasswordRules.STAFF.refusal(password, username);
    if (refusal.isPresent()) {
      throw InvalidInput.field("password", refusal.get());
    }
  }

  private void record(Connection connection, @Nullable Integer operatorId, AuditEvent act)
      throws SQLException {
    audit.record(connection, operatorId == null ? act : act.at(operatorId));
  }

  static StaffMember member(ResultSet row) throws SQLException {
    return new StaffMember(
        row.getInt("staff_id"),
        row.getObject("operator_id", Integer.class),
        row.getString("username"),
        Role.of(row.getString("role")).orElseThrow());
  }
}
