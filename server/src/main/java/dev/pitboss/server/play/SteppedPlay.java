package dev.pitboss.server.play;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.games.Draws;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.wallet.Escrow;
import dev.pitboss.server.wallet.IdempotencyKey;
import dev.pitboss.server.wallet.Move;
import dev.pitboss.server.wallet.OpenRound;
import dev.pitboss.server.wallet.Round;
import dev.pitboss.server.wallet.Seat;
import dev.pitboss.server.wallet.Settlement;
import dev.pitboss.server.wallet.Wallet;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The life of a round of several steps: each request is one transaction under the player's lock.
/// It [begins][#begin] the round, [goes on][#goOn] with it or [ends][#end] it, and is kept as a
/// move, so that asking again acts once. Thread-safe.
public final class SteppedPlay {
  /// A round that is left alone for so long is finished by the rule. Every reply says when.
  public static final Duration TIME_TO_FINISH = Duration.ofHours(24);

  private final Database database;
  private final Wallet wallet;
  private final Escrow escrow;
  private final SeedPairs seeds;
  private final GameCatalogue catalogue;
  private final BettingSwitch betting;
  private final InstantSource clock;

  public SteppedPlay(
      Database database,
      Wallet wallet,
      Escrow escrow,
      SeedPairs seeds,
      GameCatalogue catalogue,
      BettingSwitch betting,
      InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.escrow = escrow;
    this.seeds = seeds;
    this.catalogue = catalogue;
    this.betting = betting;
    this.clock = clock;
  }

  /// A player's transaction: the seat is locked until it ends.
  record Sitting(Connection connection, Seat seat, Instant now) {
    Sitting with(Seat moved) {
      return new Sitting(connection, moved, now);
    }
  }

  /// A request as it is kept: its key and what it asks for, as canonical JSON.
  record Asked(UUID requestId, String text) {
    static Asked of(IdempotencyKey key, String text) {
      return new Asked(key.requestId(), text);
    }
  }

  /// A step of a game: it checks everything before it moves anything.
  interface Step<V> {
    Turn<V> take(Sitting sitting) throws SQLException;
  }

  /// Shows again what a move showed.
  interface Again<V> {
    V show(Sitting sitting, Move move) throws SQLException;
  }

  /// Takes a step, or finds what the same request did before.
  <V> Turn<V> once(long playerId, Asked asked, Again<V> again, Step<V> step) {
    return underLock(
        playerId,
        sitting -> {
          Connection connection = sitting.connection();
          Optional<Move> earlier = escrow.moveOf(connection, playerId, asked.requestId());
          if (earlier.isPresent()) {
            return earlier.get().request().equals(asked.text())
                ? new Turn.Replayed<>(again.show(sitting, earlier.get()))
                : new Turn.Refused<>(new Settlement.KeyReused());
          }
          if (wallet.settledBy(connection, playerId, asked.requestId()).isPresent()) {
            return new Turn.Refused<>(new Settlement.KeyReused());
          }
          Optional<String> stopped = betting.stoppedBecause();
          return stopped.isPresent()
              ? new Turn.Refused<>(new Settlement.BettingStopped(stopped.get()))
              : step.take(sitting);
        });
  }

  /// Ends the player's round of that ref as its rule does, or finds how it ended.
  ///
  /// @param game only a round of this game
  Turn<Round> finish(long playerId, UUID ref, String game) {
    return underLock(
        playerId,
        sitting -> {
          Connection connection = sitting.connection();
          Optional<OpenRound> open = escrow.open(connection, playerId, ref);
          if (open.isEmpty()) {
            return wallet
                .settled(connection, playerId, ref)
                .filter(round -> round.game().equals(game))
                .<Turn<Round>>map(Turn.Replayed::new)
                .orElseGet(Turn.NoSuchRound::new);
          }
          if (!open.get().game().equals(game)) {
            return new Turn.NoSuchRound<>();
          }
          Optional<String> stopped = betting.stoppedBecause();
          return stopped.isPresent()
              ? new Turn.Refused<>(new Settlement.BettingStopped(stopped.get()))
              : new Turn.Taken<>(endByRule(sitting, open.get()));
        });
  }

  /// Ends a round as its rule does, if its time is still over: its player may have gone on, or
  /// another node have ended it.
  ///
  /// @return whether it was ended now
  boolean finishOverdue(OpenRound seen) {
    Turn<Round> turn =
        underLock(
            seen.playerId(),
            sitting -> {
              Optional<OpenRound> open =
                  escrow
                      .open(sitting.connection(), seen.playerId(), seen.ref())
                      .filter(round -> !round.endsAt().isAfter(sitting.now()));
              return open.isEmpty()
                  ? new Turn.NoSuchRound<>()
                  : new Turn.Taken<>(endByRule(sitting, open.get()));
            });
    return turn instanceof Turn.Taken<Round>;
  }

  /// The open rounds of whatever player and game whose time is over, a bounded number of them.
  List<OpenRound> overdue(int limit) {
    return betting.stoppedBecause().isPresent()
        ? List.of()
        : database.read(connection -> escrow.overdue(connection, clock.instant(), limit));
  }

  /// What the player may see of the open round of a game.
  <V> Optional<V> open(long playerId, String game, Shown<V> shown) {
    return database.read(connection -> {
      Optional<OpenRound> open = escrow.ofGame(connection, playerId, game);
      return open.isEmpty()
          ? Optional.empty()
          : Optional.of(
              shown.of(connection, open.get(), wallet.balance(connection, playerId).balance()));
    });
  }

  /// Shows an open round.
  interface Shown<V> {
    V of(Connection connection, OpenRound open, long balance) throws SQLException;
  }

  /// Why the player cannot begin a round of the game with that stake; empty when nothing is in the
  /// way.
  <V> Optional<Turn<V>> refusal(Sitting sitting, SteppedGame game, long stake) throws SQLException {
    Seat seat = sitting.seat();
    Optional<OpenRound> open = escrow.ofGame(sitting.connection(), seat.playerId(), game.id());
    if (open.isPresent()) {
      return Optional.of(new Turn.RoundOpen<>(open.get().ref()));
    }
    return seat.balance() < stake
        ? Optional.of(new Turn.Refused<>(new Settlement.InsufficientFunds(seat.balance())))
        : Optional.empty();
  }

  /// A round that was just begun or went on, and the seat after its money moved.
  record Begun(OpenRound round, Sitting sitting) {}

  /// Begins a round: takes a nonce for it and holds its stake.
  ///
  /// @param bet the choices so far, as canonical JSON
  Begun begin(Sitting sitting, UUID requestId, SteppedGame game, long stake, String bet)
      throws SQLException {
    Seat seat = sitting.seat();
    SeedPairs.Ticket ticket = seeds.take(sitting.connection(), seat.playerId());
    OpenRound round =
        new OpenRound(
            UuidCreator.getTimeOrderedEpoch(),
            seat.playerId(),
            requestId,
            game.id(),
            catalogue.rulesId(game.id()),
            stake,
            bet,
            0,
            ticket.reference(),
            endsAt(sitting));
    Seat after = escrow.open(sitting.connection(), seat, round, sitting.now());
    return new Begun(round, sitting.with(after));
  }

  /// Goes on with a round: holds what the action adds to its stakes.
  Begun goOn(Sitting sitting, OpenRound open, String bet, long added) throws SQLException {
    OpenRound next = open.next(bet, added, endsAt(sitting));
    Seat after = escrow.add(sitting.connection(), sitting.seat(), next, added, sitting.now());
    return new Begun(next, sitting.with(after));
  }

  /// Ends a round and settles it.
  Round end(Sitting sitting, OpenRound open, SteppedGame.Ending ending) throws SQLException {
    long held = Math.addExact(sitting.seat().balance(), open.staked());
    Round round =
        new Round(
            open.ref(),
            open.playerId(),
            open.requestId(),
            open.game(),
            open.rulesId(),
            ending.stake(),
            ending.payout(),
            ending.bet(),
            ending.outcome(),
            open.draw(),
            Math.addExact(Math.subtractExact(held, ending.stake()), ending.payout()),
            sitting.now());
    escrow.settle(sitting.connection(), sitting.seat(), open, round);
    return round;
  }

  /// Keeps what a request did to a round that goes on.
  Move keep(Asked asked, Begun begun) throws SQLException {
    OpenRound round = begun.round();
    return keep(
        begun.sitting(),
        new Move(
            asked.requestId(),
            round.ref(),
            round.version(),
            asked.text(),
            begun.sitting().seat().balance(),
            round.endsAt(),
            begun.sitting().now()));
  }

  /// Keeps what a request did to a round that it ended.
  ///
  /// @param version how many actions the round has seen
  Move keepLast(Sitting sitting, Asked asked, Round round, int version) throws SQLException {
    return keep(
        sitting,
        new Move(
            asked.requestId(),
            round.ref(),
            version,
            asked.text(),
            round.balanceAfter(),
            null,
            sitting.now()));
  }

  private Move keep(Sitting sitting, Move move) throws SQLException {
    escrow.record(sitting.connection(), sitting.seat().playerId(), move);
    return move;
  }

  /// The player's open round of that ref and game.
  Optional<OpenRound> find(Sitting sitting, UUID ref, String game) throws SQLException {
    return escrow
        .open(sitting.connection(), sitting.seat().playerId(), ref)
        .filter(open -> open.game().equals(game));
  }

  /// The player's settled round of that ref and game.
  Optional<Round> findSettled(Sitting sitting, UUID ref, String game) throws SQLException {
    return wallet
        .settled(sitting.connection(), sitting.seat().playerId(), ref)
        .filter(round -> round.game().equals(game));
  }

  /// The draws a round was given, from the start.
  Draws draws(Connection connection, long playerId, Round.DrawReference draw) throws SQLException {
    return seeds.drawsAgain(connection, playerId, draw);
  }

  private Round endByRule(Sitting sitting, OpenRound open) throws SQLException {
    SteppedGame game = catalogue.asOpened(sitting.connection(), open);
    JsonObject bet = JsonObject.parse(open.bet().getBytes(StandardCharsets.UTF_8));
    return end(
        sitting, open, game.end(bet, draws(sitting.connection(), open.playerId(), open.draw())));
  }

  private <V> Turn<V> underLock(long playerId, Step<V> step) {
    return LostAnswer.askAgain(
        () ->
            database.inTransaction(connection -> {
              Seat seat = wallet.lock(connection, playerId);
              // what the database keeps, so that a replayed answer equals the first
              Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
              return step.take(new Sitting(connection, seat, now));
            }),
        new Turn.Refused<>(new Settlement.Unknown()));
  }

  private static Instant endsAt(Sitting sitting) {
    return sitting.now().plus(TIME_TO_FINISH);
  }
}
