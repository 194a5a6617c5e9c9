package dev.pitboss.server.approvals;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.staff.StaffControl;
import dev.pitboss.server.staff.StaffMember;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes that wait for a second person. One of the staff asks, another approves; the two accounts
/// must be independent ([StaffControl]), which is looked at in the transaction that carries the
/// change out. The platform's staff asks for nothing here, and can approve anything. Thread-safe.
public final class ChangeRequests {
  /// Over a weekend, as adjustments.
  public static final Duration LIFETIME = Duration.ofDays(3);

  /// More than a person reads through.
  public static final int MAX_WAITING = 100;

  /// Approvals of one request take turns by this lock of the database and the request's id.
  private static final int LOCK = 0x66_6f_75_72;

  private final Database database;
  private final Map<ChangeKind, Effect> effects;
  private final AuditTrail audit;
  private final InstantSource clock;

  ChangeRequests(
      Database database, Map<ChangeKind, Effect> effects, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.effects = Map.copyOf(effects);
    this.audit = audit;
    this.clock = clock;
  }

  /// A proposed change.
  ///
  /// @param payload a JSON object without secrets
  public record Proposal(int operatorId, ChangeKind kind, String subject, String payload) {}

  /// Result of asking.
  public sealed interface Asked {
    /// It waits, now or since the same member asked for the same before.
    record Waiting(ChangeRequest request) implements Asked {}

    /// The operator has [#MAX_WAITING] that wait.
    record TooMany() implements Asked {}
  }

  /// Result of deciding.
  public sealed interface Decision {
    /// Now.
    ///
    /// @param secretPart of a key: the second half of its secret, for the approver only
    record Decided(ChangeRequest request, Optional<String> secretPart) implements Decision {
      @Override
      public String toString() {
        return "Decided[" + request.changeRequestId() + "]";
      }
    }

    record AlreadyDecided(ChangeRequest request) implements Decision {}

    /// Who asked cannot approve.
    record OwnRequest() implements Decision {}

    /// One account may have been behind both the request and the approval.
    record NotIndependent(String controller) implements Decision {}

    record Expired() implements Decision {}

    record NoSuchRequest() implements Decision {}

    /// It cannot be carried out any more; it can still be rejected.
    record Impossible(String why) implements Decision {}
  }

  /// Asks for a change.
  public Asked ask(StaffMember member, Proposal proposal) {
    return ask(member, proposal, null);
  }

  /// Asks for a change with a secret.
  Asked ask(StaffMember member, Proposal proposal, byte @Nullable [] sealedSecret) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return database.inTransaction(connection -> {
      Optional<ChangeRequest> same =
          sealedSecret == null ? same(connection, member, proposal, now) : Optional.empty();
      if (same.isPresent()) {
        return new Asked.Waiting(same.get());
      }
      Optional<Long> id =
          Sql.first(
              connection,
              """
              INSERT INTO change_request (operator_id, kind, subject, payload, sealed_secret,
                                          requested_by, requested_at, expires_at)
              SELECT ?, ?, ?, ?, ?::bytea, ?, ?, ?
               WHERE (SELECT count(*) FROM change_request r
                       WHERE r.operator_id = ? AND r.expires_at > ? AND NOT EXISTS (
                             SELECT FROM change_decision d
                              WHERE d.change_request_id = r.change_request_id)) < ?
              RETURNING change_request_id
              """,
              row -> row.getLong(1),
              proposal.operatorId(),
              proposal.kind().id(),
              proposal.subject(),
              proposal.payload(),
              sealedSecret,
              member.staffId(),
              now,
              now.plus(LIFETIME),
              proposal.operatorId(),
              now,
              MAX_WAITING);
      if (id.isEmpty()) {
        return new Asked.TooMany();
      }
      ChangeRequest made = find(connection, id.get()).orElseThrow();
      audit.record(connection, act("change.requested", made, member));
      return new Asked.Waiting(made);
    });
  }

  private static Optional<ChangeRequest> same(
      Connection connection, StaffMember member, Proposal proposal, Instant now)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT.formatted("")
            + """
             WHERE r.operator_id = ? AND r.kind = ? AND r.subject = ? AND r.payload = ?
               AND r.requested_by = ? AND r.expires_at > ? AND d.change_request_id IS NULL
            """,
        ChangeRequests::read,
        proposal.operatorId(),
        proposal.kind().id(),
        proposal.subject(),
        proposal.payload(),
        member.staffId(),
        now);
  }

  /// Carries it out if it is undecided and the member is independent of the requester.
  public Decision approve(StaffMember member, long changeRequestId) {
    return decide(member, changeRequestId, true);
  }

  /// Refuses for good. Who asked may take the request back so.
  public Decision reject(StaffMember member, long changeRequestId) {
    return decide(member, changeRequestId, false);
  }

  private Decision decide(StaffMember member, long id, boolean approves) {
    return database.inTransaction(connection -> {
      Sql.one(connection, "SELECT pg_advisory_xact_lock(?, ?)", _ -> true, LOCK, Long.hashCode(id));
      Optional<ChangeRequest> found =
          find(connection, id).filter(it -> member.sees(it.operatorId()));
      if (found.isEmpty()) {
        return new Decision.NoSuchRequest();
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      return switch (found.get().at(now)) {
        case APPROVED, REJECTED -> new Decision.AlreadyDecided(found.get());
        case EXPIRED -> new Decision.Expired();
        case WAITING ->
            approves
                ? approved(connection, found.get(), member, now)
                : decided(connection, found.get(), member, false, Optional.empty(), now);
      };
    });
  }

  private Decision approved(
      Connection connection, ChangeRequest request, StaffMember member, Instant now)
      throws SQLException {
    if (request.requesterId() == member.staffId()) {
      return new Decision.OwnRequest();
    }
    Optional<String> shared =
        StaffControl.shared(
            connection, request.requesterId(), member.staffId(), request.requestedAt());
    if (shared.isPresent()) {
      return new Decision.NotIndependent(shared.get());
    }
    Effect effect = effects.get(request.kind());
    if (effect == null) {
      throw new IllegalStateException("no executor for " + request.kind());
    }
    return switch (effect.apply(connection, request, member.actor())) {
      case Effect.Result.Refused(String why) -> new Decision.Impossible(why);
      case Effect.Result.Done(var secretPart) ->
          decided(connection, request, member, true, secretPart, now);
    };
  }

  private Decision decided(
      Connection connection,
      ChangeRequest request,
      StaffMember member,
      boolean approves,
      Optional<String> secretPart,
      Instant now)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO change_decision (change_request_id, requested_by, decided_by, decided_at, approved)
        VALUES (?, ?, ?, ?, ?)
        """,
        request.changeRequestId(),
        request.requesterId(),
        member.staffId(),
        now,
        approves);
    audit.record(
        connection,
        act(approves ? "change.approved" : "change.rejected", request, member)
            .with("requestedBy", request.requestedBy()));
    return new Decision.Decided(
        find(connection, request.changeRequestId()).orElseThrow(), secretPart);
  }

  private static AuditEvent act(String action, ChangeRequest request, StaffMember member) {
    return AuditEvent.of(member.actor(), action, "change:" + request.changeRequestId())
        .with("kind", request.kind().id())
        .with("of", request.subject())
        .with("change", request.payload())
        .at(request.operatorId());
  }

  /// Which requests to list.
  ///
  /// @param before only those with smaller ids
  /// @param waiting only those that can be decided
  public record Query(long before, boolean waiting, int limit) {}

  /// A request as seen by a member.
  ///
  /// @param sharedController the account that may be behind both the request and that member; null
  ///   when the member is independent of who asked
  public record Seen(ChangeRequest request, @Nullable String sharedController) {}

  /// What the member's operators were asked for, the newest first.
  public List<Seen> list(StaffMember member, Query query) {
    Integer operatorId = member.operatorId();
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT.formatted(
                    ", staff_shared_controller(r.requested_by, ?, r.requested_at) AS shared")
                + """
                 WHERE (? OR r.operator_id = ?) AND r.change_request_id < ?
                   AND (NOT ? OR (d.change_request_id IS NULL AND r.expires_at > ?))
                 ORDER BY r.change_request_id DESC LIMIT ?
                """,
            row -> new Seen(read(row), row.getString("shared")),
            member.staffId(),
            operatorId == null,
            operatorId == null ? 0 : operatorId,
            query.before(),
            query.waiting(),
            clock.instant(),
            query.limit()));
  }

  private static Optional<ChangeRequest> find(Connection connection, long id) throws SQLException {
    return Sql.first(
        connection,
        SELECT.formatted("") + " WHERE r.change_request_id = ?",
        ChangeRequests::read,
        id);
  }

  private static final String SELECT =
      """
      SELECT r.*, q.username AS asked, d.decided_at, d.approved, w.username AS decided%s
        FROM change_request r
        JOIN staff q ON q.staff_id = r.requested_by
        LEFT JOIN change_decision d ON d.change_request_id = r.change_request_id
        LEFT JOIN staff w ON w.staff_id = d.decided_by
      """;

  private static ChangeRequest read(ResultSet row) throws SQLException {
    return new ChangeRequest(
        row.getLong("change_request_id"),
        row.getInt("operator_id"),
        ChangeKind.of(row.getString("kind")).orElseThrow(),
        row.getString("subject"),
        row.getString("payload"),
        row.getBytes("sealed_secret"),
        row.getInt("requested_by"),
        row.getString("asked"),
        Sql.instant(row, "requested_at"),
        Sql.instant(row, "expires_at"),
        row.getString("decided"),
        row.getObject("decided_at") == null ? null : Sql.instant(row, "decided_at"),
        row.getObject("approved", Boolean.class));
  }
}
