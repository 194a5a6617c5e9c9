package dev.pitboss.games.originals;

import dev.pitboss.games.Draws;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Numbers picked of 1 to 40, of which ten are drawn.
///
/// @param picks different numbers
/// @param risk which list of payouts
public record KenoBet(List<Integer> picks, Risk risk) implements OriginalBet {
  /// Numbers are 1 to this.
  public static final int NUMBERS = 40;

  /// How many are drawn.
  public static final int DRAWN = 10;

  /// How many can be picked.
  public static final int MAX_PICKS = 10;

  private static final Map<String, List<Long>> LISTS = PayLists.parse(PayLists.KENO);

  private static final byte[] NUMBERS_IN_ORDER = numbersInOrder();

  /// Refuses picks that are too many, none, the same twice, or no numbers of the game.
  public KenoBet {
    picks = List.copyOf(picks);
    if (picks.isEmpty()
        || picks.size() > MAX_PICKS
        || picks.stream().distinct().count() < picks.size()
        || picks.stream().anyMatch(pick -> pick < 1 || pick > NUMBERS)) {
      throw new IllegalArgumentException(
          "Picks are 1 to %d different numbers of 1 to %d, got %s"
              .formatted(MAX_PICKS, NUMBERS, picks));
    }
  }

  /// The bet with that many picks: which they are makes no difference to the mathematics.
  public static KenoBet ofSize(int picks, Risk risk) {
    return new KenoBet(IntStream.rangeClosed(1, picks).boxed().toList(), risk);
  }

  /// What 0, 1, 2, … hits pay, hundredths.
  public List<Long> multipliers() {
    return Objects.requireNonNull(LISTS.get("picks " + picks.size() + " " + risk.id()));
  }

  @Override
  public Original game() {
    return Original.KENO;
  }

  @Override
  public String name() {
    return "pick-" + picks.size() + "-" + risk.id();
  }

  /// Hypergeometric: of all ways to draw ten, those that have so many of the picks.
  @Override
  public PayTable payTable() {
    List<Long> multipliers = multipliers();
    int size = picks.size();
    Map<Long, Long> ways = new HashMap<>();
    for (int hits = 0; hits <= size; hits++) {
      long hitting = choose(size, hits) * choose(NUMBERS - size, DRAWN - hits);
      ways.merge(multipliers.get(hits), hitting, Long::sum);
    }
    return PayTable.of(ways);
  }

  private static byte[] numbersInOrder() {
    byte[] numbers = new byte[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = (byte) (i + 1);
    }
    return numbers;
  }

  private static long choose(int of, int chosen) {
    BigInteger ways = BigInteger.ONE;
    for (int i = 0; i < chosen; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1));
    }
    return ways.longValueExact();
  }

  @Override
  public OriginalOutcome play(Draws draws) {
    byte[] left = NUMBERS_IN_ORDER.clone();
    List<Integer> drawn = new ArrayList<>(DRAWN);
    int hits = 0;
    for (int remaining = NUMBERS; remaining > NUMBERS - DRAWN; remaining--) {
      int at = draws.below(remaining);
      Integer number = (int) left[at];
      System.arraycopy(left, at + 1, left, at, remaining - at - 1);
      drawn.add(number);
      hits += picks.contains(number) ? 1 : 0;
    }
    return new OriginalOutcome.Numbers(List.copyOf(drawn), hits, multipliers().get(hits));
  }
}
