package dev.pitboss.server.rounds;

import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.settlement.Lanes;
import dev.pitboss.server.settlement.Operation;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.Operation.SubmitResult;
import dev.pitboss.server.settlement.PlayerState;
import dev.pitboss.server.settlement.Settlement;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The life of a one-shot bet, on one screen. Thread-safe.
public final class Play {
  private final Lanes lanes;
  private final Database database;
  private final Wallet wallet;
  private final BetArchive archive;
  private final GameCatalogue catalogue;
  private final BettingSwitch betting;

  public Play(
      Lanes lanes,
      Database database,
      Wallet wallet,
      BetArchive archive,
      GameCatalogue catalogue,
      BettingSwitch betting) {
    this.lanes = lanes;
    this.database = database;
    this.wallet = wallet;
    this.archive = archive;
    this.catalogue = catalogue;
    this.betting = betting;
  }

  /// Decides and settles a bet, or finds what the same request did before.
  public Settlement bet(long playerId, IdempotencyKey key, Bet wager) {
    return bet(playerId, key.requestId(playerId), wager, Optional.empty());
  }

  /// The same, with another wallet's money where there is funding: the stake was given, and is not
  /// looked for in the player's account.
  public Settlement bet(
      long playerId, UUID requestId, Bet wager, Optional<ExternalFunding> funding) {
    BetOperation bet = new BetOperation(requestId, wager, catalogue, betting, funding);
    return switch (begun(lanes.ask(playerId, bet), playerId, bet)) {
      case Begun.Known(var settlement) -> settlement;
      case Begun.Before(var lookUp) -> lookUp.get();
    };
  }

  /// What a bet has come to that was begun without waiting.
  public sealed interface Begun {
    /// It is decided.
    record Known(Settlement settlement) implements Begun {}

    /// The same request took effect before, and the database has to be asked how.
    ///
    /// @param lookUp asks; blocks
    record Before(Supplier<Settlement> lookUp) implements Begun {}
  }

  /// The same as [#bet(long, IdempotencyKey, Bet)] without waiting.
  ///
  /// @return completes within the request time-out; what follows it has to be short
  public CompletableFuture<Begun> begin(long playerId, IdempotencyKey key, Bet wager) {
    UUID requestId = key.requestId(playerId);
    BetOperation bet = new BetOperation(requestId, wager, catalogue, betting, Optional.empty());
    return lanes.submit(playerId, bet).thenApply(result -> begun(result, playerId, bet));
  }

  private Begun begun(SubmitResult<Settlement> result, long playerId, BetOperation bet) {
    return switch (result) {
      case SubmitResult.Decided<Settlement>(var settlement) -> new Begun.Known(settlement);
      case SubmitResult.Earlier<Settlement>() ->
          new Begun.Before(() -> earlier(playerId, bet.requestId(), bet.wager()));
      case SubmitResult.Busy<Settlement>() -> new Begun.Known(new Settlement.Busy());
      case SubmitResult.Unknown<Settlement>() -> new Begun.Known(new Settlement.Unknown());
    };
  }

  /// Why a bet would be refused now, independent of the balance; empty when it would not.
  public Optional<Settlement.Refusal> refusal(long playerId, Bet wager) {
    BetCheck question = new BetCheck(UUID.randomUUID(), wager, catalogue, betting);
    return switch (lanes.askUntimed(playerId, question)) {
      case SubmitResult.Decided<Optional<Settlement.Refusal>>(var refusal) -> refusal;
      case SubmitResult.Earlier<Optional<Settlement.Refusal>>(),
          SubmitResult.Busy<Optional<Settlement.Refusal>>(),
          SubmitResult.Unknown<Optional<Settlement.Refusal>>() ->
          Optional.of(new Settlement.Busy());
    };
  }

  /// Asks the lane what it would say, and posts nothing.
  private record BetCheck(UUID requestId, Bet wager, GameCatalogue catalogue, BettingSwitch betting)
      implements Operation<Optional<Settlement.Refusal>> {
    @Override
    public Decision<Optional<Settlement.Refusal>> at(PlayerState playerState, Instant now) {
      return new Decision.Refuse<>(refusal(playerState, wager, catalogue, betting, now));
    }
  }

  private static Optional<Settlement.Refusal> refusal(
      PlayerState playerState,
      Bet wager,
      GameCatalogue catalogue,
      BettingSwitch betting,
      Instant now) {
    return betting
        .stoppedBecause()
        .<Settlement.Refusal>map(Settlement.BettingStopped::new)
        .or(() -> catalogue.refusal(playerState, wager.game(), wager.stake(), wager.maxPayout()))
        .or(() -> playerState.barrier(wager.game(), wager.stake(), now));
  }

  /// A bet as the lane decides it: a pure function of the state.
  private record BetOperation(
      UUID requestId,
      Bet wager,
      GameCatalogue catalogue,
      BettingSwitch betting,
      Optional<ExternalFunding> funding)
      implements Operation<Settlement> {
    @Override
    public Decision<Settlement> at(PlayerState playerState, Instant now) {
      Optional<Settlement.Refusal> refusal = refusal(playerState, wager, catalogue, betting, now);
      if (refusal.isPresent()) {
        return new Decision.Refuse<>(refusal.get());
      }
      if (funding.isEmpty() && playerState.balance() < wager.stake()) {
        return new Decision.Refuse<>(new Settlement.InsufficientFunds(playerState.balance()));
      }
      Round.DrawReference draw = playerState.nextDraw();
      Bet.Decision decision = wager.rule().apply(playerState.draws(draw));
      long own =
          funding.isPresent()
              ? playerState.balance()
              : Math.addExact(
                  Math.subtractExact(playerState.balance(), wager.stake()), decision.payout());
      Round round =
          new Round(
              requestId,
              playerState.playerId(),
              wager.game(),
              catalogue.rulesId(wager),
              wager.stake(),
              decision.payout(),
              wager.choices(),
              decision.outcome(),
              draw,
              own,
              now);
      return new Decision.Post<>(posting(playerState, round), new Settlement.Posted(round));
    }

    private Posting posting(PlayerState playerState, Round round) {
      return funding
          .<Posting>map(remote ->
              new Posting.Guarded(
                  new Posting.PassThrough(playerState.account(), round, remote.accountId()),
                  remote.guardId()))
          .orElseGet(() -> new Posting.Settled(playerState.account(), round, null));
    }
  }

  private Settlement earlier(long playerId, UUID requestId, Bet wager) {
    return database
        .read(connection -> wallet.settled(connection, playerId, requestId))
        .or(() -> archive.find(playerId, requestId))
        .filter(round -> round.game().equals(wager.game()) && round.bet().equals(wager.choices()))
        .<Settlement>map(Settlement.Replayed::new)
        .orElseGet(Settlement.KeyReused::new);
  }
}
