package dev.pitboss.server.crash;

import dev.pitboss.server.crash.TableMessages.Frame;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.games.CrashBet;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.rounds.CrashPlay;
import dev.pitboss.server.rounds.CrashPlay.BettingWindow;
import dev.pitboss.server.rounds.CrashPlay.PlacedBet;
import dev.pitboss.server.rounds.RoundResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The live table of crash, as this server sees it. Of all servers over one database one runs it,
/// by a lease; the others wait to take over, and say so until then. Thread-safe.
public final class LiveTable implements AutoCloseable {
  /// Bounds what waits for the owner; it hears some hundred thousand a second.
  private static final int MAX_WAITING = 16_384;

  /// The owner answers at once, or it waits for the database, which has its own limits.
  private static final long TIMEOUT_MILLIS = 2_000;

  /// A round can end between the promise and the bet only so often.
  private static final int MAX_ATTEMPTS = 3;

  private final CrashRounds rounds;
  private final Chains chains;
  private final CrashPlay play;
  private final TableBroadcaster feed = new TableBroadcaster();
  private final LongSupplier millis;
  private final BlockingQueue<Command> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final LeaderElection election;

  private LiveTable(
      Database database,
      OpenRounds openRounds,
      Chains chains,
      CrashPlay play,
      InstantSource clock,
      LongSupplier millis) {
    this.rounds = new CrashRounds(database, openRounds);
    this.chains = chains;
    this.play = play;
    this.millis = millis;
    this.election =
        new LeaderElection(
            new TableRunner.Parts(
                rounds,
                chains,
                play,
                new Settler(rounds, play),
                feed,
                clock,
                millis,
                inbox,
                background));
  }

  /// Opens the table as soon as no other server runs it.
  ///
  /// @param millis the table's clock: only goes forward, from any origin
  public static LiveTable start(
      Database database,
      OpenRounds openRounds,
      Chains chains,
      CrashPlay play,
      InstantSource clock,
      LongSupplier millis) {
    LiveTable table = new LiveTable(database, openRounds, chains, play, clock, millis);
    table.election.start();
    return table;
  }

  /// Result of a request to the table.
  public sealed interface Answer {
    /// As far as money goes.
    record Of(RoundResult<PlacedBet> roundResult) implements Answer {}

    /// Another server runs the table, or none yet; nothing moved.
    record Away() implements Answer {}

    /// The round has no room for the bet, or none takes bets at this moment; nothing moved.
    record Full() implements Answer {}

    /// The bet's round has not begun; nothing moved.
    record TooEarly() implements Answer {}

    /// The multiplier had reached the crash point by then.
    record TooLate() implements Answer {}
  }

  /// Whether this server runs the table.
  public boolean runsHere() {
    return election.runsHere();
  }

  /// The table's clock, to note when something arrived.
  public long now() {
    return millis.getAsLong();
  }

  /// Puts a bet into the round that takes bets.
  ///
  /// @param player name of the player, shown to all clients
  public Answer bet(long playerId, String player, IdempotencyKey key, CrashBet bet) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<Optional<Command.Promised>> answer =
          ask(future -> new Command.Promise(bet.maxPayout(), future));
      if (answer.isEmpty()) {
        return before(play.earlier(playerId, key, bet), new Answer.Away());
      }
      if (answer.get().isEmpty()) {
        return before(play.earlier(playerId, key, bet), new Answer.Full());
      }
      Command.Promised promised = answer.get().get();
      RoundResult<PlacedBet> roundResult = place(playerId, player, key, bet, promised);
      if (!(roundResult instanceof RoundResult.NotPossible)) {
        return new Answer.Of(roundResult);
      }
    }
    return new Answer.Full();
  }

  private RoundResult<PlacedBet> place(
      long playerId, String player, IdempotencyKey key, CrashBet bet, Command.Promised promised) {
    boolean kept = false;
    try {
      RoundResult<PlacedBet> roundResult = play.bet(playerId, key, bet, promised.seating());
      if (roundResult instanceof RoundResult.Taken<PlacedBet>(PlacedBet placed)) {
        kept =
            say(
                inbox,
                new Command.Kept(promised, new TableBet(placed.ref(), playerId, player, bet)));
      }
      return roundResult;
    } finally {
      if (!kept) {
        say(inbox, new Command.Dropped(promised));
      }
    }
  }

  /// Takes back the bet the player has in the round that takes bets.
  public Answer cancel(long playerId, IdempotencyKey key) {
    Optional<Optional<Command.Promised>> answer = ask(future -> new Command.Promise(0, future));
    if (answer.isEmpty()) {
      return new Answer.Away();
    }
    if (answer.get().isEmpty()) {
      return new Answer.Full();
    }
    Command.Promised promised = answer.get().get();
    BettingWindow seating = promised.seating();
    RoundResult<PlacedBet> roundResult = play.cancel(playerId, key, seating);
    say(inbox, new Command.Dropped(promised));
    if (roundResult instanceof RoundResult.Taken<PlacedBet>(PlacedBet placed)) {
      say(inbox, new Command.Cancelled(placed.ref()));
    }
    return new Answer.Of(roundResult);
  }

  /// Lets a bet leave at the multiplier of the time its player said so.
  ///
  /// @param said when that arrived, by [#now]
  public Answer leave(long playerId, IdempotencyKey key, UUID ref, long said) {
    Optional<CrashTable.Leave> answer =
        ask(future -> new Command.WantsToLeave(playerId, ref, said, future));
    Lease held = election.lease();
    if (answer.isEmpty() || held == null) {
      return before(play.hasLeft(playerId, key, ref), new Answer.Away());
    }
    return switch (answer.get()) {
      case CrashTable.Leave.At(long hundredths) -> {
        RoundResult<PlacedBet> roundResult =
            play.leave(playerId, key, ref, hundredths, held.guardId());
        if (roundResult instanceof RoundResult.Taken) {
          say(inbox, new Command.HasLeft(ref, hundredths));
        }
        yield roundResult instanceof RoundResult.NoSuchRound
            ? settled(playerId, ref)
            : new Answer.Of(roundResult);
      }
      case CrashTable.Leave.TooLate() ->
          before(play.hasLeft(playerId, key, ref), new Answer.TooLate());
      case CrashTable.Leave.TooEarly() -> new Answer.TooEarly();
      case CrashTable.Leave.NoSuchBet() ->
          before(play.hasLeft(playerId, key, ref), settled(playerId, ref));
    };
  }

  /// A bet that is settled left in time, or it did not.
  private Answer settled(long playerId, UUID ref) {
    Optional<Round> round = play.settled(playerId, ref);
    if (round.isEmpty()) {
      return new Answer.Of(new RoundResult.NoSuchRound<>());
    }
    CrashBet bet = CrashBet.of(round.get().bet());
    return bet.cashOut() == null
        ? new Answer.TooLate()
        : new Answer.Of(
            new RoundResult.Replayed<>(
                new PlacedBet(ref, round.get().draw(), bet, round.get().balanceAfter())));
  }

  /// What the same request did before, or else the answer of now.
  private static Answer before(RoundResult<PlacedBet> earlier, Answer now) {
    return earlier instanceof RoundResult.NoSuchRound ? now : new Answer.Of(earlier);
  }

  /// The player's bets in rounds that are not over.
  public List<PlacedBet> betsOf(long playerId) {
    return play.open(playerId);
  }

  /// The last rounds that crashed, newest first.
  public List<PastRound> last(int limit) {
    return rounds.last(limit);
  }

  /// A round that is over.
  public Optional<PastRound> past(RoundId id) {
    return rounds.past(id);
  }

  /// What is committed to.
  public Optional<Chains.Commitment> commitment() {
    return chains.commitment();
  }

  /// Hears every message from now on; must not block.
  public void subscribe(Consumer<Frame> subscriber) {
    feed.subscribe(subscriber);
  }

  /// Registers a viewer: rounds go on while there is one. Returns the whole table; a client that
  /// hears the messages after it misses nothing. [#depart] ends it.
  public void arrive(Consumer<Frame> to) {
    feed.arrive();
    show(to);
  }

  /// Removes a viewer.
  public void depart() {
    feed.depart();
  }

  /// How many look.
  public int listeners() {
    return feed.watchers();
  }

  /// Gets the whole table, in order with the messages.
  public void show(Consumer<Frame> to) {
    if (!runsHere() || !inbox.offer(new Command.Show(to))) {
      to.accept(feed.awayFrame());
    }
  }

  /// Has the table look at its clock.
  public void wake() {
    tell(new Command.Wake());
  }

  /// Says something to the owner that may get lost.
  void tell(Command command) {
    inbox.offer(command);
  }

  @Override
  public void close() {
    election.close();
    background.close();
  }

  /// Says something that must not get lost, and waits for room if it has to.
  static boolean say(BlockingQueue<Command> inbox, Command command) {
    try {
      return inbox.offer(command, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The owner's answer; empty when this server has no owner.
  private <T> Optional<T> ask(Function<CompletableFuture<T>, Command> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!runsHere() || !inbox.offer(question.apply(answer))) {
      return Optional.empty();
    }
    try {
      return Optional.of(answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException | CancellationException _) {
      answer.cancel(false);
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
