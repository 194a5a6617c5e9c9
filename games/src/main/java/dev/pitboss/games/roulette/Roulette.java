package dev.pitboss.games.roulette;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// European roulette, one spin for any number of bets.
public final class Roulette {
  /// The pockets of the wheel, 0 to 36.
  public static final int POCKETS = 37;

  /// Most bets in one spin: one on every place of the layout; more is never needed.
  public static final int MAX_BETS = 157;

  private static final Rules RULES = new Rules("roulette-european/1", rulesText());

  private Roulette() {}

  /// The rules a round stores.
  public static Rules rules() {
    return RULES;
  }

  /// Spins once: the pocket is one draw below 37.
  ///
  /// @throws IllegalArgumentException when there are no bets, or more than [#MAX_BETS]
  /// @throws ArithmeticException when the bets could pay more than a `long` holds
  public static RouletteOutcome play(List<RouletteBet> bets, Draws draws) {
    maxPayout(bets);
    return outcome(bets, draws.below(POCKETS));
  }

  /// The sum of the stakes in minor units.
  ///
  /// @throws ArithmeticException when that does not fit a `long`
  public static long stake(List<RouletteBet> bets) {
    long stake = 0;
    for (RouletteBet bet : bets) {
      stake = Math.addExact(stake, bet.stakeMinor());
    }
    return stake;
  }

  /// The most these bets can be paid together on any one pocket, in minor units, stakes included.
  ///
  /// @throws IllegalArgumentException when there are no bets, or more than [#MAX_BETS]
  /// @throws ArithmeticException when that, or the sum of the stakes, does not fit a `long`
  public static long maxPayout(List<RouletteBet> bets) {
    if (bets.isEmpty() || bets.size() > MAX_BETS) {
      throw new IllegalArgumentException(
          "A spin takes 1 to %d bets, got %d".formatted(MAX_BETS, bets.size()));
    }
    stake(bets);
    long[] payouts = new long[POCKETS];
    long max = 0;
    for (RouletteBet bet : bets) {
      for (int pocket : bet.numbers()) {
        payouts[pocket] = Math.addExact(payouts[pocket], bet.payoutMinor());
        max = Math.max(max, payouts[pocket]);
      }
    }
    return max;
  }

  /// The mathematics of every bet type, by going through all pockets.
  public static ParSheet parSheet() {
    return new ParSheet(
        "roulette", RULES, Arrays.stream(BetType.values()).map(Roulette::par).toList());
  }

  private static RouletteOutcome outcome(List<RouletteBet> bets, int pocket) {
    List<RouletteWin> wins = new ArrayList<>();
    long payoutMinor = 0;
    for (RouletteBet bet : bets) {
      if (bet.covers(pocket)) {
        wins.add(new RouletteWin(bet, bet.payoutMinor()));
        payoutMinor = Math.addExact(payoutMinor, bet.payoutMinor());
      }
    }
    return new RouletteOutcome(pocket, PocketColor.of(pocket), wins, payoutMinor);
  }

  private static BetPar par(BetType type) {
    RouletteBet bet = new RouletteBet(type, type.places().getFirst(), 1);
    long hits = 0;
    long paid = 0;
    long paidSquared = 0;
    for (int pocket = 0; pocket < POCKETS; pocket++) {
      long payout = outcome(List.of(bet), pocket).payoutMinor();
      hits += payout > 0 ? 1 : 0;
      paid += payout;
      paidSquared += payout * payout;
    }
    Fraction rtp = Fraction.of(paid, POCKETS);
    Fraction hitFrequency = Fraction.of(hits, POCKETS);
    Fraction variance = Fraction.of(paidSquared, POCKETS).minus(rtp.times(rtp));
    return new BetPar(
        type.id(),
        rtp,
        0,
        hitFrequency,
        Math.sqrt(variance.toDouble()),
        Fraction.of(bet.payoutMinor(), 1),
        List.of(new BetPar.Contribution(type.id(), hitFrequency, rtp)));
  }

  private static String rulesText() {
    return Arrays.stream(BetType.values())
        .map(type -> type.id() + " pays " + type.payoutMultiple() + " on " + type.places())
        .collect(Collectors.joining("\n", "pocket = draw below " + POCKETS + "\n", "\n"));
  }
}
