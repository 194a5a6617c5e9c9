package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Money given to players or taken back by hand, which takes two: one asks, another approves whose
/// account is independent of the first's ([StaffControl]). The money moves with the approval, once,
/// between the player and the operator's funding; the account's version counts it, so no bet is
/// posted at a balance from before. What was done is only ever undone by another adjustment.
/// Thread-safe.
public final class Adjustments {
  /// Over a weekend.
  public static final Duration LIFETIME = Duration.ofDays(3);

  /// Far above any balance, far below where sums overflow.
  public static final long MAX_AMOUNT = 1_000_000_000_000L;

  private static final int MAX_REASON = 500;

  private final Database database;
  private final Wallet wallet;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final Function<StaffMember, String> actors;

  public Adjustments(Database database, Wallet wallet, AuditTrail audit, InstantSource clock) {
    this(database, wallet, audit, clock, StaffMember::actor);
  }

  private Adjustments(
      Database database,
      Wallet wallet,
      AuditTrail audit,
      InstantSource clock,
      Function<StaffMember, String> actors) {
    this.database = database;
    this.wallet = wallet;
    this.audit = audit;
    this.clock = clock;
    this.actors = actors;
  }

  /// The same, where the audit trail names another actor than the member: the user of the command
  /// line.
  public Adjustments actingAs(String actor) {
    return new Adjustments(database, wallet, audit, clock, _ -> actor);
  }

  /// A proposed change.
  ///
  /// @param amount minor units, not 0, at most [#MAX_AMOUNT] either way
  /// @param reason 1 to 500 characters, for people
  public record Proposal(long playerId, long amount, String reason, IdempotencyKey key) {
    public Proposal {
      if (amount == 0 || Math.abs(amount) > MAX_AMOUNT) {
        throw new IllegalArgumentException("an adjustment of " + amount);
      }
      if (!isReason(reason)) {
        throw new IllegalArgumentException("a reason has 1 to %d characters".formatted(MAX_REASON));
      }
    }

    /// Whether it says something, and not too much.
    public static boolean isReason(String text) {
      return !text.isBlank()
          && text.length() <= MAX_REASON
          && text.codePoints().noneMatch(Character::isISOControl);
    }
  }

  /// Result of asking.
  public sealed interface Request {
    record Made(Adjustment adjustment) implements Request {}

    /// The same was asked for before under that key.
    record Replayed(Adjustment adjustment) implements Request {}

    /// Something else was.
    record KeyReused() implements Request {}

    /// No such player of an operator the member can access.
    record NoSuchPlayer() implements Request {}

    /// No such approved adjustment, or it is already reversed.
    record NotReversible() implements Request {}
  }

  /// Result of deciding.
  public sealed interface Decision {
    /// Now, or before by the same person.
    record Decided(Adjustment adjustment) implements Decision {}

    record AlreadyDecided(Adjustment adjustment) implements Decision {}

    /// Who asked cannot approve.
    record OwnRequest() implements Decision {}

    /// One account may have been behind both the request and the approval; nothing moved and it can
    /// still be decided.
    ///
    /// @param controller that account
    record NotIndependent(String controller) implements Decision {}

    record Expired() implements Decision {}

    record NoSuchAdjustment() implements Decision {}

    /// The player has less; nothing moved and it can still be decided.
    record InsufficientFunds(long balance, int operatorId) implements Decision {}

    /// What it takes back was taken back by another.
    record AlreadyReversed() implements Decision {}
  }

  /// Asks for an adjustment.
  public Request request(StaffMember member, Proposal proposal) {
    return database.inTransaction(connection -> insert(connection, member, proposal, null));
  }

  /// Asks to take back an approved adjustment, whole.
  public Request requestReversal(
      StaffMember member, long adjustmentId, String reason, IdempotencyKey key) {
    return database.inTransaction(connection -> {
      Optional<Adjustment> found =
          find(connection, adjustmentId).filter(it -> member.sees(it.operatorId()));
      if (found.isEmpty() || !Boolean.TRUE.equals(found.get().approved())) {
        return new Request.NotReversible();
      }
      Proposal proposal =
          new Proposal(found.get().playerId(), Math.negateExact(found.get().amount()), reason, key);
      // a repeated request gets its first result
      Optional<Request> earlier = earlier(connection, member, proposal, adjustmentId);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      return Reversals.isReversed(connection, adjustmentId)
          ? new Request.NotReversible()
          : insert(connection, member, proposal, adjustmentId);
    });
  }

  private Request insert(
      Connection connection, StaffMember member, Proposal proposal, @Nullable Long reverses)
      throws SQLException {
    Optional<Integer> operatorId =
        Sql.first(
                connection,
                "SELECT operator_id FROM player WHERE player_id = ?",
                row -> row.getInt(1),
                proposal.playerId())
            .filter(member::sees);
    if (operatorId.isEmpty()) {
      return new Request.NoSuchPlayer();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<Long> id =
        Sql.first(
            connection,
            """
            INSERT INTO adjustment (operator_id, player_id, amount, reason, reverses, request_key,
                                    requested_by, requested_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT one_adjustment_per_request DO NOTHING RETURNING adjustment_id
            """,
            row -> row.getLong(1),
            operatorId.get(),
            proposal.playerId(),
            proposal.amount(),
            proposal.reason(),
            reverses,
            proposal.key().text(),
            member.staffId(),
            now,
            now.plus(LIFETIME));
    if (id.isEmpty()) {
      return earlier(connection, member, proposal, reverses).orElseThrow();
    }
    AuditEvent act =
        AuditEvent.of(actors.apply(member), "adjustment.requested", "adjustment:" + id.get())
            .with("player", proposal.playerId())
            .with("amount", proposal.amount())
            .with("reason", proposal.reason());
    audit.record(
        connection, (reverses == null ? act : act.with("reverses", reverses)).at(operatorId.get()));
    return new Request.Made(find(connection, id.get()).orElseThrow());
  }

  private static Optional<Request> earlier(
      Connection connection, StaffMember member, Proposal proposal, @Nullable Long reverses)
      throws SQLException {
    return Sql.first(
            connection,
            SELECT.formatted("") + " WHERE a.requested_by = ? AND a.request_key = ?",
            Adjustments::adjustment,
            member.staffId(),
            proposal.key().text())
        .map(before ->
            before.playerId() == proposal.playerId()
                    && before.amount() == proposal.amount()
                    && before.reason().equals(proposal.reason())
                    && Objects.equals(before.reverses(), reverses)
                ? new Request.Replayed(before)
                : new Request.KeyReused());
  }

  /// Moves the money, if the adjustment is undecided.
  public Decision approve(StaffMember member, long adjustmentId) {
    return decide(member, adjustmentId, true);
  }

  /// Refuses for good. Who asked may take the request back so.
  public Decision reject(StaffMember member, long adjustmentId) {
    return decide(member, adjustmentId, false);
  }

  private Decision decide(StaffMember member, long adjustmentId, boolean approves) {
    return database.inTransaction(connection -> {
      Optional<Adjustment> seen =
          find(connection, adjustmentId).filter(it -> member.sees(it.operatorId()));
      if (seen.isEmpty()) {
        return new Decision.NoSuchAdjustment();
      }
      // from here on no other decision about this player's money is possible
      PlayerAccount account = wallet.lock(connection, seen.get().playerId());
      Adjustment adjustment = find(connection, adjustmentId).orElseThrow();
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Optional<Decision> before = before(adjustment, member, approves, now);
      if (before.isPresent()) {
        return before.get();
      }
      Optional<String> shared =
          approves
              ? StaffControl.shared(
                  connection, adjustment.requesterId(), member.staffId(), adjustment.requestedAt())
              : Optional.empty();
      if (shared.isPresent()) {
        return new Decision.NotIndependent(shared.get());
      }
      return approves
          ? pay(connection, adjustment, account, member, now)
          : decided(connection, adjustment, member, null, now);
    });
  }

  /// Why there is nothing to decide any more, or not for this member.
  private static Optional<Decision> before(
      Adjustment adjustment, StaffMember member, boolean approves, Instant now) {
    return switch (adjustment.at(now)) {
      case APPROVED, REJECTED ->
          Optional.of(
              member.username().equals(adjustment.decidedBy())
                      && Boolean.valueOf(approves).equals(adjustment.approved())
                  ? new Decision.Decided(adjustment)
                  : new Decision.AlreadyDecided(adjustment));
      case EXPIRED -> Optional.of(new Decision.Expired());
      case WAITING ->
          approves && member.staffId() == adjustment.requesterId()
              ? Optional.of(new Decision.OwnRequest())
              : Optional.empty();
    };
  }

  private Decision pay(
      Connection connection,
      Adjustment adjustment,
      PlayerAccount account,
      StaffMember member,
      Instant now)
      throws SQLException {
    if (account.balance() + adjustment.amount() < 0) {
      return new Decision.InsufficientFunds(account.balance(), adjustment.operatorId());
    }
    Long reverses = adjustment.reverses();
    if (reverses != null && Reversals.isReversed(connection, reverses)) {
      return new Decision.AlreadyReversed();
    }
    wallet.adjust(connection, account, adjustment.amount(), now);
    return decided(connection, adjustment, member, account, now);
  }

  /// @param account what the money was moved on; null when it was not
  private Decision decided(
      Connection connection,
      Adjustment adjustment,
      StaffMember member,
      @Nullable PlayerAccount account,
      Instant now)
      throws SQLException {
    boolean approved = account != null;
    Sql.update(
        connection,
        """
        INSERT INTO adjustment_decision (adjustment_id, requested_by, decided_by, decided_at, approved,
                                         reverses, account_id, entry_seq)
        SELECT adjustment_id, requested_by, ?, ?, ?, ?, ?, ? FROM adjustment WHERE adjustment_id = ?
        """,
        member.staffId(),
        now,
        approved,
        approved ? adjustment.reverses() : null,
        account == null ? null : account.accountId(),
        account == null ? null : account.seq() + 1,
        adjustment.adjustmentId());
    String action = approved ? "adjustment.approved" : "adjustment.rejected";
    AuditEvent act =
        AuditEvent.of(actors.apply(member), action, "adjustment:" + adjustment.adjustmentId())
            .with("player", adjustment.playerId())
            .with("amount", adjustment.amount());
    audit.record(connection, act.at(adjustment.operatorId()));
    return new Decision.Decided(find(connection, adjustment.adjustmentId()).orElseThrow());
  }

  /// Which adjustments to list.
  ///
  /// @param before only those with smaller ids
  /// @param waiting only those that can be decided
  public record Query(long before, boolean waiting, int limit) {}

  /// An adjustment as a member sees it.
  ///
  /// @param sharedController an account that controls requester and member; null if independent
  public record Seen(Adjustment adjustment, @Nullable String sharedController) {}

  /// What the member's operators were asked for, the newest first.
  public List<Seen> list(StaffMember member, Query query) {
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT.formatted(
                    ", staff_shared_controller(a.requested_by, ?, a.requested_at) AS shared")
                + """
                 WHERE (? OR a.operator_id = ?) AND a.adjustment_id < ?
                   AND (NOT ? OR (d.adjustment_id IS NULL AND a.expires_at > ?))
                 ORDER BY a.adjustment_id DESC LIMIT ?
                """,
            row -> new Seen(adjustment(row), row.getString("shared")),
            member.staffId(),
            member.isOfPlatform(),
            member.operatorIdOrNone(),
            query.before(),
            query.waiting(),
            clock.instant(),
            query.limit()));
  }

  private static Optional<Adjustment> find(Connection connection, long adjustmentId)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT.formatted("") + " WHERE a.adjustment_id = ?",
        Adjustments::adjustment,
        adjustmentId);
  }

  private static final String SELECT =
      """
      SELECT a.*, p.username AS player, q.username AS asked, d.decided_at, d.approved, w.username AS decided%s
        FROM adjustment a
        JOIN staff q ON q.staff_id = a.requested_by
        LEFT JOIN player p ON p.player_id = a.player_id
        LEFT JOIN adjustment_decision d ON d.adjustment_id = a.adjustment_id
        LEFT JOIN staff w ON w.staff_id = d.decided_by
      """;

  private static Adjustment adjustment(ResultSet row) throws SQLException {
    return new Adjustment(
        row.getLong("adjustment_id"),
        row.getInt("operator_id"),
        row.getLong("player_id"),
        row.getString("player"),
        row.getLong("amount"),
        row.getString("reason"),
        row.getObject("reverses", Long.class),
        row.getInt("requested_by"),
        row.getString("asked"),
        Sql.instant(row, "requested_at"),
        Sql.instant(row, "expires_at"),
        row.getString("decided"),
        row.getObject("decided_at") == null ? null : Sql.instant(row, "decided_at"),
        row.getObject("approved", Boolean.class));
  }
}
