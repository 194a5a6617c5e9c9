package dev.pitboss.games.fruit;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The game `slots`: five columns, three rows, twenty lines, no reels. Each of the fifteen cells is
/// one draw below 100, row by row from the top, left to right.
///
/// A line pays for three or more of a kind from the left. Cherry, banana, orange, grape, strawberry
/// across the middle row are the royal sequence.
public final class FruitMachine {
  /// The game's id.
  public static final String ID = "slots";

  /// The paylines: for each the row on every column, 0 being the top.
  public static final List<List<Integer>> LINES =
      Stream.of(
              "00000", "11111", "22222", "00012", "22210", "01210", "21012", "00122", "22100",
              "10001", "12221", "01110", "21112", "11011", "11211", "01010", "21212", "02020",
              "20202", "02102")
          .map(line -> line.chars().mapToObj(Character::getNumericValue).toList())
          .toList();

  /// The royal sequence, column by column.
  public static final List<Fruit> ROYAL =
      List.of(Fruit.CHERRY, Fruit.BANANA, Fruit.ORANGE, Fruit.GRAPE, Fruit.STRAWBERRY);

  /// The index of the line that can hold the royal sequence.
  public static final int ROYAL_LINE = 1;

  /// What the royal sequence pays, in line bets.
  public static final int ROYAL_PAY = 2000;

  /// A stake has to be a multiple of this, so that every line gets whole minor units.
  public static final int STAKE_STEP = 20;

  /// All lines five diamonds: no payout is larger, in multiples of the stake.
  public static final int MAX_WIN_MULTIPLE = 4200;

  /// The largest stake whose largest payout fits a `long`.
  public static final long MAX_STAKE_MINOR =
      Long.MAX_VALUE / MAX_WIN_MULTIPLE / STAKE_STEP * STAKE_STEP;

  static final int COLUMNS = 5;
  static final int ROWS = 3;
  static final int WEIGHTS = 100;

  private static final Rules RULES = new Rules("slots/1", rulesText());

  private FruitMachine() {}

  /// The rules a round stores.
  public static Rules rules() {
    return RULES;
  }

  /// Plays one spin.
  ///
  /// @param stakeMinor a positive multiple of [#STAKE_STEP], at most [#MAX_STAKE_MINOR]
  /// @throws IllegalArgumentException for any other stake, before anything is drawn
  public static FruitOutcome play(long stakeMinor, Draws draws) {
    if (stakeMinor < 1 || stakeMinor % STAKE_STEP != 0 || stakeMinor > MAX_STAKE_MINOR) {
      throw new IllegalArgumentException(
          "A stake on slots is a positive multiple of %d up to %d, got %d"
              .formatted(STAKE_STEP, MAX_STAKE_MINOR, stakeMinor));
    }
    List<List<Fruit>> grid =
        IntStream.range(0, ROWS)
            .mapToObj(_ ->
                IntStream.range(0, COLUMNS)
                    .mapToObj(_ -> Fruit.drawn(draws.below(WEIGHTS)))
                    .toList())
            .toList();
    long lineBetMinor = stakeMinor / LINES.size();
    List<FruitWin> wins =
        IntStream.range(0, LINES.size())
            .mapToObj(line -> win(line, grid, lineBetMinor))
            .flatMap(Optional::stream)
            .toList();
    return new FruitOutcome(grid, wins, wins.stream().mapToLong(FruitWin::payoutMinor).sum());
  }

  /// The machine's exact mathematics.
  public static ParSheet parSheet() {
    return FruitMathematics.parSheet();
  }

  private static Optional<FruitWin> win(int line, List<List<Fruit>> grid, long lineBetMinor) {
    List<Integer> path = LINES.get(line);
    List<Fruit> seen =
        IntStream.range(0, COLUMNS)
            .mapToObj(column -> grid.get(path.get(column)).get(column))
            .toList();
    if (line == ROYAL_LINE && seen.equals(ROYAL)) {
      return Optional.of(new FruitWin(line, "royal", COLUMNS, lineBetMinor * ROYAL_PAY));
    }
    Fruit first = seen.getFirst();
    int count = (int) seen.stream().takeWhile(first::equals).count();
    return first.pay(count) == 0
        ? Optional.empty()
        : Optional.of(new FruitWin(line, first.id(), count, lineBetMinor * first.pay(count)));
  }

  private static String rulesText() {
    String fruits =
        Arrays.stream(Fruit.values())
            .map(fruit ->
                "%s weight %d pays %d %d %d"
                    .formatted(
                        fruit.id(), fruit.weight(), fruit.pay(3), fruit.pay(4), fruit.pay(5)))
            .collect(Collectors.joining("\n"));
    return "15 cells row by row, each a draw below %d\n%s\nlines %s\nroyal on line %d pays %d\n"
        .formatted(WEIGHTS, fruits, LINES, ROYAL_LINE, ROYAL_PAY);
  }
}
