package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sessions of staff: short, and looked up for every request, so that one that was ended is ended
/// everywhere. Thread-safe.
public final class StaffSessions {
  private static final Logger LOG = LoggerFactory.getLogger(StaffSessions.class);

  /// A working day.
  public static final Duration LIFETIME = Duration.ofHours(12);

  /// An unused session ends by itself.
  public static final Duration IDLE = Duration.ofMinutes(30);

  /// Noting every request would be a write for each.
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  /// A program that signs in for each request ends its oldest sessions.
  static final int MAX_PER_MEMBER = 20;

  private final Database database;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public StaffSessions(Database database, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// A live session.
  ///
  /// @param hasSecondFactor whether the member has set one
  /// @param needsSecondFactor whether their operator wants them to have one
  /// @param mustChangePassword whether the password was set by another member
  public record Session(
      StaffMember member,
      boolean hasSecondFactor,
      boolean needsSecondFactor,
      boolean mustChangePassword) {
    /// Whether all that is left to do with it is to set a second factor.
    public boolean mustSetSecondFactor() {
      return needsSecondFactor && !hasSecondFactor;
    }
  }

  /// Begins a session of an authenticated member.
  public StaffToken begin(StaffMember member) {
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      AuditEvent act = AuditEvent.of(member.actor(), "staff.signed_in", member.actor());
      Integer operatorId = member.operatorId();
      audit.record(connection, operatorId == null ? act : act.at(operatorId));
      return open(connection, member, now);
    });
  }

  /// Begins one, and forgets the account's old ones that are over.
  private StaffToken open(Connection connection, StaffMember member, Instant now)
      throws SQLException {
    StaffToken token = StaffToken.fresh(random);
    Sql.update(
        connection,
        "DELETE FROM staff_session WHERE staff_id = ? AND (expires_at <= ? OR seen_at <= ?)",
        member.staffId(),
        now,
        now.minus(IDLE));
    Sql.update(
        connection,
        """
        INSERT INTO staff_session (token_hash, staff_id, created_at, seen_at, expires_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        token.hash(),
        member.staffId(),
        now,
        now,
        now.plus(LIFETIME));
    Sql.update(
        connection,
        """
        DELETE FROM staff_session WHERE staff_id = ? AND token_hash IN (
          SELECT token_hash FROM staff_session WHERE staff_id = ?
           ORDER BY seen_at DESC, token_hash OFFSET ?)
        """,
        member.staffId(),
        member.staffId(),
        MAX_PER_MEMBER);
    return token;
  }

  /// Whose it is; empty when it never was one, is over or was ended.
  public Optional<Session> authenticate(StaffToken token) {
    Instant now = clock.instant();
    record Found(Session session, Instant seenAt) {}
    Optional<Found> found =
        database.read(connection ->
            Sql.first(
                connection,
                """
                SELECT s.*, t.seen_at, f.confirmed_at IS NOT NULL AS has_second_factor,
                       o.staff_second_factor AS needs_second_factor
                  FROM staff_session t JOIN staff s ON s.staff_id = t.staff_id
                  JOIN operator o ON o.operator_id = coalesce(s.operator_id, ?)
                  LEFT JOIN staff_second_factor f ON f.staff_id = s.staff_id
                 WHERE t.token_hash = ? AND t.expires_at > ? AND t.seen_at > ?
                   AND s.disabled_at IS NULL
                """,
                row ->
                    new Found(
                        new Session(
                            Staff.member(row),
                            row.getBoolean("has_second_factor"),
                            row.getBoolean("needs_second_factor"),
                            row.getBoolean("must_change_password")),
                        Sql.instant(row, "seen_at")),
                Operator.HOUSE,
                token.hash(),
                now,
                now.minus(IDLE)));
    if (found.isPresent() && found.get().seenAt().isBefore(now.minus(NOTED_EVERY))) {
      noteUse(token, now);
    }
    return found.map(Found::session);
  }

  /// A database that takes no writes can still be read.
  private void noteUse(StaffToken token, Instant now) {
    try {
      database.inOneStatement(connection ->
          Sql.update(
              connection,
              "UPDATE staff_session SET seen_at = ? WHERE token_hash = ?",
              now,
              token.hash()));
    } catch (DatabaseFailure failure) {
      LOG.debug("cannot store the last use of a staff session: {}", failure.getMessage());
    }
  }

  /// Ends a session; ending one that is not there changes nothing.
  public void end(StaffToken token) {
    database.inOneStatement(connection ->
        Sql.update(connection, "DELETE FROM staff_session WHERE token_hash = ?", token.hash()));
  }

  static void endOthers(Connection connection, int staffId, StaffToken kept) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM staff_session WHERE staff_id = ? AND token_hash <> ?",
        staffId,
        kept.hash());
  }

  static void endAll(Connection connection, int staffId) throws SQLException {
    Sql.update(connection, "DELETE FROM staff_session WHERE staff_id = ?", staffId);
  }
}
