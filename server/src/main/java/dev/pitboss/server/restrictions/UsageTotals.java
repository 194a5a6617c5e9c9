package dev.pitboss.server.restrictions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Totals of a player's bets this day, week and month. It follows from the entries of their
/// account, one after the other, and from nothing else: so what a server remembers and what it
/// would read anew are the same. Immutable.
///
/// @param day the latest with an entry; days do not go back, even if clocks do
/// @param weekBefore the days before it in its week
/// @param monthBefore the days before it in its month
/// @param entries how many were added one by one since it was read
public record UsageTotals(
    LocalDate day,
    Sums today,
    Sums weekBefore,
    Sums monthBefore,
    PlaySession playSession,
    int entries) {
  /// Nothing was done yet.
  public static final UsageTotals NONE =
      new UsageTotals(LocalDate.EPOCH, Sums.NONE, Sums.NONE, Sums.NONE, PlaySession.NONE, 0);

  /// With nothing counted, but the streak that goes on.
  static UsageTotals resumed(LocalDate day, PlaySession playSession) {
    return new UsageTotals(day, Sums.NONE, Sums.NONE, Sums.NONE, playSession, 0);
  }

  /// The usage at a later day.
  UsageTotals on(LocalDate later) {
    if (!later.isAfter(day)) {
      return this;
    }
    return new UsageTotals(
        later,
        Sums.NONE,
        before(Period.WEEK, weekBefore, later),
        before(Period.MONTH, monthBefore, later),
        playSession,
        entries);
  }

  private Sums before(Period period, Sums before, LocalDate later) {
    return period.start(day).equals(period.start(later)) ? before.plus(today) : Sums.NONE;
  }

  /// The usage with a whole day more.
  UsageTotals with(LocalDate on, Sums sums) {
    UsageTotals then = on(on);
    return new UsageTotals(
        then.day,
        then.today.plus(sums),
        then.weekBefore,
        then.monthBefore,
        then.playSession,
        then.entries);
  }

  UsageTotals with(PlaySession newStreak) {
    return new UsageTotals(day, today, weekBefore, monthBefore, newStreak, entries);
  }

  /// The usage after these entries.
  ///
  /// @param movements in the order they were posted
  public UsageTotals after(List<PlayEntry> movements, ZoneId zone) {
    UsageTotals usage = this;
    PlayEntry before = null;
    for (PlayEntry playEntry : movements) {
      usage = usage.after(playEntry, before, zone);
      before = playEntry;
    }
    return usage;
  }

  /// The usage after one entry.
  ///
  /// @param before the entry right before it, if it was posted with it
  UsageTotals after(PlayEntry playEntry, @Nullable PlayEntry before, ZoneId zone) {
    long amount = playEntry.amount();
    UsageTotals then = on(LocalDate.ofInstant(playEntry.at(), zone));
    return switch (playEntry.kind()) {
      case HOLD, RELEASE, STAKE, EXTERNAL_STAKE, EXTERNAL_ROLLBACK ->
          playEntry.placesStake(before)
              ? then.placed(-amount, playEntry.at())
              : then.moved(new Sums(-amount, 0, 0, 0), playSession.moved(amount));
      case PAYOUT, EXTERNAL_PAYOUT ->
          then.moved(new Sums(0, amount, 0, 0), playSession.moved(amount));
      case GRANT, ADJUSTMENT, REFILL, EXPIRY, TRANSFER_IN, TRANSFER_OUT ->
          then.moved(Sums.NONE, playSession); // not play
    };
  }

  private UsageTotals placed(long stake, Instant at) {
    long step = playSession.stepTo(at).toMillis();
    return moved(new Sums(stake, 0, 1, step), playSession.bet(at).moved(-stake));
  }

  private UsageTotals moved(Sums sums, PlaySession newStreak) {
    return new UsageTotals(day, today.plus(sums), weekBefore, monthBefore, newStreak, entries + 1);
  }

  /// What was done in the period that is now.
  public Sums in(Period period, Instant now, ZoneId zone) {
    UsageTotals then = on(LocalDate.ofInstant(now, zone));
    return switch (period) {
      case DAY -> then.today;
      case WEEK -> then.weekBefore.plus(then.today);
      case MONTH -> then.monthBefore.plus(then.today);
    };
  }
}
