package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.players.RecoveryCode;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Second factors of staff: codes of an app, each good once, and recovery codes for a lost phone.
/// Set up in two steps, so that no member is locked out with a secret that did not arrive. Secrets
/// are sealed at rest and shown once; every change is in the audit trail. Thread-safe.
public final class SecondFactors {
  private final Database database;
  private final SeedVault vault;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public SecondFactors(Database database, SeedVault vault, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /// A secret that was just made, and the only time it is shown. `toString` masks it.
  ///
  /// @param secret base32, for typing
  /// @param uri the same for an app, as a QR code holds it
  public record Begun(String secret, String uri) {
    @Override
    public String toString() {
      return "Begun[…]";
    }
  }

  /// Whether a code is asked for, and was right.
  enum Verdict {
    /// The member has no second factor.
    NONE,
    MISSING,
    /// Not right, used before, or of another time.
    WRONG,
    RIGHT
  }

  @SuppressWarnings("ArrayRecordComponent") // a secret, never compared
  private record Stored(byte[] secret, long lastStep) {}

  /// Judges a code in the caller's transaction, and uses it up when it is right. The row is locked
  /// meanwhile, so that of two requests with one code the second finds it used.
  Verdict judge(Connection connection, StaffMember member, Optional<String> code)
      throws SQLException {
    Optional<Stored> stored = stored(connection, member, true);
    if (stored.isEmpty()) {
      return Verdict.NONE;
    }
    if (code.isEmpty()) {
      return Verdict.MISSING;
    }
    return Totp.isCode(code.get())
        ? judgeCode(connection, member, stored.get(), code.get())
        : judgeRecovery(connection, member, RecoveryCode.of(code.get()));
  }

  private Verdict judgeCode(Connection connection, StaffMember member, Stored stored, String code)
      throws SQLException {
    OptionalLong step =
        Totp.matchingStep(stored.secret(), code, clock.instant(), stored.lastStep());
    if (step.isEmpty()) {
      return Verdict.WRONG;
    }
    Sql.update(
        connection,
        "UPDATE staff_second_factor SET last_step = ? WHERE staff_id = ?",
        step.getAsLong(),
        member.staffId());
    return Verdict.RIGHT;
  }

  private Verdict judgeRecovery(
      Connection connection, StaffMember member, Optional<RecoveryCode> code) throws SQLException {
    if (code.isEmpty()) {
      return Verdict.WRONG;
    }
    int used =
        Sql.update(
            connection,
            "DELETE FROM staff_recovery_code WHERE staff_id = ? AND code_hash = ?",
            member.staffId(),
            code.get().hash());
    if (used == 0) {
      return Verdict.WRONG;
    }
    record(connection, member, "staff.recovery_code_used");
    return Verdict.RIGHT;
  }

  private Optional<Stored> stored(Connection connection, StaffMember member, boolean confirmed)
      throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT secret_sealed, last_step FROM staff_second_factor
         WHERE staff_id = ? AND (confirmed_at IS NOT NULL) = ? FOR UPDATE
        """,
        row ->
            new Stored(
                vault.unseal(row.getBytes("secret_sealed"), owner(member)),
                row.getLong("last_step")),
        member.staffId(),
        confirmed);
  }

  /// Makes a secret; one that was not confirmed is forgotten.
  ///
  /// @return empty when the member has a second factor already
  public Optional<Begun> begin(StaffMember member) {
    byte[] secret = new byte[Totp.SECRET_BYTES];
    random.nextBytes(secret);
    Instant now = clock.instant();
    int written =
        database.inTransaction(connection ->
            Sql.update(
                connection,
                """
                INSERT INTO staff_second_factor AS f (staff_id, secret_sealed, begun_at)
                VALUES (?, ?, ?)
                ON CONFLICT (staff_id) DO UPDATE
                   SET secret_sealed = excluded.secret_sealed, begun_at = excluded.begun_at
                 WHERE f.confirmed_at IS NULL
                """,
                member.staffId(),
                vault.seal(secret, owner(member)),
                now));
    String base32 = Totp.base32(secret);
    return written == 1
        ? Optional.of(new Begun(base32, Totp.uri(member.username(), base32)))
        : Optional.empty();
  }

  /// Has the secret be asked for from now on, and ends the account's other sessions.
  ///
  /// @param code of the app that was told the secret
  /// @param session the one that goes on
  /// @return recovery codes, shown only now; empty when the code is wrong or nothing was begun
  public Optional<List<String>> confirm(StaffMember member, String code, StaffToken session) {
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      Optional<Stored> begun = stored(connection, member, false);
      OptionalLong step =
          begun.isPresent()
              ? Totp.matchingStep(begun.get().secret(), code, now, 0)
              : OptionalLong.empty();
      if (step.isEmpty()) {
        return Optional.empty();
      }
      Sql.update(
          connection,
          "UPDATE staff_second_factor SET confirmed_at = ?, last_step = ? WHERE staff_id = ?",
          now,
          step.getAsLong(),
          member.staffId());
      StaffSessions.endOthers(connection, member.staffId(), session);
      record(connection, member, "staff.second_factor_set");
      return Optional.of(freshCodes(connection, member));
    });
  }

  /// Replaces the recovery codes; the old ones are invalid.
  ///
  /// @return empty when the member has no second factor
  public Optional<List<String>> renewRecoveryCodes(StaffMember member) {
    return database.inTransaction(connection -> {
      if (stored(connection, member, true).isEmpty()) {
        return Optional.empty();
      }
      record(connection, member, "staff.recovery_codes_renewed");
      return Optional.of(freshCodes(connection, member));
    });
  }

  private List<String> freshCodes(Connection connection, StaffMember member) throws SQLException {
    Sql.update(connection, "DELETE FROM staff_recovery_code WHERE staff_id = ?", member.staffId());
    List<String> written = new ArrayList<>();
    while (written.size() < RecoveryCode.SET) {
      RecoveryCode code = RecoveryCode.fresh(random);
      Sql.update(
          connection,
          "INSERT INTO staff_recovery_code (staff_id, code_hash) VALUES (?, ?)",
          member.staffId(),
          code.hash());
      written.add(code.written());
    }
    return List.copyOf(written);
  }

  /// Takes a member's own second factor away.
  ///
  /// @return false without a second factor
  public boolean remove(StaffMember member) {
    return database.inTransaction(connection -> {
      boolean removed =
          Sql.update(
                  connection,
                  """
                  DELETE FROM staff_second_factor WHERE staff_id = ? AND confirmed_at IS NOT NULL
                  """,
                  member.staffId())
              == 1;
      if (removed) {
        record(connection, member, "staff.second_factor_removed");
      }
      return removed;
    });
  }

  /// How many recovery codes the member has not used.
  public int recoveryCodesLeft(StaffMember member) {
    return database.read(connection ->
        Sql.one(
            connection,
            "SELECT count(*) FROM staff_recovery_code WHERE staff_id = ?",
            row -> row.getInt(1),
            member.staffId()));
  }

  private void record(Connection connection, StaffMember member, String action)
      throws SQLException {
    AuditEvent act = AuditEvent.of(member.actor(), action, member.actor());
    Integer operatorId = member.operatorId();
    audit.record(connection, operatorId == null ? act : act.at(operatorId));
  }

  private static String owner(StaffMember member) {
    return "staff_second_factor:" + member.staffId();
  }
}
