package dev.pitboss.server.crash;

import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.server.crash.TableMessages.Frame;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.games.CrashBet;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.rounds.CrashPlay;
import dev.pitboss.server.rounds.CrashPlay.BettingWindow;
import dev.pitboss.server.rounds.RoundResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs the table for as long as it holds the lease: hears commands one by one, lets time pass, and
/// makes durable what must be before it is shown. Everything is on the thread that calls [#run];
/// the database is waited for between phases only, never while the multiplier grows.
final class TableRunner {
  /// A clock that is not the machine's may jump.
  private static final long LONGEST_NAP_MILLIS = 50;

  /// More than a round has bets, and heard within a millisecond or two.
  private static final int MAX_AT_ONCE = 4_096;

  private final Parts parts;
  private final Lease lease;
  private final BooleanSupplier isClosing;
  private final CrashTable table;
  private final List<Command.Promise> deferred = new ArrayList<>();
  private Chains.InUse chain;
  private CrashRounds.@Nullable Open open;
  private @Nullable BettingWindow seating;
  private AtomicBoolean takesBets = new AtomicBoolean();
  private RoundId shown;

  /// What an owner works with.
  ///
  /// @param millis the table's clock
  /// @param inbox what is said to the owner
  /// @param background for what may wait for the database
  record Parts(
      CrashRounds rounds,
      Chains chains,
      CrashPlay play,
      Settler settler,
      TableBroadcaster feed,
      InstantSource clock,
      LongSupplier millis,
      BlockingQueue<Command> inbox,
      ExecutorService background) {}

  /// Opens the table. What owners before left behind is settled already.
  TableRunner(Parts parts, Lease lease, Chains.InUse chain, BooleanSupplier isClosing) {
    this.parts = parts;
    this.lease = lease;
    this.chain = chain;
    this.isClosing = isClosing;
    this.table = new CrashTable(parts.millis().getAsLong());
    this.shown = takeBets(false);
    parts.feed().lastRounds(parts.rounds().last(50));
    parts.feed().tell(table, shown, parts.millis().getAsLong());
  }

  /// The bets that the table has decided to let leave, hundredths by ref.
  Map<UUID, Long> decided() {
    return table.decided();
  }

  /// Runs the table until the lease is lost or the casino closes.
  ///
  /// @throws RuntimeException when the database fails at a point where the table cannot go on
  void run() throws InterruptedException {
    try {
      while (lease.isHeld() && !isClosing.getAsBoolean()) {
        long nap = Math.min(table.nextAt(), parts.feed().nextAt()) - parts.millis().getAsLong();
        Command command =
            parts.inbox().poll(Math.clamp(nap, 0, LONGEST_NAP_MILLIS), TimeUnit.MILLISECONDS);
        // what arrived before the crash is heard before it; but time must not stand still
        for (int i = 0; command != null && i < MAX_AT_ONCE && lease.isHeld(); i++) {
          hear(command);
          command = parts.inbox().poll();
        }
        if (command != null) {
          hear(command);
        }
        if (lease.isHeld()) {
          letTimePass();
        }
      }
    } finally {
      takesBets.set(false);
      deferred.forEach(promise -> promise.answer().cancel(false));
    }
  }

  private void hear(Command command) {
    switch (command) {
      case Command.Promise promise -> {
        if (table.phase() instanceof Phase.Closing) {
          deferred.add(promise); // one round takes no more bets, and the next not yet
        } else {
          answer(promise);
        }
      }
      case Command.Kept(Command.Promised promised, TableBet bet) -> {
        if (promised.book().keep(promised.promise(), bet) && promised.book() == table.book()) {
          showPlaced(bet);
        }
      }
      case Command.Dropped(Command.Promised promised) -> promised.book().drop(promised.promise());
      case Command.Cancelled(UUID ref) -> {
        if (table.book().remove(ref) && takesNow()) {
          parts.feed().cancelled(ref);
        }
      }
      case Command.WantsToLeave(long playerId, UUID ref, long said, var answer) ->
          answer.complete(table.leave(playerId, ref, said));
      case Command.HasLeft(UUID ref, long hundredths) -> {
        TableBet bet = table.playing().get(ref);
        if (bet != null) {
          parts.feed().left(bet, hundredths);
        }
      }
      case Command.Settled() -> table.settled();
      case Command.Show(var to) -> to.accept(snapshot());
      case Command.Wake() -> {}
    }
  }

  private void answer(Command.Promise wanted) {
    Optional<Command.Promised> promised = promise(wanted.maxPayout());
    if (!wanted.answer().complete(promised)) { // the caller has given up
      promised.ifPresent(kept -> kept.book().drop(kept.promise()));
    }
  }

  private Optional<Command.Promised> promise(long maxPayout) {
    BettingWindow at = seating;
    if (at == null) {
      return Optional.empty();
    }
    long promise = table.book().promise(maxPayout);
    return promise == 0
        ? Optional.empty()
        : Optional.of(new Command.Promised(promise, table.book(), at));
  }

  private Frame snapshot() {
    return parts.feed().snapshot(table, shown, parts.millis().getAsLong());
  }

  private boolean takesNow() {
    return table.phase() instanceof Phase.Betting || table.phase() instanceof Phase.Closing;
  }

  /// A bet for the round after this is shown when its time comes.
  private void showPlaced(TableBet bet) {
    if (takesNow()) {
      parts.feed().placed(bet);
    }
  }

  private void letTimePass() {
    long now = parts.millis().getAsLong();
    if (table.phase() instanceof Phase.Betting(long endsAt)
        && now >= endsAt
        && table.book().isEmpty()
        && parts.feed().watchers() == 0) {
      table.keepBetting(now);
    }
    boolean took = table.phase() instanceof Phase.Betting;
    CrashTable.Due due = table.advance(now);
    if (took && !(table.phase() instanceof Phase.Betting)) {
      takesBets.set(false); // who asks for a place from here on, waits for the next round
      seating = null;
    }
    table.leftByThemselves().forEach(this::makeDurable);
    switch (due) {
      case NOTHING -> parts.feed().tick(table, shown, now);
      case START -> start();
      case CRASH -> crash();
      case OPEN -> openBetting();
    }
  }

  private void start() {
    CrashRounds.Open round = open;
    if (round == null) {
      throw new IllegalStateException("no round takes bets");
    }
    // The last round of a chain must be over before the next chain can be taken into use.
    Optional<RoundId> next =
        round.id().number() < chain.hashes().length()
            ? Optional.of(new RoundId(round.id().chainId(), round.id().number() + 1))
            : Optional.empty();
    CrashRounds.Started started = parts.rounds().start(lease, round, next, parts.clock().instant());
    List<TableBet> bets =
        started.bets().stream().map(bet -> tableBet(bet, started.names())).toList();
    shown = round.id();
    table.started(parts.millis().getAsLong(), bets, Crash.crashPoint(hash(shown), chain.salt()));
    started.next().ifPresent(it -> takeBets(it, true));
    deferred.forEach(this::answer);
    deferred.clear();
    parts.feed().tell(table, shown, parts.millis().getAsLong());
  }

  private static TableBet tableBet(OpenRound bet, Map<Long, String> names) {
    return new TableBet(
        bet.ref(), bet.playerId(), names.getOrDefault(bet.playerId(), "unknown"), CrashBet.of(bet));
  }

  private void crash() {
    GameHash hash = hash(shown);
    long crashPoint = Crash.crashPoint(hash, chain.salt());
    var endedAt = parts.clock().instant();
    parts.rounds().crash(lease, shown, hash, crashPoint, endedAt);
    table.crashed(parts.millis().getAsLong());
    parts
        .feed()
        .crashed(
            new PastRound(
                shown,
                endedAt,
                crashPoint,
                hash.hex(),
                false,
                new PastRound.Chain(chain.hashes().end().hex(), chain.salt())));
    parts.feed().tell(table, shown, parts.millis().getAsLong());
    Map<UUID, Long> decided = Map.copyOf(table.decided());
    parts
        .background()
        .execute(() -> {
          try {
            parts.settler().settle(lease, decided);
          } finally {
            // what is left is tried again after the next round
            LiveTable.say(parts.inbox(), new Command.Settled());
          }
        });
  }

  private void openBetting() {
    CrashRounds.Open round = open;
    if (round == null || round.id().equals(shown)) {
      chain = parts.chains().replace(chain, parts.clock().instant());
      shown = takeBets(false);
    } else {
      shown = round.id();
      takeBets(round, false);
    }
    table.opened(parts.millis().getAsLong());
    table.book().bets().values().forEach(parts.feed()::placed);
    parts.feed().tell(table, shown, parts.millis().getAsLong());
  }

  /// Lets the next round of the chain take bets.
  private RoundId takeBets(boolean queued) {
    int number = parts.rounds().nextNumber(chain.chainId());
    if (number > chain.hashes().length()) {
      chain = parts.chains().replace(chain, parts.clock().instant());
      number = parts.rounds().nextNumber(chain.chainId());
    }
    RoundId id = new RoundId(chain.chainId(), number);
    takeBets(parts.rounds().open(lease, id, parts.clock().instant()), queued);
    return id;
  }

  private void takeBets(CrashRounds.Open round, boolean queued) {
    CrashRounds.Open before = open;
    if (before == null || !before.id().equals(round.id())) {
      takesBets = new AtomicBoolean(true);
    }
    open = round;
    AtomicBoolean takes = takesBets;
    seating =
        new BettingWindow(
            chain.reference(round.id().number()), queued, round.guardId(), takes::get);
  }

  /// What a bet that left by itself is paid does not depend on this; that it is paid if the table
  /// is interrupted does.
  private void makeDurable(CrashTable.Left left) {
    TableBet bet = left.bet();
    parts
        .background()
        .execute(() -> {
          RoundResult<CrashPlay.PlacedBet> roundResult =
              parts
                  .play()
                  .leave(
                      bet.playerId(),
                      CrashPlay.keyOfAutomatic(bet.ref()),
                      bet.ref(),
                      left.hundredths(),
                      lease.guardId());
          if (roundResult instanceof RoundResult.Taken) {
            LiveTable.say(parts.inbox(), new Command.HasLeft(bet.ref(), left.hundredths()));
          }
        });
  }

  private GameHash hash(RoundId id) {
    return chain.hashes().hashOf(id.number());
  }
}
