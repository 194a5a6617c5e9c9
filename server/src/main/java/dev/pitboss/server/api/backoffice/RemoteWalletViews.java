package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.reporting.Csv;
import dev.pitboss.server.seamlesswallet.outbound.Disputes;
import dev.pitboss.server.seamlesswallet.outbound.Reconciliation;
import dev.pitboss.server.seamlesswallet.outbound.RemoteWallets;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Response bodies about an operator's external wallet.
public final class RemoteWalletViews {
  private RemoteWalletViews() {}

  /// An operator's wallet.
  ///
  /// @param keyLive false when its key was revoked, and nothing is asked there
  /// @param balance minor units that we owe the operator; negative when it owes us
  /// @param underWay bets that have not ended
  /// @param disputed bets that only people can end
  @Json
  public record WalletView(
      String url,
      String keyId,
      boolean keyLive,
      Instant since,
      long balance,
      long underWay,
      long disputed) {
    static WalletView of(RemoteWallets.Named wallet) {
      return new WalletView(
          wallet.url().toString(),
          wallet.keyId(),
          wallet.isKeyLive(),
          wallet.since(),
          wallet.balance(),
          wallet.underWay(),
          wallet.disputed());
    }
  }

  /// Two books, compared.
  ///
  /// @param through until when, exclusive
  /// @param next start of the next page; absent on the last page
  @Json
  public record ReconciliationView(
      String operator,
      String currency,
      Instant from,
      Instant through,
      @Nullable Instant next,
      int compared,
      boolean agrees,
      List<BetLine> unresolved,
      List<BetLine> closedByHand,
      List<DifferenceLine> differences) {
    static ReconciliationView of(
        Operator operator, Reconciliation.Result.Compared compared, @Nullable Instant next) {
      return new ReconciliationView(
          operator.code(),
          operator.currency(),
          compared.from(),
          compared.through(),
          next,
          compared.compared(),
          compared.agrees(),
          compared.unresolved().stream().map(BetLine::of).toList(),
          compared.closedByHand().stream().map(BetLine::of).toList(),
          compared.differences().stream().map(DifferenceLine::of).toList());
    }
  }

  /// A bet that has not ended by itself.
  @Json
  public record BetLine(
      String playerId,
      String ref,
      String state,
      long stake,
      @Nullable Long payout,
      @Nullable String reason,
      @Nullable String by,
      Instant since) {
    static BetLine of(Reconciliation.Bet bet) {
      return new BetLine(
          Long.toString(bet.playerId()),
          bet.ref().toString(),
          bet.state(),
          bet.stake(),
          bet.payout(),
          bet.reason(),
          bet.by(),
          bet.since());
    }
  }

  /// Something that is not in both books, or not the same.
  @Json
  public record DifferenceLine(
      String transaction, @Nullable String ref, String what, String ours, String theirs) {
    static DifferenceLine of(Reconciliation.Difference difference) {
      return new DifferenceLine(
          difference.transaction(),
          difference.ref() == null ? null : difference.ref().toString(),
          difference.what(),
          difference.ours(),
          difference.theirs());
    }
  }

  /// Disputed bets, the oldest first.
  @Json
  public record DisputesView(List<DisputeView> disputes) {}

  /// A disputed bet.
  ///
  /// @param payout what the round pays; absent without a round, and the stake is to be given back
  /// @param theirs what the wallet's book has of it; absent in lists, and when it does not say
  @Json
  public record DisputeView(
      String ref,
      String playerId,
      String remotePlayer,
      String session,
      String game,
      long stake,
      @Json.Raw String bet,
      @Nullable Long payout,
      @Json.Raw @Nullable String outcome,
      String reason,
      int attempts,
      Instant beganAt,
      Instant disputedAt,
      NamesView transactions,
      @Nullable List<SaidView> theirs) {
    static DisputeView of(Disputes.Dispute dispute, @Nullable List<Disputes.Said> theirs) {
      String outcome = dispute.outcome();
      return new DisputeView(
          dispute.ref().toString(),
          Long.toString(dispute.playerId()),
          dispute.remotePlayer(),
          dispute.session(),
          dispute.game(),
          dispute.stake(),
          JsonWriter.raw(dispute.bet()),
          dispute.payout(),
          outcome == null ? null : JsonWriter.raw(outcome),
          dispute.reason(),
          dispute.attempts(),
          dispute.beganAt(),
          dispute.disputedAt(),
          NamesView.of(dispute.names()),
          theirs == null ? null : theirs.stream().map(SaidView::of).toList());
    }
  }

  /// How a bet's transactions are named there.
  @Json
  public record NamesView(String bet, String win, String rollback) {
    static NamesView of(Disputes.Names names) {
      return new NamesView(
          names.bet().toString(), names.win().toString(), names.rollback().toString());
    }
  }

  /// A transaction in the wallet's book.
  @Json
  public record SaidView(String transaction, String kind, long stake, long payout, Instant at) {
    static SaidView of(Disputes.Said said) {
      return new SaidView(said.transaction(), said.kind(), said.stake(), said.payout(), said.at());
    }
  }

  /// What was decided.
  ///
  /// @param state of the bet now
  @Json
  public record DecidedView(String ref, String state) {
    static DecidedView of(Disputes.Dispute dispute, Disputes.Verdict verdict) {
      return new DecidedView(dispute.ref().toString(), verdict.stateAfter(dispute));
    }
  }

  static Csv csv(Reconciliation.Result.Compared compared) {
    Csv csv = new Csv(Reconciliation.COLUMNS);
    Reconciliation.rows(compared).forEach(csv::row);
    return csv;
  }
}
