package dev.pitboss.server.play;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.play.Intent.Fate;
import dev.pitboss.server.play.Intent.Step;
import dev.pitboss.server.wallet.IdempotencyKey;
import dev.pitboss.server.wallet.Posting;
import dev.pitboss.server.wallet.Round;
import dev.pitboss.server.wallet.Settlement;
import dev.pitboss.server.wallet.Wallet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The life of a one-shot bet, on one screen. Thread-safe.
public final class Play {
  private final Lanes lanes;
  private final Database database;
  private final Wallet wallet;
  private final GameCatalogue catalogue;
  private final BettingSwitch betting;

  public Play(
      Lanes lanes,
      Database database,
      Wallet wallet,
      GameCatalogue catalogue,
      BettingSwitch betting) {
    this.lanes = lanes;
    this.database = database;
    this.wallet = wallet;
    this.catalogue = catalogue;
    this.betting = betting;
  }

  /// Decides and settles a bet, or finds what the same request did before.
  public Settlement bet(long playerId, IdempotencyKey key, Wager wager) {
    UUID requestId = key.requestId(playerId);
    Bet bet = new Bet(requestId, wager, catalogue, betting);
    return switch (lanes.ask(playerId, bet)) {
      case Fate.Decided<Settlement>(var settlement) -> settlement;
      case Fate.Earlier<Settlement>() -> earlier(playerId, requestId, wager);
      case Fate.Busy<Settlement>() -> new Settlement.Busy();
      case Fate.Unknown<Settlement>() -> new Settlement.Unknown();
    };
  }

  /// A bet as the lane decides it: a pure function of the seat.
  private record Bet(UUID requestId, Wager wager, GameCatalogue catalogue, BettingSwitch betting)
      implements Intent<Settlement> {
    @Override
    public Step<Settlement> at(Seat seat, Instant now) {
      Optional<String> stopped = betting.stoppedBecause();
      if (stopped.isPresent()) {
        return new Step.Refuse<>(new Settlement.BettingStopped(stopped.get()));
      }
      Optional<Settlement.Refusal> refusal =
          catalogue
              .refusal(seat, wager.game(), wager.stake(), wager.maxPayout())
              .or(() -> seat.barrier(wager.game(), wager.stake(), now));
      if (refusal.isPresent()) {
        return new Step.Refuse<>(refusal.get());
      }
      if (seat.balance() < wager.stake()) {
        return new Step.Refuse<>(new Settlement.InsufficientFunds(seat.balance()));
      }
      Round.DrawReference draw = seat.nextDraw();
      Wager.Decision decision = wager.rule().apply(seat.draws(draw));
      Round round =
          new Round(
              requestId,
              seat.playerId(),
              wager.game(),
              catalogue.rulesId(wager.game()),
              wager.stake(),
              decision.payout(),
              wager.choices(),
              decision.outcome(),
              draw,
              Math.addExact(Math.subtractExact(seat.balance(), wager.stake()), decision.payout()),
              now);
      return new Step.Post<>(
          new Posting.Settled(seat.account(), round, null), new Settlement.Posted(round));
    }
  }

  private Settlement earlier(long playerId, UUID requestId, Wager wager) {
    return database
        .read(connection -> wallet.settled(connection, playerId, requestId))
        .filter(round -> round.game().equals(wager.game()) && round.bet().equals(wager.choices()))
        .<Settlement>map(Settlement.Replayed::new)
        .orElseGet(Settlement.KeyReused::new);
  }
}
