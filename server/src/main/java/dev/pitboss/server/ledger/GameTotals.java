package dev.pitboss.server.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Stakes and payouts of the rounds settled by this server, per game: since the start, and hour by
/// hour for the last day. A settlement whose answer was lost is not counted. Thread-safe.
public final class GameTotals {
  private static final int HOURS_KEPT = 24;

  private final Map<String, Sums> sinceStart = new HashMap<>();
  private final NavigableMap<Instant, Map<String, Sums>> byHour = new TreeMap<>();

  /// Sums over rounds, and what their spread is computed from. Immutable.
  ///
  /// @param staked minor units, of all currencies together
  /// @param paid minor units, stakes of winning bets included
  /// @param stakedSquared sum of each stake's square
  /// @param paidSquared sum of each payout's square
  /// @param stakedTimesPaid sum of each stake times its payout
  public record Sums(
      long rounds,
      long staked,
      long paid,
      double stakedSquared,
      double paidSquared,
      double stakedTimesPaid) {
    /// No round.
    public static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

    Sums plus(Round round) {
      double stake = round.stake();
      double payout = round.payout();
      return plus(
          new Sums(
              1, round.stake(), round.payout(), stake * stake, payout * payout, stake * payout));
    }

    Sums plus(Sums other) {
      return new Sums(
          rounds + other.rounds,
          staked + other.staked,
          paid + other.paid,
          stakedSquared + other.stakedSquared,
          paidSquared + other.paidSquared,
          stakedTimesPaid + other.stakedTimesPaid);
    }

    /// Sum of the squares of each round's payout minus what its stake returns at that RTP.
    public double squaredDeviation(double rtp) {
      return Math.max(0, paidSquared - 2 * rtp * stakedTimesPaid + rtp * rtp * stakedSquared);
    }
  }

  /// Counts a round that was settled.
  public synchronized void settled(Round round) {
    sinceStart.merge(round.game(), Sums.NONE.plus(round), Sums::plus);
    byHour
        .computeIfAbsent(hourOf(round.settledAt()), _ -> new HashMap<>())
        .merge(round.game(), Sums.NONE.plus(round), Sums::plus);
    while (byHour.size() > HOURS_KEPT) {
      byHour.pollFirstEntry();
    }
  }

  /// All since the start, by game.
  public synchronized Map<String, Sums> sinceStart() {
    return Map.copyOf(sinceStart);
  }

  /// Those of the last 24 hours, the one that runs included, by game.
  public synchronized Map<String, Sums> lastDay(Instant now) {
    Instant first = hourOf(now).minus(HOURS_KEPT - 1, ChronoUnit.HOURS);
    Map<String, Sums> day = new HashMap<>();
    byHour
        .tailMap(first)
        .values()
        .forEach(hour -> hour.forEach((game, sums) -> day.merge(game, sums, Sums::plus)));
    return day;
  }

  private static Instant hourOf(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS);
  }
}
