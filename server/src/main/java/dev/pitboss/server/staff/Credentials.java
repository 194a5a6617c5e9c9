package dev.pitboss.server.staff;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordHashing;
import dev.pitboss.server.players.Lockout;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Verifies a staff member's credentials: the password, and a code where the account has a second
/// factor. Wrong codes count as wrong passwords do, so knowing the password allows five guesses.
/// Thread-safe.
public final class Credentials {
  /// Whose names are counted by when passwords are guessed: no operator has this id.
  private static final int STAFF = 0;

  private final Database database;
  private final PasswordHashing hashing;
  private final Lockout lockout;
  private final SecondFactors factors;
  private final AuditTrail audit;

  public Credentials(
      Database database,
      PasswordHashing hashing,
      Lockout lockout,
      SecondFactors factors,
      AuditTrail audit) {
    this.database = database;
    this.hashing = hashing;
    this.lockout = lockout;
    this.factors = factors;
    this.audit = audit;
  }

  /// What is typed. `toString` masks it.
  ///
  /// @param code of an app, or a recovery code
  public record Typed(String username, Password password, Optional<String> code) {
    @Override
    public String toString() {
      return "Typed[" + username + "]";
    }
  }

  /// Result of the check.
  public sealed interface Proof {
    record Proven(StaffMember member) implements Proof {}

    /// It was not proven.
    sealed interface Refusal extends Proof {}

    /// No such account, or a wrong password: the response does not tell which.
    record WrongPassword() implements Refusal {}

    /// The password is right; a code is missing. Counts as nothing.
    record CodeNeeded() implements Refusal {}

    /// The password is right; the code is another, of another time, or was used.
    record WrongCode() implements Refusal {}

    /// Too many wrong attempts; a right one is not looked at either.
    record Locked(Duration until) implements Refusal {}

    /// Too many passwords are being hashed; nothing changed.
    record Busy() implements Refusal {}
  }

  private record Stored(StaffMember member, String hash) {}

  /// Verifies typed credentials. Too many failures lock the name, and unknown names are locked the
  /// same.
  public Proof check(Typed typed, ClientAddress address) {
    String username = typed.username();
    return switch (lockout.ask(STAFF, username, address)) {
      case Lockout.Asked.Locked(Duration until) -> new Proof.Locked(until);
      case Lockout.Asked.Allowed(Lockout.Attempt attempt) -> {
        Optional<Stored> stored = database.read(connection -> stored(connection, username));
        Proof proof =
            switch (hashing.compare(typed.password(), stored.map(Stored::hash))) {
              case BUSY -> new Proof.Busy();
              case NO -> new Proof.WrongPassword();
              case YES -> checkCode(stored.orElseThrow().member(), typed.code(), attempt);
            };
        note(proof, username, attempt);
        yield proof;
      }
    };
  }

  private static Optional<Stored> stored(Connection connection, String username)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM staff WHERE username = ? AND disabled_at IS NULL",
        row -> new Stored(Staff.member(row), row.getString("password_hash")),
        username);
  }

  private Proof checkCode(StaffMember member, Optional<String> code, Lockout.Attempt attempt) {
    return database.inTransaction(connection ->
        switch (factors.judge(connection, member, code)) {
          case MISSING -> new Proof.CodeNeeded();
          case WRONG -> new Proof.WrongCode();
          case NONE, RIGHT -> {
            Lockout.wasRight(connection, attempt);
            Sql.update(
                connection,
                "UPDATE staff SET failed_logins = 0 WHERE staff_id = ?",
                member.staffId());
            yield new Proof.Proven(member);
          }
        });
  }

  private void note(Proof proof, String username, Lockout.Attempt attempt) {
    switch (proof) {
      case Proof.WrongPassword _, Proof.WrongCode _ -> noteFailure(username);
      case Proof.CodeNeeded _, Proof.Busy _ -> lockout.wasNotJudged(attempt);
      case Proof.Proven _, Proof.Locked _ -> {
        // taken back with the rest, or never counted
      }
    }
  }

  /// The audit trail records a lock once, however many attempts follow.
  private void noteFailure(String username) {
    database.inTransaction(connection -> {
      record Failed(StaffMember member, int times) {}
      Optional<Failed> failed =
          Sql.first(
              connection,
              "UPDATE staff SET failed_logins = failed_logins + 1 WHERE username = ? RETURNING *",
              row -> new Failed(Staff.member(row), row.getInt("failed_logins")),
              username);
      if (failed.isPresent() && failed.get().times() == Lockout.FREE_PER_NAME) {
        StaffMember member = failed.get().member();
        AuditEvent act = AuditEvent.of("system", "staff.locked", member.actor());
        Integer operatorId = member.operatorId();
        audit.record(connection, operatorId == null ? act : act.at(operatorId));
      }
      return failed.isPresent();
    });
  }
}
