package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bets whose end another wallet refused. Nothing of ours is left to be moved: of a decided one the
/// round is settled here, the others have no round. So one of staff tells the wallet again, or says
/// that its operator has set things right, and both are kept in the audit trail. Thread-safe.
public final class Disputes {
  /// More are listed once these are settled.
  public static final int MAX_LISTED = 200;

  private static final int MAX_REASON = 500;

  private static final String SELECT =
      """
      SELECT b.*, r.outcome
        FROM remote_bet b LEFT JOIN stored_round r ON r.player_id = b.player_id AND r.round_id = b.request_id
       WHERE b.operator_id = ? AND b.state = 'disputed'
      """;

  private final Database database;
  private final RemoteWallets wallets;
  private final WalletClient client;
  private final AuditTrail audit;
  private final InstantSource clock;

  Disputes(
      Database database,
      RemoteWallets wallets,
      WalletClient client,
      AuditTrail audit,
      InstantSource clock) {
    this.database = database;
    this.wallets = wallets;
    this.client = client;
    this.audit = audit;
    this.clock = clock;
  }

  /// A disputed bet, with all there is to decide by.
  ///
  /// @param remotePlayer how the wallet knows the player
  /// @param bet the choices, as JSON
  /// @param payout what the round here pays, minor units; null when there is no round, and the
  ///   stake has to be given back
  /// @param outcome of the round, as JSON; null without a round
  /// @param reason which call the wallet refused, and why
  /// @param names how the transactions are named there
  public record Dispute(
      long playerId,
      UUID ref,
      String remotePlayer,
      String session,
      String game,
      long stake,
      String bet,
      @Nullable Long payout,
      @Nullable String outcome,
      String reason,
      int attempts,
      Instant beganAt,
      Instant disputedAt,
      Names names) {}

  /// A bet's transactions there.
  public record Names(UUID bet, UUID win, UUID rollback) {}

  /// A transaction as the wallet's own book has it.
  public record Said(String transaction, String kind, long stake, long payout, Instant at) {}

  /// What is to become of a disputed bet.
  public enum Verdict {
    /// The wallet is told again: its operator has mended what was in the way.
    RETRY,
    /// The operator has paid or given back by other means; the bet has ended so.
    CLOSE;

    /// As people write it.
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The state of a disputed bet once this is done.
    public String stateAfter(Dispute dispute) {
      boolean isDecided = dispute.payout() != null;
      return switch (this) {
        case RETRY -> (isDecided ? RemoteBet.State.DECIDED : RemoteBet.State.TAKING_BACK).id();
        case CLOSE -> (isDecided ? RemoteBet.State.SETTLED : RemoteBet.State.TAKEN_BACK).id();
      };
    }

    /// The verdict of that name.
    public static Verdict of(String id) {
      for (Verdict verdict : values()) {
        if (verdict.id().equals(id)) {
          return verdict;
        }
      }
      throw InvalidInput.field("verdict", "must be retry or close");
    }
  }

  /// A decision.
  ///
  /// @param why 1 to 500 characters, for people
  /// @param actor who decides
  public record Decision(Verdict verdict, String why, String actor) {
    public Decision {
      if (why.isBlank()
          || why.length() > MAX_REASON
          || why.codePoints().anyMatch(Character::isISOControl)) {
        throw InvalidInput.field("reason", "must be 1 to 500 printable characters");
      }
    }
  }

  /// The operator's disputed bets, the oldest first, [#MAX_LISTED] at the most.
  public List<Dispute> of(int operatorId) {
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT + " ORDER BY b.began_at LIMIT ?",
            Disputes::read,
            operatorId,
            MAX_LISTED));
  }

  /// One of them; empty when there is no such bet, or it is not disputed.
  public Optional<Dispute> find(int operatorId, UUID ref) {
    return database.read(connection -> find(connection, operatorId, ref));
  }

  private static Optional<Dispute> find(Connection connection, int operatorId, UUID ref)
      throws SQLException {
    return Sql.first(connection, SELECT + " AND b.request_id = ?", Disputes::read, operatorId, ref);
  }

  /// What the wallet's own book has of that bet; empty when it does not say.
  public Optional<List<Said>> theirs(int operatorId, Dispute dispute) {
    List<String> names =
        List.of(
            dispute.names().bet().toString(),
            dispute.names().win().toString(),
            dispute.names().rollback().toString());
    return wallets
        .of(operatorId)
        .flatMap(
            wallet -> WalletStatement.read(client, wallet, dispute.beganAt(), dispute.disputedAt()))
        .map(book ->
            names.stream()
                .map(book.lines()::get)
                .filter(Objects::nonNull)
                .map(line ->
                    new Said(
                        line.transaction(), line.kind(), line.stake(), line.payout(), line.at()))
                .toList());
  }

  /// Decides about a disputed bet.
  ///
  /// @return the bet as it was; empty when there is no such bet, or it is not disputed any more
  public Optional<Dispute> decide(int operatorId, UUID ref, Decision decision) {
    Long balance = decision.verdict() == Verdict.CLOSE ? balance(operatorId, ref) : null;
    return database.inTransaction(
        connection -> decide(connection, operatorId, ref, decision, balance));
  }

  /// The same in the caller's transaction, without asking the wallet for what the player has there.
  public Optional<Dispute> decide(
      Connection connection, int operatorId, UUID ref, Decision decision) throws SQLException {
    return decide(connection, operatorId, ref, decision, null);
  }

  private Optional<Dispute> decide(
      Connection connection, int operatorId, UUID ref, Decision decision, @Nullable Long balance)
      throws SQLException {
    Instant now = clock.instant();
    Optional<Dispute> found = find(connection, operatorId, ref);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Dispute dispute = found.get();
    int done =
        switch (decision.verdict()) {
          case RETRY -> retry(connection, dispute, now);
          case CLOSE -> close(connection, dispute, decision, balance, now);
        };
    if (done == 0) {
      return Optional.empty(); // a concurrent call was faster
    }
    Long payout = dispute.payout();
    AuditEvent act =
        AuditEvent.of(decision.actor(), "dispute." + decision.verdict().id(), "round:" + ref)
            .with("player", dispute.playerId())
            .with("stake", dispute.stake())
            .with("refused", dispute.reason())
            .with("why", decision.why());
    audit.record(connection, (payout == null ? act : act.with("payout", payout)).at(operatorId));
    return found;
  }

  private static int retry(Connection connection, Dispute dispute, Instant now)
      throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE remote_bet
           SET state = CASE WHEN payout IS NULL THEN 'taking_back' ELSE 'decided' END,
               reason = NULL, attempts = 0, due_at = ?, ended_at = NULL
         WHERE player_id = ? AND request_id = ? AND state = 'disputed'
        """,
        now,
        dispute.playerId(),
        dispute.ref());
  }

  private static int close(
      Connection connection,
      Dispute dispute,
      Decision decision,
      @Nullable Long balance,
      Instant now)
      throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE remote_bet
           SET state = CASE WHEN payout IS NULL THEN 'taken_back' ELSE 'settled' END,
               balance_after = ?::bigint, ended_at = ?, closed_by = ?, closed_why = ?
         WHERE player_id = ? AND request_id = ? AND state = 'disputed'
        """,
        balance,
        now,
        decision.actor(),
        decision.why(),
        dispute.playerId(),
        dispute.ref());
  }

  /// What the player has there now, if the wallet says so: it is shown with the round.
  private @Nullable Long balance(int operatorId, UUID ref) {
    Optional<RemoteWallet> wallet = wallets.of(operatorId);
    Optional<Dispute> dispute = find(operatorId, ref);
    if (wallet.isEmpty() || dispute.isEmpty()) {
      return null;
    }
    String body = JsonWriter.text(new Contract.OfPlayer(dispute.get().remotePlayer()));
    return client.balance(wallet.get(), body) instanceof WalletReply.Done(long balance)
        ? balance
        : null;
  }

  private static Dispute read(ResultSet row) throws SQLException {
    RemoteBet bet = RemoteBets.read(row);
    return new Dispute(
        bet.key().playerId(),
        bet.key().requestId(),
        bet.guest().player(),
        bet.guest().session(),
        bet.game(),
        bet.stake(),
        bet.bet(),
        bet.payout(),
        row.getString("outcome"),
        String.valueOf(bet.reason()),
        bet.attempts(),
        bet.beganAt(),
        Objects.requireNonNull(bet.end().at(), "a disputed bet has an end"),
        new Names(bet.betUuid(), bet.winUuid(), bet.rollbackUuid()));
  }
}
