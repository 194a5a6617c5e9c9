package dev.pitboss.server.rounds;

import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.FruitSlotsGame;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Move;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.PlayerState;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The life of a spin in two steps, on one screen. Thread-safe.
public final class FruitSlotsPlay {
  private final SteppedPlay play;
  private final FruitSlotsGame game = new FruitSlotsGame();

  public FruitSlotsPlay(SteppedPlay play) {
    this.play = play;
  }

  /// A bet whose result was not asked for yet.
  ///
  /// @param balance player's cash right after the bet, minor units
  /// @param endsAt when the result is settled unasked
  public record OpenBet(UUID ref, long stake, long balance, Instant endsAt) {}

  /// Places a bet: its stake goes to escrow, its draws are taken, nothing is shown.
  public RoundResult<OpenBet> bet(long playerId, IdempotencyKey key, Bet wager) {
    SteppedPlay.RoundRequest asked =
        SteppedPlay.RoundRequest.of(playerId, key, "slots " + wager.choices());
    return play.once(
        playerId,
        asked,
        (_, _, move) -> openBet(move, wager.stake()),
        (playerState, now) ->
            play.<OpenBet>refusal(playerState, game.id(), wager.stake(), wager.maxPayout(), now)
                .<Decision<RoundResult<OpenBet>>>map(Decision.Refuse::new)
                .orElseGet(() -> place(playerState, asked, wager, now)));
  }

  private Decision<RoundResult<OpenBet>> place(
      PlayerState playerState, SteppedPlay.RoundRequest asked, Bet wager, Instant now) {
    long stake = wager.stake();
    OpenRound round = play.begin(playerState, asked, game, stake, wager.choices(), now);
    Move move =
        SteppedPlay.move(asked, round.ref(), 0, playerState.balance() - stake, round.endsAt(), now);
    return new Decision.Post<>(
        new Posting.Opened(playerState.account(), round, move),
        new RoundResult.Taken<>(openBet(move, stake)));
  }

  /// Settles a bet, or finds how it was settled. The ref names the intention, so no key is needed.
  public RoundResult<Round> result(long playerId, UUID ref) {
    return play.finish(playerId, ref, game.id());
  }

  /// The bet whose result the player has not asked for, if there is one.
  public Optional<OpenBet> open(long playerId) {
    return play.open(
        playerId,
        game.id(),
        (_, open, balance) -> new OpenBet(open.ref(), open.staked(), balance, open.endsAt()));
  }

  private static OpenBet openBet(Move move, long stake) {
    return new OpenBet(
        move.ref(),
        stake,
        move.balanceAfter(),
        Objects.requireNonNull(move.endsAt(), "a bet always leaves its round open"));
  }
}
