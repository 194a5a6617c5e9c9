package dev.pitboss.server.crash;

import dev.pitboss.games.crash.CrashCurve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;

/// The rules of the table in time: which phase it is in, which bets are in which round, and who has
/// left at what multiplier. No I/O and no clock: it is told what time it is, in milliseconds of a
/// clock that only goes forward, and says what is to be done. The thread that runs the table owns
/// it; nothing here is thread-safe.
final class CrashTable {
  static final long BETTING_MILLIS = 5_000;
  static final long CRASHED_MILLIS = 3_000;

  /// Long enough for a bet that was promised a place to become durable.
  static final long CLOSING_MILLIS = 500;

  /// The crash is acted on so much later: a request that arrived before it may still be on its way
  /// here.
  static final long HEARING_MILLIS = 25;

  /// The action that is due next.
  enum Due {
    NOTHING,
    /// The bets are to be closed durably; then [#started].
    START,
    /// The crash point is to be made durable; then [#crashed].
    CRASH,
    /// Bets can be taken for the next round; then [#opened].
    OPEN
  }

  /// Result of a request to leave.
  sealed interface Leave {
    /// The bet has left, now or before.
    ///
    /// @param hundredths it left at
    record At(long hundredths) implements Leave {}

    /// The multiplier had reached the crash point by then.
    record TooLate() implements Leave {}

    /// The bet's round has not begun.
    record TooEarly() implements Leave {}

    /// No bet of that ref and player is in play.
    record NoSuchBet() implements Leave {}
  }

  /// A bet that left by itself.
  record Left(TableBet bet, long hundredths) {}

  private Phase phase;
  private RoundExposure book = new RoundExposure();
  private final Map<UUID, TableBet> playing = new HashMap<>();
  private final PriorityQueue<TableBet> byTarget =
      new PriorityQueue<>(Comparator.comparingLong(bet -> bet.bet().target()));
  private final Map<UUID, Long> decided = new HashMap<>();
  private final List<Left> leftByThemselves = new ArrayList<>();

  /// A table that begins to take bets.
  CrashTable(long now) {
    phase = new Phase.Betting(now + BETTING_MILLIS);
  }

  Phase phase() {
    return phase;
  }

  /// The bets of the round that takes them.
  RoundExposure book() {
    return book;
  }

  /// The bets of the round that runs or has crashed, by ref.
  Map<UUID, TableBet> playing() {
    return playing;
  }

  /// Hundredths at which bets of that round left, by ref.
  Map<UUID, Long> decided() {
    return decided;
  }

  /// Bets for the round before are not waited for: no client listens.
  void keepBetting(long now) {
    if (phase instanceof Phase.Betting) {
      phase = new Phase.Betting(now + BETTING_MILLIS);
    }
  }

  /// Goes on to that time.
  Due advance(long now) {
    return switch (phase) {
      case Phase.Betting(long endsAt) -> {
        if (now < endsAt) {
          yield Due.NOTHING;
        }
        phase = new Phase.Closing(now + CLOSING_MILLIS);
        yield book.isSettled() ? Due.START : Due.NOTHING;
      }
      case Phase.Closing(long until) -> book.isSettled() || now >= until ? Due.START : Due.NOTHING;
      case Phase.Running(long startedAt, long crashPoint, long crashesAt) -> {
        letLeave(CrashCurve.multiplierAt(Math.min(now, crashesAt) - startedAt), crashPoint);
        if (now < crashesAt + HEARING_MILLIS) {
          yield Due.NOTHING;
        }
        phase = new Phase.Stopped(crashPoint);
        yield Due.CRASH;
      }
      case Phase.Stopped _ -> Due.CRASH;
      case Phase.Crashed(_, long until, boolean isSettled) ->
          isSettled && now >= until ? Due.OPEN : Due.NOTHING;
    };
  }

  /// When [#advance] has something to do at the latest, as far as is known.
  long nextAt() {
    return switch (phase) {
      case Phase.Betting(long endsAt) -> endsAt;
      case Phase.Closing(long until) -> until;
      case Phase.Running running -> running.crashesAt() + HEARING_MILLIS;
      case Phase.Stopped _ -> 0;
      case Phase.Crashed(_, long until, boolean isSettled) -> isSettled ? until : Long.MAX_VALUE;
    };
  }

  /// The round has begun, with these bets and no others; another takes bets.
  ///
  /// @param crashPoint hundredths
  void started(long now, List<TableBet> bets, long crashPoint) {
    expect(phase instanceof Phase.Closing);
    book = new RoundExposure();
    playing.clear();
    byTarget.clear();
    decided.clear();
    for (TableBet bet : bets) {
      playing.put(bet.ref(), bet);
      byTarget.add(bet);
    }
    phase = new Phase.Running(now, crashPoint, now + CrashCurve.reachedAtMillis(crashPoint));
  }

  /// The crash point is durable.
  void crashed(long now) {
    if (!(phase instanceof Phase.Stopped(long crashPoint))) {
      throw new IllegalStateException("not stopped but " + phase);
    }
    phase = new Phase.Crashed(crashPoint, now + CRASHED_MILLIS, false);
  }

  /// All that could be settled of the round is.
  void settled() {
    if (phase instanceof Phase.Crashed(long crashPoint, long until, _)) {
      phase = new Phase.Crashed(crashPoint, until, true);
    }
  }

  /// Bets are taken for the next round.
  void opened(long now) {
    expect(phase instanceof Phase.Crashed);
    playing.clear();
    byTarget.clear();
    decided.clear();
    phase = new Phase.Betting(now + BETTING_MILLIS);
  }

  /// Lets a bet leave at the multiplier of the time its player said so, or at its own target if
  /// that was reached by then. Who has left stays so.
  ///
  /// @param said when the request arrived; one that arrived in time is in time, even when it is
  ///   heard a little after
  Leave leave(long playerId, UUID ref, long said) {
    TableBet bet = playing.get(ref);
    if (bet == null || bet.playerId() != playerId) {
      TableBet next = book.bets().get(ref);
      return next != null && next.playerId() == playerId
          ? new Leave.TooEarly()
          : new Leave.NoSuchBet();
    }
    Long before = decided.get(ref);
    if (before != null) {
      return new Leave.At(before);
    }
    return switch (phase) {
      case Phase.Running(long startedAt, _, long crashesAt) -> {
        if (said >= crashesAt) {
          yield new Leave.TooLate();
        }
        // multiplierAt takes a time before the start for the start
        long at = Math.min(CrashCurve.multiplierAt(said - startedAt), bet.bet().target());
        decided.put(ref, at);
        yield new Leave.At(at);
      }
      case Phase.Betting _, Phase.Closing _, Phase.Stopped _, Phase.Crashed _ ->
          new Leave.TooLate();
    };
  }

  /// The bets that have left by themselves since this was last asked.
  List<Left> leftByThemselves() {
    List<Left> left = List.copyOf(leftByThemselves);
    leftByThemselves.clear();
    return left;
  }

  private void letLeave(long multiplier, long crashPoint) {
    long reached = Math.min(multiplier, crashPoint);
    while (!byTarget.isEmpty() && byTarget.peek().bet().target() <= reached) {
      TableBet bet = byTarget.remove();
      if (decided.putIfAbsent(bet.ref(), bet.bet().target()) == null) {
        leftByThemselves.add(new Left(bet, bet.bet().target()));
      }
    }
  }

  private void expect(boolean fits) {
    if (!fits) {
      throw new IllegalStateException("not possible while " + phase);
    }
  }
}
