package dev.pitboss.games.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Precision;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Figures of machines whose limits bite: the most a round pays, the most free spins it plays. Each
/// is held against playing every sequence of stops that a round can take, by the rules and nothing
/// else.
class LimitsTest {
  private static final List<String> IDS = List.of("a", "b", "s");

  @Test
  void maxWinIsWithinTheReturn() {
    BetPar par = tiny(4, null, 2).parSheet().usualBet();

    assertThat(par.rtp()).isEqualTo(Fraction.of(2, 27));
    assertThat(par.precision()).isEqualTo(Precision.EXACT);
    assertThat(par.lostToLimits()).isZero();
    assertThat(par.maxWin()).isEqualTo(Fraction.of(2, 1));
    assertThat(par.contributions().getLast())
        .isEqualTo(
            new BetPar.Contribution("cut at max win", Fraction.of(1, 27), Fraction.of(-2, 27)));
    assertThat(par.volatility()).isCloseTo(Math.sqrt(4 / 27.0 - 4 / 729.0), within(1e-12));
  }

  @Test
  void freeSpinsThatWouldNeverEndEndAtTheirMost() {
    // one in 27 spins awards 27 more: critical, so only the limit of 100 ends a round
    BetPar par = tiny(4, freeSpins(27, 27, 1, 100), 1000).parSheet().usualBet();
    Fraction spins = expectedSpins(27, 27, 100);

    assertThat(par.precision()).isEqualTo(Precision.EXACT);
    assertThat(par.rtp()).isEqualTo(Fraction.of(4, 27).times(Fraction.ONE.plus(spins)));
    // 100 free spins of a 4 each; the paid spin that awards them has three scatters instead
    assertThat(par.maxWin()).isEqualTo(Fraction.of(388, 1));
  }

  @Test
  void awardBeyondTheMostIsCut() {
    BetPar par = tiny(4, freeSpins(500, 0, 3, 2), 1_000_000).parSheet().usualBet();

    // 4/27, and in one of 27 rounds two spins at three times that
    assertThat(par.rtp()).isEqualTo(Fraction.of(4, 27).times(Fraction.of(27 + 6, 27)));
    assertThat(par.precision()).isEqualTo(Precision.EXACT);
    assertThat(par.maxWin()).isEqualTo(Fraction.of(24, 1));
  }

  @Test
  void everySequenceOfStopsPaysThatOnAverage() {
    int bitten = 0;
    for (long seed = 0; seed < 120; seed++) {
      SlotMachine machine = random(new Random(seed));
      Everything all = new Everything(machine);
      all.play();
      BetPar par = machine.parSheet().usualBet();

      assertThat(par.rtp()).as("seed %d: %s", seed, machine).isEqualTo(all.rtp());
      assertThat(par.precision()).isEqualTo(Precision.EXACT);
      assertThat(par.hitFrequency()).as("seed %d", seed).isEqualTo(all.hitFrequency());
      assertThat(par.maxWin()).as("seed %d", seed).isEqualTo(all.most());
      assertThat(par.volatility()).as("seed %d", seed).isCloseTo(all.volatility(), within(1e-9));
      BetPar.Contribution last = par.contributions().getLast();
      assertThat(last.name().equals("cut at max win")).as("seed %d", seed).isEqualTo(all.isCut);
      if (all.isCut) {
        assertThat(last.frequency()).as("seed %d", seed).isEqualTo(all.cut);
        bitten++;
      }
    }
    assertThat(bitten).as("machines whose max win cuts rounds").isGreaterThan(40);
  }

  /// What is worked out between bounds has to hold what is worked out exactly, on every grid.
  @Test
  void boundsHoldTheExactValue() {
    for (long seed = 0; seed < 120; seed++) {
      SlotMachine machine = random(new Random(seed));
      RoundModel model = model(machine);
      if (model.bestRound() <= model.maxWin() || model.mostSpins() == 0) {
        continue;
      }
      Fraction mean =
          SpinCensus.of(machine, false).orElseThrow().tallies().stream()
              .map(tally -> new Fraction(tally.pay(), BigInteger.valueOf(combinations(machine))))
              .reduce(Fraction.ZERO, Fraction::plus);
      FreeSpins rule = java.util.Objects.requireNonNull(machine.freeSpins());
      Fraction whole =
          mean.plus(mean.times(rule.multiplier()).times(FreeSpinCount.mean(model).orElseThrow()));
      MaxWinCut exact = ExactRounds.cut(model, whole).orElseThrow();
      WinsLeft left = new WinsLeft(model);
      for (long scale : new long[] {1, 3, 16}) {
        MaxWinCut bounds = BoundedRounds.onGrid(model, left, scale);
        assertThat(bounds.least()).as("seed %d", seed).isLessThanOrEqualTo(exact.least());
        assertThat(bounds.most()).as("seed %d", seed).isGreaterThanOrEqualTo(exact.least());
        if (scale == 1) {
          double width = bounds.most().minus(bounds.least()).toDouble();
          assertThat(width).isLessThan(1e-9 * (1 + exact.least().toDouble()));
          assertThat(bounds.square()).isCloseTo(exact.square(), within(1e-6 * exact.square()));
          assertThat(bounds.exceeded().toDouble())
              .isCloseTo(exact.exceeded().toDouble(), within(1e-12));
        }
      }
    }
  }

  @Test
  void simulationAgreesWhereLimitsBite() {
    for (long seed = 0; seed < 20; seed++) {
      SlotMachine machine = random(new Random(seed));
      BetPar par = machine.parSheet().usualBet();
      long rounds = 40_000;
      Sample sample = new SlotSimulation(machine).play(rounds, new FastDraws(seed));

      assertThat(sample.rtp())
          .as("seed %d: %s", seed, machine)
          .isCloseTo(
              par.rtp().toDouble(),
              within(4.5 * par.volatility() / Math.sqrt((double) rounds) + 1e-12));
      assertThat(sample.hitFrequency())
          .isCloseTo(par.hitFrequency().toDouble(), within(4.5 * 0.5 / Math.sqrt((double) rounds)));
    }
  }

  @Test
  void linesThatAreEqualPayEach() {
    SlotMachine once = lines(List.of(List.of(0, 0, 0), List.of(1, 1, 1)));
    SlotMachine twice = lines(List.of(List.of(0, 0, 0), List.of(1, 1, 1), List.of(0, 0, 0)));
    Everything all = new Everything(twice);

    all.play();

    BetPar par = twice.parSheet().usualBet();
    assertThat(par.rtp()).isEqualTo(all.rtp()).isEqualTo(once.parSheet().usualBet().rtp());
    assertThat(par.hitFrequency()).isEqualTo(all.hitFrequency());
    assertThat(par.volatility()).isCloseTo(all.volatility(), within(1e-12));
    assertThat(par.volatility())
        .isNotCloseTo(once.parSheet().usualBet().volatility(), within(1e-3));
  }

  @Test
  void machineOfManyLongReelsIsCounted() {
    Random random = new Random(1);
    List<List<String>> strips = new ArrayList<>();
    for (int reel = 0; reel < 6; reel++) {
      List<String> strip = new ArrayList<>(IDS);
      while (strip.size() < 500) {
        strip.add(IDS.get(random.nextInt(3)));
      }
      strips.add(strip);
    }
    SlotMachine machine =
        new SlotMachine(
            "long",
            "Long",
            "1",
            1,
            symbols(6, Map.of(3, 2, 4, 5, 5, 9, 6, 20)),
            strips,
            List.of(List.of(0, 0, 0, 0, 0, 0)),
            null,
            new Scatter("s", new TreeMap<>()),
            null,
            1000);

    // 1.5 · 10¹⁶ combinations; one row shows three pictures a reel
    BetPar par = machine.parSheet().usualBet();

    Fraction chance = Fraction.ONE;
    Fraction rtp = Fraction.ZERO;
    int[] pays = {0, 0, 0, 2, 5, 9, 20};
    for (int reel = 0; reel < 6; reel++) {
      chance = chance.times(share(strips.get(reel), "a"));
      Fraction next = reel == 5 ? Fraction.ZERO : share(strips.get(reel + 1), "a");
      rtp = rtp.plus(chance.times(Fraction.ONE.minus(next)).times(pays[reel + 1]));
    }
    assertThat(par.rtp()).isEqualTo(rtp);
  }

  private static Fraction share(List<String> strip, String symbol) {
    return Fraction.of(strip.stream().filter(symbol::equals).count(), strip.size());
  }

  /// Plays every sequence of stops of whole rounds through [SlotMachine#play].
  private static final class Everything {
    private final SlotMachine machine;
    private final int stake;
    private Fraction paid = Fraction.ZERO;
    private Fraction squared = Fraction.ZERO;
    private Fraction hits = Fraction.ZERO;
    private Fraction most = Fraction.ZERO;
    private Fraction cut = Fraction.ZERO;
    boolean isCut;

    Everything(SlotMachine machine) {
      this.machine = machine;
      this.stake = machine.stakeStep();
    }

    /// Counts as an odometer over all draws: the last draw first, and a longer or shorter round
    /// whenever free spins begin or end.
    void play() {
      List<Integer> drawn = new ArrayList<>();
      List<Integer> bounds = new ArrayList<>();
      do {
        int[] at = {0};
        SlotOutcome outcome =
            machine.play(
                stake,
                bound -> {
                  if (at[0] == drawn.size()) {
                    drawn.add(0);
                    bounds.add(bound);
                  }
                  return drawn.get(at[0]++);
                });
        count(outcome, bounds);
      } while (advance(drawn, bounds));
    }

    private void count(SlotOutcome outcome, List<Integer> bounds) {
      BigInteger ways = BigInteger.ONE;
      for (int bound : bounds) {
        ways = ways.multiply(BigInteger.valueOf(bound));
      }
      Fraction chance = new Fraction(BigInteger.ONE, ways);
      Fraction pay = Fraction.of(outcome.payoutMinor(), stake);
      paid = paid.plus(chance.times(pay));
      squared = squared.plus(chance.times(pay).times(pay));
      if (outcome.payoutMinor() > 0 || outcome.spin().freeSpinsAwarded() > 0) {
        hits = hits.plus(chance);
      }
      most = pay.compareTo(most) > 0 ? pay : most;
      if (outcome.capped()) {
        isCut = true;
        cut = cut.plus(chance);
      }
    }

    private static boolean advance(List<Integer> drawn, List<Integer> bounds) {
      while (!drawn.isEmpty()) {
        int last = drawn.size() - 1;
        if (drawn.get(last) + 1 < bounds.get(last)) {
          drawn.set(last, drawn.get(last) + 1);
          return true;
        }
        drawn.removeLast();
        bounds.removeLast();
      }
      return false;
    }

    Fraction rtp() {
      return paid;
    }

    Fraction hitFrequency() {
      return hits;
    }

    Fraction most() {
      return most;
    }

    double volatility() {
      return Math.sqrt(squared.minus(paid.times(paid)).toDouble());
    }
  }

  /// Small enough that every sequence of a round can be played: two or three stops a reel, at most
  /// three free spins.
  private static SlotMachine random(Random random) {
    List<List<String>> strips = new ArrayList<>();
    strips.add(List.of("a", "s"));
    strips.add(random.nextBoolean() ? List.of("s", "a") : List.of("a", "b", "s"));
    strips.add(List.of("b", "s"));
    int rows = random.nextInt(1, 3);
    List<List<Integer>> lines = new ArrayList<>();
    for (int line = random.nextInt(1, 4); line > 0; line--) {
      lines.add(List.of(random.nextInt(rows), random.nextInt(rows), random.nextInt(rows)));
    }
    int scatters = random.nextInt(1, 3);
    FreeSpins rule =
        new FreeSpins(
            new TreeMap<>(Map.of(scatters, random.nextInt(1, 4))),
            new TreeMap<>(random.nextBoolean() ? Map.of(2, random.nextInt(1, 3)) : Map.of()),
            random.nextInt(1, 4),
            random.nextInt(1, strips.get(1).size() == 2 ? 4 : 3));
    return new SlotMachine(
        "random",
        "Random",
        "1",
        rows,
        List.of(
            Symbol.of("a", "A", Map.of(2, random.nextInt(1, 4), 3, random.nextInt(4, 9))),
            Symbol.of("b", "B", Map.of(1, 1, 2, 1, 3, 7)),
            Symbol.of("s", "S", Map.of())),
        strips,
        lines,
        random.nextBoolean() ? "b" : null,
        new Scatter("s", new TreeMap<>(random.nextBoolean() ? Map.of(3, 2) : Map.of())),
        rule,
        random.nextInt(1, 12));
  }

  private static SlotMachine lines(List<List<Integer>> lines) {
    return new SlotMachine(
        "lines",
        "Lines",
        "1",
        2,
        symbols(3, Map.of(2, 1, 3, 5)),
        List.of(List.of("a", "b", "s"), List.of("b", "a", "a", "s"), List.of("a", "s", "b")),
        lines,
        null,
        new Scatter("s", new TreeMap<>(Map.of(3, 4))),
        null,
        1000);
  }

  /// One row, three reels of a, b and s; three a pay, three s award.
  private static SlotMachine tiny(int pay, @Nullable FreeSpins rule, int maxWinMultiple) {
    return new SlotMachine(
        "tiny",
        "Tiny",
        "1",
        1,
        symbols(3, Map.of(3, pay)),
        List.of(IDS, IDS, IDS),
        List.of(List.of(0, 0, 0)),
        null,
        new Scatter("s", new TreeMap<>()),
        rule,
        maxWinMultiple);
  }

  private static List<Symbol> symbols(int reels, Map<Integer, Integer> pays) {
    assertThat(pays).containsKey(reels);
    return List.of(
        Symbol.of("a", "A", pays), Symbol.of("b", "B", Map.of()), Symbol.of("s", "S", Map.of()));
  }

  private static FreeSpins freeSpins(int award, int retrigger, int multiplier, int most) {
    return new FreeSpins(
        new TreeMap<>(Map.of(3, award)),
        new TreeMap<>(retrigger == 0 ? Map.of() : Map.of(3, retrigger)),
        multiplier,
        most);
  }

  /// By recursion over spins played and due, with a chance of 1/27 each time.
  private static Fraction expectedSpins(int award, int retrigger, int most) {
    Fraction[] left = new Fraction[most + 1];
    java.util.Arrays.fill(left, Fraction.ZERO);
    for (int played = most - 1; played >= 0; played--) {
      Fraction[] before = new Fraction[most + 1];
      for (int due = 0; due <= most; due++) {
        before[due] =
            due <= played
                ? Fraction.ZERO
                : Fraction.ONE
                    .plus(left[due].times(Fraction.of(26, 27)))
                    .plus(left[Math.min(due + retrigger, most)].times(Fraction.of(1, 27)));
      }
      left = before;
    }
    return left[Math.min(award, most)].times(Fraction.of(1, 27));
  }

  private static long combinations(SlotMachine machine) {
    return SpinCensus.combinations(machine, false);
  }

  private static RoundModel model(SlotMachine machine) {
    SpinFigures spins = SpinFigures.of(machine);
    return RoundModel.of(machine, spins.paid(), spins.free(), 0);
  }
}
