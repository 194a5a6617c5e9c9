package dev.pitboss.server.rounds;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.games.EndsByRule;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.SteppedGame;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Move;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.settlement.Lanes;
import dev.pitboss.server.settlement.Operation;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.Operation.SubmitResult;
import dev.pitboss.server.settlement.PlayerState;
import dev.pitboss.server.settlement.Settlement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The life of a round of several steps: each request is an intention in the player's lane. It
/// opens the round, goes on with it or ends it, and is kept as a move, so that asking again acts
/// once. Thread-safe.
public final class SteppedPlay {
  /// A round that is left alone for so long is finished by the rule. Every reply says when.
  public static final Duration TIME_TO_FINISH = Duration.ofHours(24);

  private final Lanes lanes;
  private final Database database;
  private final Stored stored;
  private final GameCatalogue catalogue;
  private final BettingSwitch betting;
  private final InstantSource clock;

  public SteppedPlay(
      Lanes lanes,
      Database database,
      Stored stored,
      GameCatalogue catalogue,
      BettingSwitch betting,
      InstantSource clock) {
    this.lanes = lanes;
    this.database = database;
    this.stored = stored;
    this.catalogue = catalogue;
    this.betting = betting;
    this.clock = clock;
  }

  /// Where rounds, moves and draws are found again.
  public record Stored(Wallet wallet, OpenRounds openRounds, SeedPairs seeds) {}

  /// A request as it is kept: its key and what it asks for, as canonical JSON.
  record RoundRequest(UUID requestId, String text) {
    static RoundRequest of(long playerId, IdempotencyKey key, String text) {
      return new RoundRequest(key.requestId(playerId), text);
    }
  }

  /// Shows again what a move showed.
  interface Again<V> {
    V show(Connection connection, long playerId, Move move) throws SQLException;
  }

  /// Takes a step, or finds what the same request did before.
  <V> RoundResult<V> once(
      long playerId,
      RoundRequest asked,
      Again<V> again,
      BiFunction<PlayerState, Instant, Decision<RoundResult<V>>> step) {
    return switch (lanes.ask(playerId, operation(asked.requestId(), step))) {
      case SubmitResult.Decided<RoundResult<V>>(var roundResult) -> roundResult;
      case SubmitResult.Earlier<RoundResult<V>>() -> earlier(playerId, asked, again);
      case SubmitResult.Busy<RoundResult<V>>() -> new RoundResult.Refused<>(new Settlement.Busy());
      case SubmitResult.Unknown<RoundResult<V>>() ->
          new RoundResult.Refused<>(new Settlement.Unknown());
    };
  }

  private <V> RoundResult<V> earlier(long playerId, RoundRequest asked, Again<V> again) {
    return database.read(connection -> {
      Optional<Move> move = stored.openRounds().moveOf(connection, playerId, asked.requestId());
      return move.isPresent() && move.get().request().equals(asked.text())
          ? new RoundResult.Replayed<>(again.show(connection, playerId, move.get()))
          : new RoundResult.Refused<>(new Settlement.KeyReused());
    });
  }

  /// Ends the player's round of that ref as its rule does, or finds how it ended. The ref is enough
  /// to ask again by.
  ///
  /// @param game only a round of this game
  RoundResult<Round> finish(long playerId, UUID ref, String game) {
    SubmitResult<RoundResult<Round>> fate =
        lanes.ask(
            playerId,
            operation(
                endingOf(ref),
                (playerState, now) ->
                    playerState
                        .open(game, ref)
                        .map(open -> endByRule(playerState, open, now))
                        .orElseGet(() -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>()))));
    return switch (fate) {
      case SubmitResult.Decided<RoundResult<Round>>(RoundResult.NoSuchRound<Round> _) ->
          settled(playerId, ref, game);
      case SubmitResult.Decided<RoundResult<Round>>(var roundResult) -> roundResult;
      case SubmitResult.Earlier<RoundResult<Round>>() ->
          new RoundResult.NoSuchRound<>(); // nothing is kept under an ending
      case SubmitResult.Busy<RoundResult<Round>>() ->
          new RoundResult.Refused<>(new Settlement.Busy());
      case SubmitResult.Unknown<RoundResult<Round>>() ->
          new RoundResult.Refused<>(new Settlement.Unknown());
    };
  }

  /// Ends a round for the owner of its table.
  RoundResult<Round> settle(
      OpenRound seen, BiFunction<PlayerState, Instant, Decision<RoundResult<Round>>> step) {
    return switch (lanes.ask(seen.playerId(), operation(endingOf(seen.ref()), step))) {
      case SubmitResult.Decided<RoundResult<Round>>(var roundResult) -> roundResult;
      case SubmitResult.Earlier<RoundResult<Round>>() ->
          new RoundResult.NoSuchRound<>(); // nothing is kept under an ending
      case SubmitResult.Busy<RoundResult<Round>>() ->
          new RoundResult.Refused<>(new Settlement.Busy());
      case SubmitResult.Unknown<RoundResult<Round>>() ->
          new RoundResult.Refused<>(new Settlement.Unknown());
    };
  }

  private RoundResult<Round> settled(long playerId, UUID ref, String game) {
    return database
        .read(connection -> findSettled(connection, playerId, ref, game))
        .<RoundResult<Round>>map(RoundResult.Replayed::new)
        .orElseGet(RoundResult.NoSuchRound::new);
  }

  /// Ends a round as its rule does, if its time is still over: its player may have gone on, or
  /// another server have ended it.
  ///
  /// @return whether it was ended now
  boolean finishOverdue(OpenRound seen) {
    SubmitResult<RoundResult<Round>> fate =
        lanes.ask(
            seen.playerId(),
            operation(
                endingOf(seen.ref()),
                (playerState, now) ->
                    playerState
                        .open(seen.game(), seen.ref())
                        .filter(open -> !open.endsAt().isAfter(now))
                        .map(open -> endByRule(playerState, open, now))
                        .orElseGet(() -> new Decision.Refuse<>(new RoundResult.NoSuchRound<>()))));
    return fate instanceof SubmitResult.Decided<RoundResult<Round>>(RoundResult.Taken<Round> _);
  }

  /// Nothing is decided while betting is suspended.
  private <V> Operation<RoundResult<V>> operation(
      UUID requestId, BiFunction<PlayerState, Instant, Decision<RoundResult<V>>> step) {
    return new Operation<>() {
      @Override
      public UUID requestId() {
        return requestId;
      }

      @Override
      public Decision<RoundResult<V>> at(PlayerState playerState, Instant now) {
        return betting
            .stoppedBecause()
            .<Decision<RoundResult<V>>>map(reason ->
                new Decision.Refuse<>(
                    new RoundResult.Refused<>(new Settlement.BettingStopped(reason))))
            .orElseGet(() -> step.apply(playerState, now));
      }
    };
  }

  /// Expired open rounds of all players and games, at most `limit`.
  List<OpenRound> overdue(int limit) {
    return betting.stoppedBecause().isPresent()
        ? List.of()
        : database.read(
            connection -> stored.openRounds().overdue(connection, clock.instant(), limit));
  }

  /// What the player may see of the open round of a game.
  <V> Optional<V> open(long playerId, String game, Shown<V> shown) {
    return database.read(connection -> {
      Optional<OpenRound> open = findOpen(connection, playerId, game);
      return open.isEmpty()
          ? Optional.empty()
          : Optional.of(
              shown.of(
                  connection, open.get(), stored.wallet().balance(connection, playerId).balance()));
    });
  }

  /// Shows an open round.
  interface Shown<V> {
    V of(Connection connection, OpenRound open, long balance) throws SQLException;
  }

  /// Why the player cannot begin a round of the game with that stake; empty when nothing is in the
  /// way.
  ///
  /// @param maxPayout the most the round can be paid, minor units
  <V> Optional<RoundResult<V>> refusal(
      PlayerState playerState, String game, long stake, long maxPayout, Instant now) {
    Optional<OpenRound> open = playerState.open(game);
    if (open.isPresent()) {
      return Optional.of(new RoundResult.RoundOpen<>(open.get().ref()));
    }
    return catalogue
        .refusal(playerState, game, stake, maxPayout)
        .or(() -> playerState.barrier(game, stake, now))
        .or(() ->
            playerState.balance() < stake
                ? Optional.of(new Settlement.InsufficientFunds(playerState.balance()))
                : Optional.empty())
        .map(RoundResult.Refused::new);
  }

  /// A round that begins with the next nonce.
  ///
  /// @param bet the choices so far, as canonical JSON
  OpenRound begin(
      PlayerState playerState,
      RoundRequest asked,
      SteppedGame game,
      long stake,
      String bet,
      Instant now) {
    return new OpenRound(
        asked.requestId(),
        playerState.playerId(),
        game.id(),
        catalogue.rulesId(game.id()),
        stake,
        bet,
        0,
        playerState.nextDraw(),
        now.plus(TIME_TO_FINISH));
  }

  /// A round that has ended.
  static Round ended(
      PlayerState playerState,
      OpenRound open,
      long inEscrow,
      SteppedGame.Ending ending,
      Instant now) {
    long held = Math.addExact(playerState.balance(), inEscrow);
    return new Round(
        open.ref(),
        open.playerId(),
        open.game(),
        open.rulesId(),
        ending.stake(),
        ending.payout(),
        ending.bet(),
        ending.outcome(),
        open.draw(),
        Math.addExact(Math.subtractExact(held, ending.stake()), ending.payout()),
        now);
  }

  /// What is kept of a request.
  ///
  /// @param version how many actions the round has seen
  /// @param endsAt null when the request ended the round
  static Move move(
      RoundRequest asked,
      UUID ref,
      int version,
      long balanceAfter,
      @Nullable Instant endsAt,
      Instant now) {
    return new Move(asked.requestId(), ref, version, asked.text(), balanceAfter, endsAt, now);
  }

  /// The player's open round of that game.
  Optional<OpenRound> findOpen(Connection connection, long playerId, String game)
      throws SQLException {
    return stored.openRounds().ofGame(connection, playerId, game);
  }

  /// The player's open round of that ref.
  Optional<OpenRound> findOpen(Connection connection, long playerId, UUID ref) throws SQLException {
    return stored.openRounds().of(connection, new long[] {playerId}).stream()
        .filter(round -> round.ref().equals(ref))
        .findFirst();
  }

  /// The player's open rounds of that game.
  List<OpenRound> findOpen(long playerId, String game) {
    return database.read(connection ->
        stored.openRounds().of(connection, new long[] {playerId}).stream()
            .filter(round -> round.game().equals(game))
            .toList());
  }

  /// The player's settled round of that ref and game.
  Optional<Round> findSettled(Connection connection, long playerId, UUID ref, String game)
      throws SQLException {
    return stored
        .wallet()
        .settled(connection, playerId, ref)
        .filter(round -> round.game().equals(game));
  }

  /// The player's settled round of that ref and game.
  Optional<Round> findSettled(long playerId, UUID ref, String game) {
    return database.read(connection -> findSettled(connection, playerId, ref, game));
  }

  /// Rules by which some round was played.
  Rules rules(int rulesId) {
    return database.read(connection -> GameCatalogue.rules(connection, rulesId));
  }

  /// The draws a round was given, from the start.
  Draws draws(Connection connection, long playerId, Round.DrawReference draw) throws SQLException {
    return stored.seeds().drawsAgain(connection, playerId, draw);
  }

  private Decision<RoundResult<Round>> endByRule(
      PlayerState playerState, OpenRound open, Instant now) {
    EndsByRule rule = catalogue.asOpened(open);
    JsonObject bet = JsonObject.parse(open.bet().getBytes(StandardCharsets.UTF_8));
    Round round =
        ended(playerState, open, open.staked(), rule.end(bet, playerState.draws(open.draw())), now);
    return new Decision.Post<>(
        new Posting.Closed(playerState.account(), endingOf(open.ref()), open, round, null),
        new RoundResult.Taken<>(round));
  }

  /// Names the intention to end a round by its rule. The round's own name is that of the request
  /// that opened it.
  static UUID endingOf(UUID ref) {
    return new UUID(ref.getMostSignificantBits(), ~ref.getLeastSignificantBits());
  }
}
