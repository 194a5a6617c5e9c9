package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// A machine as a list of outcomes made beforehand, each with a whole weight, whose return is that
/// of the machine to the last digit.
///
/// Rounds without free spins are counted: all combinations of stops are gone through, those that
/// pay the same are one kind, and a few pictures of each stand for it. Rounds with free spins are
/// too many to count: a sample of them is played, its weights are those of all such rounds
/// together, and weight is moved between its small and its large rounds until the mean is exact.
/// Hit frequency and the chances of all rounds without free spins are exact, too.
public final class SlotBooks {
  /// Some ten seconds of counting.
  static final long MAX_COMBINATIONS = 100_000_000;

  /// Pictures that stand for a kind of rounds.
  private static final int PICTURES = 24;

  /// Rounds with free spins that are played.
  private static final int FEATURES = 4_000;

  /// Fine enough that moving weight by one changes no chance that anyone could see.
  private static final BigInteger MIN_SCALE = BigInteger.ONE.shiftLeft(24);

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private final SlotMachine machine;
  private final PreparedMachine prepared;
  private final SpinTable spins;
  private final int[] reels;
  private final int bets;
  private final FastDraws chance;
  private final long seed;

  /// Rounds without free spins, by what they pay in bets.
  private final TreeMap<Long, Kind> kinds = new TreeMap<>();

  /// Rounds with free spins.
  private final Kind features = new Kind(FEATURES);

  /// An outcome.
  ///
  /// @param outcome at a line bet of one
  /// @param weight positive
  /// @param payoutHundredths of the stake
  public record Book(SlotOutcome outcome, long weight, long payoutHundredths) {}

  /// Combinations of stops that are alike, and a sample of them without preference.
  private final class Kind {
    private final int most;
    private final List<int[]> sample = new ArrayList<>();
    private long count;

    Kind(int most) {
      this.most = most;
    }

    void add(int[] stops) {
      count++;
      if (sample.size() < most) {
        sample.add(stops.clone());
      } else {
        int at = chance.below((int) count);
        if (at < most) {
          sample.set(at, stops.clone());
        }
      }
    }
  }

  /// Draws whose first are known.
  private static final class StopsFirst implements Draws {
    private final int[] stops;
    private final Draws rest;
    private int drawn;

    StopsFirst(int[] stops, Draws rest) {
      this.stops = stops;
      this.rest = rest;
    }

    @Override
    public int below(int bound) {
      return drawn < stops.length ? stops[drawn++] : rest.below(bound);
    }
  }

  private SlotBooks(SlotMachine machine, long seed) {
    this.machine = machine;
    this.prepared = new PreparedMachine(machine);
    this.spins = SpinTable.of(machine, false);
    this.reels = machine.strips().stream().mapToInt(List::size).toArray();
    this.bets = machine.stakeStep();
    this.seed = seed;
    this.chance = new FastDraws(seed);
  }

  /// The books of a machine. The same seed gives the same books.
  ///
  /// @param rtp what the machine returns, of its PAR sheet
  /// @throws NoBooks when it has too many combinations of stops, cascades, or a return of more
  ///   digits than weights of 63 bits can give
  public static List<Book> of(SlotMachine machine, Fraction rtp, long seed) {
    if (SpinCensus.combinations(machine, false) > MAX_COMBINATIONS) {
      throw new NoBooks(
          "strips: their combinations must be at most %d, got %d"
              .formatted(MAX_COMBINATIONS, SpinCensus.combinations(machine, false)));
    }
    if (machine.wins().cascades() != null) {
      throw new NoBooks("cascades: events of books do not tell what falls");
    }
    SlotBooks books = new SlotBooks(machine, seed);
    books.countStops();
    return books.weighed(rtp);
  }

  private void countStops() {
    int[] stops = new int[reels.length];
    int[] drawn = new int[reels.length];
    long most = (long) machine.maxWinMultiple() * bets;
    FreeSpins rule = machine.freeSpins();
    do {
      long spin = spins.spin(new StopsFirst(stops, chance), drawn);
      boolean isFeature = rule != null && rule.award(SpinTable.scatters(spin)) > 0;
      Kind kind =
          isFeature
              ? features
              : kinds.computeIfAbsent(Math.min(SpinTable.pay(spin), most), _ -> new Kind(PICTURES));
      kind.add(stops);
    } while (next(stops));
  }

  private boolean next(int[] stops) {
    for (int reel = stops.length - 1; reel >= 0; reel--) {
      stops[reel]++;
      if (stops[reel] < reels[reel]) {
        return true;
      }
      stops[reel] = 0;
    }
    return false;
  }

  private List<Book> weighed(Fraction rtp) {
    List<Weighed> played = new ArrayList<>();
    for (int i = 0; i < features.sample.size(); i++) {
      played.add(new Weighed(play(features.sample.get(i), i)));
    }
    played.sort(Comparator.comparingLong(it -> it.payout));
    BigInteger unit = BigInteger.ZERO;
    for (long pay : kinds.keySet()) {
      unit = unit.gcd(BigInteger.valueOf(hundredths(pay)));
    }
    for (Weighed feature : played) {
      unit = unit.gcd(BigInteger.valueOf(feature.payout));
    }
    BigInteger scale = scale(rtp, unit.max(BigInteger.ONE));
    BigInteger target =
        HUNDRED
            .multiply(rtp.numerator())
            .multiply(combinations())
            .multiply(scale)
            .divide(rtp.denominator());
    List<Book> books = new ArrayList<>();
    for (var kind : kinds.entrySet()) {
      BigInteger weight = BigInteger.valueOf(kind.getValue().count).multiply(scale);
      target = target.subtract(weight.multiply(BigInteger.valueOf(hundredths(kind.getKey()))));
      addKind(kind.getValue(), weight, books);
    }
    weigh(played, BigInteger.valueOf(features.count).multiply(scale), target);
    for (Weighed feature : played) {
      books.add(new Book(feature.outcome, checked(feature.weight), feature.payout));
    }
    return books;
  }

  private BigInteger combinations() {
    return BigInteger.valueOf(SpinCensus.combinations(machine, false));
  }

  /// Weights are counts times this: the least multiple of `unit` at which the return is whole.
  private BigInteger scale(Fraction rtp, BigInteger unit) {
    BigInteger denominator = rtp.denominator();
    BigInteger whole = denominator.divide(denominator.gcd(HUNDRED.multiply(combinations())));
    BigInteger scale = whole.multiply(unit);
    BigInteger more = MIN_SCALE.add(scale).subtract(BigInteger.ONE).divide(scale);
    return scale.multiply(more.max(BigInteger.ONE));
  }

  private void addKind(Kind kind, BigInteger weight, List<Book> books) {
    BigInteger[] each = weight.divideAndRemainder(BigInteger.valueOf(kind.sample.size()));
    for (int i = 0; i < kind.sample.size(); i++) {
      SlotOutcome outcome = play(kind.sample.get(i), i);
      BigInteger one = i == 0 ? each[0].add(each[1]) : each[0];
      books.add(new Book(outcome, checked(one), hundredths(outcome.payoutMinor())));
    }
  }

  private static long checked(BigInteger weight) {
    if (weight.signum() <= 0 || weight.bitLength() >= Long.SIZE) {
      throw new NoBooks("the machine's return has more digits than weights of 63 bits can give");
    }
    return weight.longValue();
  }

  private long hundredths(long pay) {
    long hundredths = Math.multiplyExact(pay, 100L);
    if (hundredths % bets != 0) {
      throw new NoBooks(
          "payouts must be whole hundredths of the stake, which a stake of %d bets does not give"
              .formatted(bets));
    }
    return hundredths / bets;
  }

  private SlotOutcome play(int[] stops, int number) {
    return prepared.play(
        machine.stakeStep(), new StopsFirst(stops, FastDraws.ofPart(seed, number)));
  }

  /// A round with free spins and the weight it has by now.
  private final class Weighed {
    private final SlotOutcome outcome;
    private final long payout;
    private BigInteger weight = BigInteger.ZERO;

    Weighed(SlotOutcome outcome) {
      this.outcome = outcome;
      this.payout = hundredths(outcome.payoutMinor());
    }
  }

  /// Gives weights whose sum and whose sum of payouts are both exact.
  ///
  /// @param played by payout
  private void weigh(List<Weighed> played, BigInteger total, BigInteger target) {
    BigInteger missing = target;
    if (!played.isEmpty()) {
      BigInteger[] each = total.divideAndRemainder(BigInteger.valueOf(played.size()));
      for (Weighed feature : played) {
        feature.weight = each[0];
      }
      played.getFirst().weight = each[0].add(each[1]);
      for (Weighed feature : played) {
        missing = missing.subtract(feature.weight.multiply(BigInteger.valueOf(feature.payout)));
      }
      missing = moved(played, missing);
    }
    if (missing.signum() != 0) {
      throw new NoBooks(
          "the rounds with free spins that were played are too few for an exact return");
    }
  }

  /// Moves weight so that the payouts sum to so much more, or less.
  ///
  /// @return what is left of it
  private BigInteger moved(List<Weighed> played, BigInteger more) {
    int half = played.size() / 2;
    BigInteger spread = BigInteger.ZERO;
    for (int i = 0; i < half; i++) {
      spread = spread.add(difference(played.get(i), played.get(played.size() - 1 - i)));
    }
    if (spread.signum() == 0) {
      return more;
    }
    BigInteger left = more;
    BigInteger fromEach = more.divide(spread); // towards zero, so nothing overshoots
    for (int i = 0; i < half; i++) {
      left = left.subtract(move(played.get(i), played.get(played.size() - 1 - i), fromEach));
    }
    for (int i = 0; i < half; i++) {
      left = left.subtract(moveWithin(played.get(i), played.get(played.size() - 1 - i), left));
    }
    for (int i = 1; i < played.size(); i++) {
      left = left.subtract(moveWithin(played.get(i - 1), played.get(i), left));
    }
    return left;
  }

  private static BigInteger moveWithin(Weighed small, Weighed large, BigInteger left) {
    BigInteger difference = difference(small, large);
    return difference.signum() == 0 ? BigInteger.ZERO : move(small, large, left.divide(difference));
  }

  /// @return by how much the payouts sum to more
  private static BigInteger move(Weighed small, Weighed large, BigInteger weight) {
    small.weight = small.weight.subtract(weight);
    large.weight = large.weight.add(weight);
    return weight.multiply(difference(small, large));
  }

  private static BigInteger difference(Weighed small, Weighed large) {
    return BigInteger.valueOf(large.payout - small.payout);
  }
}
