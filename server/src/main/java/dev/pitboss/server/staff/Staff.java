package dev.pitboss.server.staff;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.audit.Act;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.players.ClientAddress;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.players.Password;
import dev.pitboss.server.players.PasswordHashing;
import dev.pitboss.server.players.PasswordRules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The accounts of those who work here. Passwords are hashed while no database connection is held;
/// everything that happens to an account is in the audit trail. Thread-safe.
public final class Staff {
  /// Whose names are counted by when passwords are guessed: no operator has this id.
  private static final int STAFF = 0;

  private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
  private static final int MAX_LISTED = 1_000;

  private final Database database;
  private final PasswordHashing hashing;
  private final Lockout lockout;
  private final StaffSessions sessions;
  private final AuditTrail audit;
  private final InstantSource clock;

  public Staff(
      Database database,
      PasswordHashing hashing,
      Lockout lockout,
      StaffSessions sessions,
      AuditTrail audit,
      InstantSource clock) {
    this.database = database;
    this.hashing = hashing;
    this.lockout = lockout;
    this.sessions = sessions;
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
        throw InvalidInput.field("username", "must be 2 to 32 of a-z, 0-9 and ._-, a letter first");
      }
      refuseWeak(password, username);
    }
  }

  /// What came of making an account.
  public sealed interface Creation {
    record Created(StaffMember member) implements Creation {}

    record UsernameTaken() implements Creation {}

    /// The setup token is not one, was used or has expired; or there are accounts already.
    record NoSetup() implements Creation {}

    /// Too many passwords are being hashed; nothing changed.
    record Busy() implements Creation {}
  }

  /// What came of signing in.
  public sealed interface Login {
    record SignedIn(StaffToken token, StaffMember member) implements Login {}

    /// No such account, or another password: which, is nobody's business.
    record Refused() implements Login {}

    /// Too many wrong passwords; a right one is not looked at either.
    record Locked(Duration until) implements Login {}

    /// Too many passwords are being hashed; nothing changed.
    record Busy() implements Login {}
  }

  /// An account as it is shown.
  public record Account(StaffMember member, Instant createdAt, boolean disabled) {}

  /// Makes an account.
  public Creation create(Fresh fresh, String actor) {
    Optional<String> hash = hashing.hash(fresh.password());
    return hash.isEmpty()
        ? new Creation.Busy()
        : database.inTransaction(connection -> insert(connection, fresh, hash.get(), actor));
  }

  /// Makes the first account, of the platform's, for whoever has the setup token.
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
      return insert(connection, fresh, hash.get(), "setup");
    });
  }

  private Creation insert(Connection connection, Fresh fresh, String hash, String actor)
      throws SQLException {
    Optional<Integer> id =
        Sql.first(
            connection,
            """
            INSERT INTO staff (operator_id, username, role, password_hash, created_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (username) DO NOTHING RETURNING staff_id
            """,
            row -> row.getInt(1),
            fresh.operatorId(),
            fresh.username(),
            fresh.role().id(),
            hash,
            clock.instant());
    if (id.isEmpty()) {
      return new Creation.UsernameTaken();
    }
    record(
        connection,
        fresh.operatorId(),
        Act.of(actor, "staff.created", "staff:" + fresh.username())
            .with("role", fresh.role().id()));
    return new Creation.Created(
        new StaffMember(id.get(), fresh.operatorId(), fresh.username(), fresh.role()));
  }

  private record Stored(StaffMember member, String hash) {}

  /// Signs in. Takes as long whoever does not get in, and names nobody has are locked the same.
  public Login signIn(String username, Password password, ClientAddress address) {
    return switch (lockout.ask(STAFF, username, address)) {
      case Lockout.Asked.Locked(Duration until) -> new Login.Locked(until);
      case Lockout.Asked.Allowed(Lockout.Attempt attempt) -> {
        Optional<Stored> stored = database.read(connection -> stored(connection, username));
        yield switch (hashing.compare(password, stored.map(Stored::hash))) {
          case BUSY -> {
            lockout.wasNotJudged(attempt);
            yield new Login.Busy();
          }
          case NO -> {
            noteFailure(username);
            yield new Login.Refused();
          }
          case YES -> proceed(stored.orElseThrow().member(), attempt);
        };
      }
    };
  }

  private static Optional<Stored> stored(Connection connection, String username)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM staff WHERE username = ? AND disabled_at IS NULL",
        row -> new Stored(member(row), row.getString("password_hash")),
        username);
  }

  private Login proceed(StaffMember member, Lockout.Attempt attempt) {
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      Lockout.wasRight(connection, attempt);
      Sql.update(
          connection, "UPDATE staff SET failed_logins = 0 WHERE staff_id = ?", member.staffId());
      record(
          connection,
          member.operatorId(),
          Act.of(member.actor(), "staff.signed_in", member.actor()));
      return new Login.SignedIn(sessions.open(connection, member, now), member);
    });
  }

  /// The trail tells of a lock once, however long somebody goes on guessing.
  private void noteFailure(String username) {
    database.inTransaction(connection -> {
      record Failed(StaffMember member, int times) {}
      Optional<Failed> failed =
          Sql.first(
              connection,
              "UPDATE staff SET failed_logins = failed_logins + 1 WHERE username = ? RETURNING *",
              row -> new Failed(member(row), row.getInt("failed_logins")),
              username);
      if (failed.isPresent() && failed.get().times() == Lockout.FREE_PER_NAME) {
        StaffMember member = failed.get().member();
        record(connection, member.operatorId(), Act.of("system", "staff.locked", member.actor()));
      }
      return failed.isPresent();
    });
  }

  /// Replaces a password and ends all sessions of its account.
  ///
  /// @return false when there is no such account
  public boolean setPassword(String username, Password password, String actor) {
    refuseWeak(password, username);
    Optional<String> hash = hashing.hash(password);
    return hash.isPresent()
        && change(
            Act.of(actor, "staff.password_set", "staff:" + username),
            """
            UPDATE staff SET password_hash = ?, failed_logins = 0 WHERE username = ? RETURNING *
            """,
            hash.get(),
            username);
  }

  /// Lets nobody in by that account any more, and ends its sessions.
  ///
  /// @return false when there is no such account
  public boolean disable(String username, String actor) {
    return change(
        Act.of(actor, "staff.disabled", "staff:" + username),
        """
        UPDATE staff SET disabled_at = coalesce(disabled_at, ?) WHERE username = ? RETURNING *
        """,
        clock.instant(),
        username);
  }

  private boolean change(Act act, String sql, Object... parameters) {
    return database.inTransaction(connection -> {
      Optional<StaffMember> member = Sql.first(connection, sql, Staff::member, parameters);
      if (member.isPresent()) {
        StaffSessions.endAll(connection, member.get().staffId());
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
            "SELECT * FROM staff WHERE ? OR operator_id = ? ORDER BY username LIMIT ?",
            row ->
                new Account(
                    member(row),
                    Sql.instant(row, "created_at"),
                    row.getObject("disabled_at") != null),
            asking.isOfPlatform(),
            asking.operatorIdOrNone(),
            MAX_LISTED));
  }

  /// The account of that name.
  public Optional<StaffMember> find(String username) {
    return database.read(connection ->
        Sql.first(connection, "SELECT * FROM staff WHERE username = ?", Staff::member, username));
  }

  private static void refuseWeak(Password password, String username) {
    Optional<String> refusal = PasswordRules.STAFF.refusal(password, username);
    if (refusal.isPresent()) {
      throw InvalidInput.field("password", refusal.get());
    }
  }

  private void record(Connection connection, @Nullable Integer operatorId, Act act)
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
