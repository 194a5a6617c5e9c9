package dev.pitboss.server.settlement;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.ledger.GameTotals;
import dev.pitboss.server.ledger.Ledger;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.restrictions.PlayerRestrictionsReader;
import dev.pitboss.server.settlement.Operation.SubmitResult;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// The one way by which players' money moves: as many [lanes][Lane] as keep the database busy, each
/// player always in the same one. Thread-safe.
public final class Lanes implements AutoCloseable {
  /// While one waits for the disk, the other prepares its batch; more would make them smaller.
  private static final int COUNT = 2;

  /// Players who came one after the other share pages in the database, and better a lane than that
  /// two lanes write to the same page at once.
  private static final int NEIGHBOURS = 32;

  private final List<Lane> lanes;
  private final RequestTimeouts timeouts;
  private final Ledger ledger;
  private final LongConsumer times;

  private Lanes(List<Lane> lanes, Ledger ledger, RequestTimeouts timeouts, LongConsumer times) {
    this.lanes = lanes;
    this.ledger = ledger;
    this.timeouts = timeouts;
    this.times = times;
  }

  /// Opens the lanes.
  ///
  /// @param times receives how long each request took from its arrival to its answer, in
  ///   nanoseconds; called on the requesting thread or a lane's
  public static Lanes open(
      Database database,
      SeedPairs seeds,
      OpenRounds openRounds,
      PlayerRestrictionsReader restrictionsReader,
      InstantSource clock,
      LongConsumer times) {
    Ledger ledger = new Ledger();
    PlayerStateReader playerStates = new PlayerStateReader(seeds, openRounds, restrictionsReader);
    RequestTimeouts timeouts = RequestTimeouts.start();
    Lanes lanes =
        new Lanes(
            IntStream.range(0, COUNT)
                .mapToObj(
                    number -> new Lane(number, database, ledger, playerStates, clock, timeouts))
                .toList(),
            ledger,
            timeouts,
            times);
    lanes.lanes.forEach(Lane::start);
    return lanes;
  }

  /// Waits for the outcome of an operation, within the request time-out.
  ///
  /// @throws dev.pitboss.server.database.DatabaseFailure when the database fails and surely nothing
  ///   moved
  public <T> SubmitResult<T> ask(long playerId, Operation<T> operation) {
    long startNanos = System.nanoTime();
    try {
      return askUntimed(playerId, operation);
    } finally {
      times.accept(System.nanoTime() - startNanos);
    }
  }

  /// As [#ask], without waiting: for an event loop.
  ///
  /// @return completes, normally or with what [#ask] throws, within the request time-out; what
  ///   follows it runs on a lane's thread and has to be short
  public <T> CompletableFuture<SubmitResult<T>> submit(long playerId, Operation<T> operation) {
    long startNanos = System.nanoTime();
    CompletableFuture<SubmitResult<T>> outcome = laneOf(playerId).submit(playerId, operation);
    return outcome.whenComplete((_, _) -> times.accept(System.nanoTime() - startNanos));
  }

  /// As [#ask], for a question that moves nothing.
  public <T> SubmitResult<T> askUntimed(long playerId, Operation<T> operation) {
    return laneOf(playerId).ask(playerId, operation);
  }

  private Lane laneOf(long playerId) {
    return lanes.get((int) (playerId / NEIGHBOURS % lanes.size()));
  }

  /// How many requests wait for their turn.
  public int waiting() {
    return lanes.stream().mapToInt(Lane::waiting).sum();
  }

  /// How many statements have posted something since the start.
  public long statements() {
    return lanes.stream().mapToLong(Lane::statements).sum();
  }

  /// How many requests were posted since the start.
  public long posted() {
    return lanes.stream().mapToLong(Lane::posted).sum();
  }

  /// What the games took and paid.
  public GameTotals takings() {
    return ledger.takings();
  }

  /// Settles what waits, and stops.
  @Override
  public void close() {
    lanes.forEach(Lane::close);
    timeouts.close();
  }
}
