package dev.pitboss.games.originals;

import dev.pitboss.games.Draws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A ball that falls through rows of pins, at each to the left or to the right.
///
/// @param rows of pins
/// @param risk which list of payouts
public record PlinkoBet(int rows, Risk risk) implements OriginalBet {
  /// Fewest rows.
  public static final int MIN_ROWS = 8;

  /// Most rows.
  public static final int MAX_ROWS = 16;

  private static final Map<String, List<Long>> LISTS = PayLists.parse(PayLists.PLINKO);

  /// Refuses another number of rows.
  public PlinkoBet {
    if (rows < MIN_ROWS || rows > MAX_ROWS) {
      throw new IllegalArgumentException(
          "Plinko has %d to %d rows, got %d".formatted(MIN_ROWS, MAX_ROWS, rows));
    }
  }

  /// What each slot pays from the left, hundredths.
  public List<Long> multipliers() {
    List<Long> half = Objects.requireNonNull(LISTS.get("rows " + rows + " " + risk.id()));
    List<Long> whole = new ArrayList<>();
    for (int slot = 0; slot <= rows; slot++) {
      whole.add(half.get(Math.min(slot, rows - slot)));
    }
    return List.copyOf(whole);
  }

  @Override
  public Original game() {
    return Original.PLINKO;
  }

  @Override
  public String name() {
    return "rows-" + rows + "-" + risk.id();
  }

  /// A slot is reached by as many of the 2^rows paths as there are ways to choose its turns to the
  /// right.
  @Override
  public PayTable payTable() {
    List<Long> multipliers = multipliers();
    Map<Long, Long> ways = new HashMap<>();
    long paths = 1;
    for (int slot = 0; slot <= rows; slot++) {
      ways.merge(multipliers.get(slot), paths, Long::sum);
      paths = paths * (rows - slot) / (slot + 1);
    }
    return PayTable.of(ways);
  }

  @Override
  public OriginalOutcome play(Draws draws) {
    List<Integer> path = new ArrayList<>(rows);
    int slot = 0;
    for (int row = 0; row < rows; row++) {
      int turn = draws.below(2);
      path.add(turn);
      slot += turn;
    }
    List<Long> half = Objects.requireNonNull(LISTS.get("rows " + rows + " " + risk.id()));
    return new OriginalOutcome.Path(List.copyOf(path), slot, half.get(Math.min(slot, rows - slot)));
  }
}
