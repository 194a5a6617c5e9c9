package dev.pitboss.server.rounds;

import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.CrashBet;
import dev.pitboss.server.games.CrashGame;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.SteppedGame;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Move;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.rounds.SteppedPlay.RoundRequest;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.PlayerState;
import dev.pitboss.server.settlement.Settlement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The life of a bet on a round of crash, as far as money goes: it is held in escrow, taken back or
/// decided to leave, and settled. What is decided, the live table decides; here it becomes durable,
/// under the guard of the table's owner. Thread-safe.
public final class CrashPlay {
  private static final String ASKED = "crash ";

  private final SteppedPlay play;
  private final GameCatalogue catalogue;

  public CrashPlay(SteppedPlay play, GameCatalogue catalogue) {
    this.play = play;
    this.catalogue = catalogue;
  }

  /// The round that takes bets.
  ///
  /// @param draw the round, as bets refer to it
  /// @param queued whether the round before is still under way
  /// @param guardId what stands while bets are taken
  /// @param takesBets whether they still are; to be asked again at any time
  public record BettingWindow(
      Round.DrawReference draw, boolean queued, long guardId, BooleanSupplier takesBets) {}

  /// A bet as its player sees it.
  ///
  /// @param draw the round it is in; not known any more of a bet that was taken back
  /// @param bet likewise, where it is asked for again what taking it back did
  /// @param balance player's cash right after the request, minor units
  public record PlacedBet(
      UUID ref, Round.@Nullable DrawReference draw, @Nullable CrashBet bet, long balance) {}

  /// Puts a bet into the round that takes them.
  ///
  /// @return [RoundResult.NotPossible] when the round no longer takes bets
  public RoundResult<PlacedBet> bet(
      long playerId, IdempotencyKey key, CrashBet bet, BettingWindow seating) {
    RoundRequest asked = RoundRequest.of(playerId, key, ASKED + bet.text());
    return play.once(
        playerId,
        asked,
        this::again,
        (playerState, now) -> place(playerState, asked, bet, seating, now));
  }

  /// Finds what the same request did before, when there is no round to bet on.
  public RoundResult<PlacedBet> earlier(long playerId, IdempotencyKey key, CrashBet bet) {
    RoundRequest asked = RoundRequest.of(playerId, key, ASKED + bet.text());
    return play.once(
        playerId,
        asked,
        this::again,
        (_, _) -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>()));
  }

  private Decision<RoundResult<PlacedBet>> place(
      PlayerState playerState,
      RoundRequest asked,
      CrashBet sent,
      BettingWindow seating,
      Instant now) {
    Optional<OpenRound> same = playerState.open(seating.draw());
    if (same.isPresent()) {
      return new Decision.Refuse<>(new RoundResult.RoundOpen<>(same.get().ref()));
    }
    if (!seating.takesBets().getAsBoolean()) {
      return new Decision.Refuse<>(
          new RoundResult.NotPossible<>(asked.requestId(), 0, "the round no longer takes bets"));
    }
    Optional<Settlement.Refusal> refusal =
        catalogue
            .refusal(playerState, CrashGame.ID, sent.stake(), sent.maxPayout())
            .or(() -> playerState.barrier(CrashGame.ID, sent.stake(), now));
    if (refusal.isPresent()) {
      return new Decision.Refuse<>(new RoundResult.Refused<>(refusal.get()));
    }
    if (playerState.balance() < sent.stake()) {
      return new Decision.Refuse<>(
          new RoundResult.Refused<>(new Settlement.InsufficientFunds(playerState.balance())));
    }
    CrashBet bet = sent.withQueued(seating.queued());
    OpenRound open =
        new OpenRound(
            asked.requestId(),
            playerState.playerId(),
            CrashGame.ID,
            catalogue.rulesId(CrashGame.ID),
            bet.stake(),
            bet.text(),
            0,
            seating.draw(),
            now.plus(SteppedPlay.TIME_TO_FINISH));
    Move move =
        SteppedPlay.move(
            asked, open.ref(), 0, playerState.balance() - bet.stake(), open.endsAt(), now);
    return post(
        new Posting.Opened(playerState.account(), open, move),
        seating.guardId(),
        new RoundResult.Taken<>(new PlacedBet(open.ref(), open.draw(), bet, move.balanceAfter())));
  }

  /// Takes the bet back that the player has in the round that takes bets.
  public RoundResult<PlacedBet> cancel(long playerId, IdempotencyKey key, BettingWindow seating) {
    RoundRequest asked = RoundRequest.of(playerId, key, "crash cancel");
    return play.once(
        playerId,
        asked,
        this::again,
        (playerState, now) ->
            playerState
                .open(seating.draw())
                .filter(_ -> seating.takesBets().getAsBoolean())
                .map(open -> takeBack(playerState, asked, open, seating, now))
                .orElseGet(() -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>())));
  }

  private static Decision<RoundResult<PlacedBet>> takeBack(
      PlayerState playerState,
      RoundRequest asked,
      OpenRound open,
      BettingWindow seating,
      Instant now) {
    long balance = Math.addExact(playerState.balance(), open.staked());
    Move move = SteppedPlay.move(asked, open.ref(), open.version() + 1, balance, null, now);
    return post(
        new Posting.Cancelled(playerState.account(), open, move),
        seating.guardId(),
        new RoundResult.Taken<>(
            new PlacedBet(open.ref(), open.draw(), CrashBet.of(open), balance)));
  }

  /// Makes durable that a bet leaves.
  ///
  /// @param hundredths the multiplier the table decided on
  /// @param guardId of the table's owner
  /// @return the bet as it left, [RoundResult.NoSuchRound] when it is settled already
  public RoundResult<PlacedBet> leave(
      long playerId, IdempotencyKey key, UUID ref, long hundredths, long guardId) {
    RoundRequest asked = RoundRequest.of(playerId, key, "crash cashout " + ref);
    return play.once(
        playerId,
        asked,
        this::again,
        (playerState, now) ->
            playerState
                .open(CrashGame.ID, ref)
                .map(open -> leave(playerState, asked, open, hundredths, guardId, now))
                .orElseGet(() -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>())));
  }

  /// Finds what the same request to leave did before, when it is too late for it now.
  public RoundResult<PlacedBet> hasLeft(long playerId, IdempotencyKey key, UUID ref) {
    return play.once(
        playerId,
        RoundRequest.of(playerId, key, "crash cashout " + ref),
        this::again,
        (_, _) -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>()));
  }

  private static Decision<RoundResult<PlacedBet>> leave(
      PlayerState playerState,
      RoundRequest asked,
      OpenRound open,
      long hundredths,
      long guardId,
      Instant now) {
    CrashBet bet = CrashBet.of(open);
    if (bet.cashOut() != null) {
      return new Decision.Refuse<>(
          new RoundResult.Replayed<>(
              new PlacedBet(open.ref(), open.draw(), bet, playerState.balance())));
    }
    CrashBet left = bet.leftAt(hundredths);
    OpenRound next = open.next(left.text(), 0, open.endsAt());
    Move move =
        SteppedPlay.move(
            asked, open.ref(), next.version(), playerState.balance(), next.endsAt(), now);
    return post(
        new Posting.Continued(playerState.account(), next, 0, move),
        guardId,
        new RoundResult.Taken<>(
            new PlacedBet(open.ref(), open.draw(), left, playerState.balance())));
  }

  /// Names the intention of a bet to leave by itself, so that it does once.
  public static IdempotencyKey keyOfAutomatic(UUID ref) {
    return new IdempotencyKey("crash-auto-" + ref);
  }

  /// How a round ended.
  ///
  /// @param crashPoint hundredths
  /// @param isVoid whether it was interrupted: who has not left gets the stake back
  public record Ending(long crashPoint, boolean isVoid) {}

  /// Settles a bet of a round that is over. What is durable goes before what is remembered.
  ///
  /// @param remembered hundredths the table decided the bet to leave at, 0 when it did not
  /// @param guardId of the table's owner
  /// @return [RoundResult.NoSuchRound] when another server has settled it
  public RoundResult<Round> settle(OpenRound seen, Ending ending, long remembered, long guardId) {
    return play.settle(
        seen,
        (playerState, now) ->
            playerState
                .open(CrashGame.ID, seen.ref())
                .map(open -> end(playerState, open, ending, remembered, guardId, now))
                .orElseGet(() -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>())));
  }

  private static Decision<RoundResult<Round>> end(
      PlayerState playerState,
      OpenRound open,
      Ending ending,
      long remembered,
      long guardId,
      Instant now) {
    CrashBet bet = CrashBet.of(open);
    if (bet.cashOut() == null && remembered > 0) {
      bet = bet.leftAt(remembered);
    }
    if (ending.isVoid()) {
      bet = bet.voided();
    }
    Bet.Decision decision = bet.decide(ending.crashPoint());
    Round round =
        SteppedPlay.ended(
            playerState,
            open,
            open.staked(),
            new SteppedGame.Ending(
                bet.text(), decision.stake(), decision.payout(), decision.outcome()),
            now);
    return new Decision.Post<>(
        new Posting.Guarded(
            new Posting.Closed(
                playerState.account(), SteppedPlay.endingOf(open.ref()), open, round, null),
            guardId),
        new RoundResult.Taken<>(round));
  }

  /// The player's settled bet of that ref.
  public Optional<Round> settled(long playerId, UUID ref) {
    return play.findSettled(playerId, ref, CrashGame.ID);
  }

  private static Decision<RoundResult<PlacedBet>> post(
      Posting posting, long guardId, RoundResult<PlacedBet> answer) {
    return new Decision.Post<>(new Posting.Guarded(posting, guardId), answer);
  }

  /// The player's bets in rounds that are not over.
  public List<PlacedBet> open(long playerId) {
    return play.findOpen(playerId, CrashGame.ID).stream()
        .map(open -> new PlacedBet(open.ref(), open.draw(), CrashBet.of(open), 0))
        .toList();
  }

  /// What a move showed. Of a bet that was taken back since, only its request is left.
  private PlacedBet again(Connection connection, long playerId, Move move) throws SQLException {
    Optional<OpenRound> open = play.findOpen(connection, playerId, move.ref());
    if (open.isPresent()) {
      return new PlacedBet(
          move.ref(), open.get().draw(), CrashBet.of(open.get()), move.balanceAfter());
    }
    Optional<Round> settled = play.findSettled(connection, playerId, move.ref(), CrashGame.ID);
    if (settled.isPresent()) {
      return new PlacedBet(
          move.ref(), settled.get().draw(), CrashBet.of(settled.get().bet()), move.balanceAfter());
    }
    return new PlacedBet(
        move.ref(),
        null,
        move.version() == 0 ? CrashBet.of(move.request().substring(ASKED.length())) : null,
        move.balanceAfter());
  }
}
