package dev.pitboss.server.crash;

import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.crash.CrashCurve;
import dev.pitboss.server.crash.TableMessages.Frame;
import dev.pitboss.server.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns table events into messages, each built once for all clients. The table's owner calls
/// everything but [#subscribe], [#arrive], [#depart] and [#watchers], which are thread-safe.
final class TableBroadcaster {
  static final long TICK_MILLIS = 150;

  /// While nothing moves.
  private static final long IDLE_TICK_MILLIS = 1_000;

  private static final int MAX_SHOWN = 200;
  private static final int LAST = 50;

  private final List<Consumer<Frame>> subscribers = new CopyOnWriteArrayList<>();
  private final AtomicInteger watchers = new AtomicInteger();
  private final Deque<PastRound> last = new ArrayDeque<>();
  private final List<TableMessages.Bet> bets = new ArrayList<>();
  private final List<TableMessages.Gone> left = new ArrayList<>();
  private final List<String> cancelled = new ArrayList<>();
  private long seq;
  private long nextAt;
  private @Nullable Frame snapshot;

  /// Hears every message from now on, on the owner's thread; must not block.
  void subscribe(Consumer<Frame> subscriber) {
    subscribers.add(subscriber);
  }

  /// Registers a viewer.
  void arrive() {
    watchers.incrementAndGet();
  }

  /// Removes a viewer.
  void depart() {
    watchers.decrementAndGet();
  }

  /// How many look.
  int watchers() {
    return watchers.get();
  }

  /// When the next message is due.
  long nextAt() {
    return nextAt;
  }

  void lastRounds(List<PastRound> newestFirst) {
    last.clear();
    last.addAll(newestFirst.subList(0, Math.min(LAST, newestFirst.size())));
    snapshot = null;
  }

  void placed(TableBet bet) {
    bets.add(shown(bet, null));
    snapshot = null;
  }

  void cancelled(UUID ref) {
    cancelled.add(ref.toString());
    snapshot = null;
  }

  void left(TableBet bet, long hundredths) {
    left.add(
        new TableMessages.Gone(
            bet.ref().toString(),
            bet.name(),
            hundredths,
            Crash.paidAt(bet.bet().stake(), hundredths)));
    snapshot = null;
  }

  void crashed(PastRound round) {
    last.addFirst(round);
    if (last.size() > LAST) {
      last.removeLast();
    }
  }

  /// Broadcasts the changes when they are due.
  void tick(CrashTable table, RoundId shown, long now) {
    if (now < nextAt) {
      return;
    }
    if (table.phase() instanceof Phase.Running running && now >= running.crashesAt()) {
      nextAt =
          now + TICK_MILLIS; // between the crash and its being acted on there is nothing to see
    } else {
      tell(table, shown, now);
    }
  }

  /// Broadcasts at once: the phase has changed.
  void tell(CrashTable table, RoundId shown, long now) {
    boolean isMoving = table.phase() instanceof Phase.Running;
    // on the beat, not after it: lateness does not add up
    long step = isMoving ? TICK_MILLIS : IDLE_TICK_MILLIS;
    nextAt = isMoving && now - nextAt < step && now >= nextAt ? nextAt + step : now + step;
    seq++;
    snapshot = null;
    publish(new Frame(seq, JsonWriter.text(frame("tick", table, shown, now))));
    bets.clear();
    left.clear();
    cancelled.clear();
  }

  /// Broadcasts that this server does not run the table any more, or yet.
  void away() {
    seq++;
    bets.clear();
    left.clear();
    cancelled.clear();
    publish(awayFrame());
  }

  Frame awayFrame() {
    return new Frame(
        seq,
        JsonWriter.text(
            new TableMessages.Table(
                seq,
                "snapshot",
                "away",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null)));
  }

  /// The whole table, as after the last message.
  Frame snapshot(CrashTable table, RoundId shown, long now) {
    Frame known = snapshot;
    if (known == null || table.phase() instanceof Phase.Running) {
      known = new Frame(seq, JsonWriter.text(frame("snapshot", table, shown, now)));
      snapshot = known;
    }
    return known;
  }

  private TableMessages.Table frame(String type, CrashTable table, RoundId shown, long now) {
    boolean whole = type.equals("snapshot");
    Phase phase = table.phase();
    Long elapsed =
        phase instanceof Phase.Running running
            ? Math.min(now, running.crashesAt()) - running.startedAt()
            : null;
    Phase.@Nullable Crashed crashed = phase instanceof Phase.Crashed it ? it : null;
    boolean taking = phase instanceof Phase.Betting || phase instanceof Phase.Closing;
    var inRound = taking ? table.book().bets() : table.playing();
    return new TableMessages.Table(
        seq,
        type,
        name(phase),
        shown.text(),
        remaining(phase, now),
        elapsed,
        elapsed == null ? null : Long.valueOf(CrashCurve.multiplierAt(elapsed)),
        crashed == null ? null : Long.valueOf(crashed.crashPoint()),
        crashed == null || last.isEmpty() ? null : last.getFirst().hash(),
        inRound.size(),
        inRound.values().stream().mapToLong(bet -> bet.bet().stake()).sum(),
        bets.isEmpty() || whole
            ? null
            : List.copyOf(bets.subList(0, Math.min(MAX_SHOWN, bets.size()))),
        left.isEmpty() || whole ? null : List.copyOf(left),
        cancelled.isEmpty() || whole ? null : List.copyOf(cancelled),
        whole
            ? inRound.values().stream()
                .limit(MAX_SHOWN)
                .map(bet -> shown(bet, table.decided().get(bet.ref())))
                .toList()
            : null,
        whole ? last.stream().map(TableMessages.Point::of).toList() : null);
  }

  private static String name(Phase phase) {
    return switch (phase) {
      case Phase.Betting _, Phase.Closing _ -> "betting";
      case Phase.Running _, Phase.Stopped _ -> "running";
      case Phase.Crashed _ -> "crashed";
    };
  }

  private static @Nullable Long remaining(Phase phase, long now) {
    return switch (phase) {
      case Phase.Betting(long endsAt) -> Math.max(0, endsAt - now);
      case Phase.Closing _ -> 0L;
      case Phase.Running _, Phase.Stopped _ -> null;
      case Phase.Crashed(_, long until, _) -> Math.max(0, until - now);
    };
  }

  private static TableMessages.Bet shown(TableBet bet, @Nullable Long cashOut) {
    return new TableMessages.Bet(bet.ref().toString(), bet.name(), bet.bet().stake(), cashOut);
  }

  private void publish(Frame frame) {
    subscribers.forEach(subscriber -> subscriber.accept(frame));
  }
}
