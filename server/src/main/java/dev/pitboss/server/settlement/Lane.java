package dev.pitboss.server.settlement;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.ledger.Ledger;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.scheduling.FatalErrors;
import dev.pitboss.server.scheduling.VitalThread;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.Operation.SubmitResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Settles the bets of the players assigned to it, as many at once as have come while the last ones
/// were settled. One thread takes what waits, at most one request of a player, decides each at the
/// player's state, posts all of them in one statement, and answers. So a player's bets are in
/// order, a single bet costs one round trip to the database, and under load many share it.
///
/// Seats are remembered from one bet to the next. What the memory says is only ever acted on
/// through a statement that checks it: a state that another server changed costs a second look,
/// never money.
///
/// [#ask] and [#submit] are thread-safe; everything else runs on the lane's thread.
final class Lane implements AutoCloseable {
  private static final int MAX_BATCH = 512;

  /// A statement costs as much as a dozen bets. Where so many came together last time, more are on
  /// their way, and are waited for.
  private static final int BUSY = 8;

  /// Little beside what a busy lane takes, and nothing is waited for in an idle one.
  private static final Duration MAX_BATCH_DELAY = Duration.ofMillis(3);

  private static final Duration POLL_INTERVAL = Duration.ofNanos(200_000);

  private static final int MAX_WAITING = 4_096;
  private static final int MAX_SEATS = 20_000;

  /// A state that changes under so many attempts is fought over by more than it can bear.
  private static final int MAX_ATTEMPTS = 8;

  private final int number;
  private final Database database;
  private final Ledger ledger;
  private final PlayerStateReader playerStates;
  private final InstantSource clock;
  private final RequestTimeouts timeouts;
  private final BlockingQueue<PendingRequest<?>> arrivals = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Deque<PendingRequest<?>> next = new ArrayDeque<>();
  private final Map<Long, PlayerState> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, PlayerState> eldest) {
          return size() > MAX_SEATS;
        }
      };
  private final LongAdder statements = new LongAdder();
  private final LongAdder posted = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;
  private int lastBatch;

  /// @param number of the lane, from 0
  Lane(
      int number,
      Database database,
      Ledger ledger,
      PlayerStateReader playerStates,
      InstantSource clock,
      RequestTimeouts timeouts) {
    this.number = number;
    this.database = database;
    this.ledger = ledger;
    this.playerStates = playerStates;
    this.clock = clock;
    this.timeouts = timeouts;
    this.thread = VitalThread.unstarted("lane-" + number, this::run);
  }

  void start() {
    thread.start();
  }

  /// Waits for the outcome of an operation, within the request time-out.
  <T> SubmitResult<T> ask(long playerId, Operation<T> operation) {
    PendingRequest<T> pending = new PendingRequest<>(playerId, operation);
    return accepts(pending) ? pending.await() : new SubmitResult.Busy<>();
  }

  /// The same without waiting. What follows the outcome runs on the lane's thread, and has to be
  /// short.
  <T> CompletableFuture<SubmitResult<T>> submit(long playerId, Operation<T> operation) {
    PendingRequest<T> pending = new PendingRequest<>(playerId, operation);
    return accepts(pending)
        ? pending.outcome()
        : CompletableFuture.completedFuture(new SubmitResult.Busy<>());
  }

  private boolean accepts(PendingRequest<?> pending) {
    if (closing || !arrivals.offer(pending)) {
      return false;
    }
    timeouts.watch(pending);
    return true;
  }

  /// How many requests wait for their turn.
  int waiting() {
    return arrivals.size();
  }

  /// How many statements have posted something.
  long statements() {
    return statements.sum();
  }

  /// How many requests were posted.
  long posted() {
    return posted.sum();
  }

  /// Settles what waits, and stops.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      Map<Long, PendingRequest<?>> batch = gather();
      if (!batch.isEmpty()) {
        settle(batch.values());
      } else if (closing && arrivals.isEmpty() && next.isEmpty()) {
        return;
      }
    }
  }

  /// What waits, at most one request of a player, sorted by player.
  private Map<Long, PendingRequest<?>> gather() {
    try {
      if (next.isEmpty()) {
        PendingRequest<?> first = arrivals.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          return Map.of();
        }
        next.add(first);
      }
      if (lastBatch >= BUSY) {
        fillBatch();
      }
    } catch (InterruptedException _) {
      closing = true; // a lane is never interrupted; if it is, it ends as if closed
      return Map.of();
    }
    arrivals.drainTo(next, MAX_BATCH - next.size());
    Map<Long, PendingRequest<?>> batch = new TreeMap<>();
    for (Iterator<PendingRequest<?>> waiting = next.iterator(); waiting.hasNext(); ) {
      PendingRequest<?> pending = waiting.next();
      if (!batch.containsKey(pending.playerId())) {
        waiting.remove();
        if (pending.claim()) {
          batch.put(pending.playerId(), pending);
        }
      }
    }
    lastBatch = batch.size();
    return batch;
  }

  /// Until there are as many as last time, or it has taken long enough.
  private void fillBatch() throws InterruptedException {
    long until = System.nanoTime() + MAX_BATCH_DELAY.toNanos();
    while (next.size() + arrivals.size() < lastBatch && System.nanoTime() < until) {
      Thread.sleep(POLL_INTERVAL);
    }
  }

  @SuppressWarnings("IllegalCatch") // waiting requests must be answered
  private void settle(Collection<PendingRequest<?>> batch) {
    Set<Long> upToDate = new HashSet<>();
    try {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // what the database keeps
      upToDate.addAll(look(batch));
      List<Proposal<?>> proposals = new ArrayList<>();
      List<PendingRequest<?>> undecided = new ArrayList<>();
      for (PendingRequest<?> pending : batch) {
        decide(pending, now, upToDate, proposals, undecided);
      }
      undecided.addAll(post(only(proposals, true), now));
      undecided.addAll(post(only(proposals, false), now));
      if (!undecided.isEmpty()) {
        lookForEarlier(undecided);
      }
    } catch (DatabaseFailure failure) {
      batch.forEach(pending -> pending.fail(failure));
    } catch (RuntimeException failure) {
      giveUp(batch, failure);
    } catch (Error error) {
      giveUp(batch, new IllegalStateException("settling failed", error));
      FatalErrors.check(error);
    }
  }

  /// The lane must continue for other requests, and waiting requests get an answer.
  private void giveUp(Collection<PendingRequest<?>> batch, RuntimeException failure) {
    batch.forEach(pending -> remembered.remove(pending.playerId()));
    batch.forEach(pending -> pending.fail(failure));
  }

  /// Reads the states that are not remembered; returns whose they are.
  private Set<Long> look(Collection<PendingRequest<?>> batch) {
    Set<Long> unknown = new HashSet<>();
    for (PendingRequest<?> pending : batch) {
      if (!remembered.containsKey(pending.playerId())) {
        unknown.add(pending.playerId());
      }
    }
    if (!unknown.isEmpty()) {
      remembered.putAll(
          database.read(connection -> playerStates.read(connection, unknown, number)));
    }
    return unknown;
  }

  /// What a request comes to, waiting to be posted.
  private record Proposal<T>(
      PendingRequest<T> pending, PlayerState playerState, Posting posting, T answer) {
    void answered() {
      pending.complete(new SubmitResult.Decided<>(answer));
    }
  }

  private <T> void decide(
      PendingRequest<T> pending,
      Instant now,
      Set<Long> upToDate,
      List<Proposal<?>> proposals,
      List<PendingRequest<?>> undecided) {
    PlayerState playerState = remembered.get(pending.playerId());
    if (playerState == null) {
      pending.fail(new IllegalStateException("no account of player " + pending.playerId()));
      return;
    }
    try {
      switch (pending.operation().at(playerState, now)) {
        case Decision.Post<T>(Posting posting, T answer) ->
            proposals.add(new Proposal<>(pending, playerState, posting, answer));
        case Decision.Refuse<T>(T answer) -> {
          if (upToDate.contains(pending.playerId())) {
            pending.refuse(answer);
            undecided.add(pending);
          } else {
            again(pending);
          }
        }
      }
    } catch (RuntimeException failure) {
      pending.fail(failure);
    } catch (StackOverflowError error) {
      pending.fail(new IllegalStateException("deciding went too deep", error));
    }
  }

  /// Bets are settled by a statement of their own, much shorter than the one that knows rounds of
  /// several steps.
  private static List<Proposal<?>> only(List<Proposal<?>> proposals, boolean bets) {
    return proposals.stream().filter(proposal -> Ledger.isBet(proposal.posting()) == bets).toList();
  }

  /// Posts in one statement; returns the requests that did not take effect.
  @SuppressWarnings("IllegalCatch") // waiting requests must be answered
  private List<PendingRequest<?>> post(List<Proposal<?>> proposals, Instant now) {
    if (proposals.isEmpty()) {
      return List.of();
    }
    List<Posting> postings = new ArrayList<>(proposals.size());
    proposals.forEach(proposal -> postings.add(proposal.posting()));
    Set<Integer> effective;
    try {
      effective = database.inSettlement(connection -> ledger.post(connection, postings, now));
    } catch (DatabaseFailure failure) {
      return notPosted(proposals, now, failure);
    } catch (RuntimeException | Error failure) {
      proposals.forEach(proposal -> proposal.pending().markOutcomeUnknown());
      throw failure;
    }
    statements.increment();
    posted.add(effective.size());
    List<PendingRequest<?>> stale = new ArrayList<>();
    for (int i = 0; i < proposals.size(); i++) {
      Proposal<?> proposal = proposals.get(i);
      if (effective.contains(i)) {
        remembered.put(
            proposal.pending().playerId(), proposal.playerState().after(proposal.posting(), now));
        proposal.answered();
      } else {
        stale.add(proposal.pending());
      }
    }
    return stale;
  }

  /// The statement failed: nothing took effect, or the answer was lost.
  private List<PendingRequest<?>> notPosted(
      List<Proposal<?>> proposals, Instant now, DatabaseFailure failure) {
    List<PendingRequest<?>> unposted = new ArrayList<>();
    if (failure.kind() == DatabaseFailure.Kind.OUTCOME_UNKNOWN) {
      for (Proposal<?> proposal : proposals) {
        // If the lost statement still runs, the next one waits for it at the player's row, and then
        // finds that the version has changed.
        proposal.pending().markOutcomeUnknown();
        again(proposal.pending());
      }
    } else if (proposals.size() == 1 || failure.concernsAllWork()) {
      // one by one they would meet the same, each in its own time
      proposals.forEach(proposal -> proposal.pending().fail(failure));
    } else {
      for (Proposal<?> proposal : proposals) {
        if (proposal.pending().isLate()) {
          proposal.pending().complete(new SubmitResult.Busy<>());
        } else {
          unposted.addAll(post(List.of(proposal), now));
        }
      }
    }
    return unposted;
  }

  /// Requests that were refused, or did not take effect: because they did before, or because the
  /// state had changed.
  private void lookForEarlier(List<PendingRequest<?>> undecided) {
    List<Ledger.Key> keys = new ArrayList<>(undecided.size());
    undecided.forEach(pending -> keys.add(pending.key()));
    Set<Integer> before = database.read(connection -> ledger.postedBefore(connection, keys));
    for (int i = 0; i < undecided.size(); i++) {
      PendingRequest<?> pending = undecided.get(i);
      if (before.contains(i)) {
        remembered.remove(pending.playerId());
        pending.complete(new SubmitResult.Earlier<>());
      } else if (!pending.completeRefused()) {
        again(pending);
      }
    }
  }

  /// Has another look at the state, first of all.
  private void again(PendingRequest<?> pending) {
    remembered.remove(pending.playerId());
    if (pending.tryAgain(MAX_ATTEMPTS)) {
      next.addFirst(pending);
    }
  }
}
