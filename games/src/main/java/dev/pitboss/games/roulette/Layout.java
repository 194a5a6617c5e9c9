package dev.pitboss.games.roulette;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The European betting layout: twelve rows of three, numbered along the rows, the zero beside 1, 2
/// and 3.
final class Layout {
  private static final int ROWS = 12;
  private static final int COLUMNS = 3;
  private static final int LAST = ROWS * COLUMNS;

  private Layout() {}

  static List<List<Integer>> straights() {
    return IntStream.rangeClosed(0, LAST).mapToObj(List::of).toList();
  }

  static List<List<Integer>> splits() {
    List<List<Integer>> splits = new ArrayList<>();
    for (int number = 1; number <= COLUMNS; number++) {
      splits.add(List.of(0, number));
    }
    for (int number = 1; number <= LAST; number++) {
      if (number % COLUMNS != 0) {
        splits.add(List.of(number, number + 1));
      }
      if (number + COLUMNS <= LAST) {
        splits.add(List.of(number, number + COLUMNS));
      }
    }
    return List.copyOf(splits);
  }

  static List<List<Integer>> streets() {
    return IntStream.range(0, ROWS).mapToObj(row -> run(row * COLUMNS + 1, COLUMNS)).toList();
  }

  static List<List<Integer>> corners() {
    return IntStream.rangeClosed(1, LAST - COLUMNS)
        .filter(number -> number % COLUMNS != 0)
        .mapToObj(number -> List.of(number, number + 1, number + COLUMNS, number + COLUMNS + 1))
        .toList();
  }

  static List<List<Integer>> lines() {
    return IntStream.range(0, ROWS - 1)
        .mapToObj(row -> run(row * COLUMNS + 1, 2 * COLUMNS))
        .toList();
  }

  static List<List<Integer>> dozens() {
    return IntStream.range(0, 3).mapToObj(dozen -> run(dozen * 12 + 1, 12)).toList();
  }

  static List<List<Integer>> columns() {
    return IntStream.rangeClosed(1, COLUMNS)
        .mapToObj(column -> those(number -> (number - column) % COLUMNS == 0).getFirst())
        .toList();
  }

  static List<List<Integer>> trios() {
    return List.of(List.of(0, 1, 2), List.of(0, 2, 3));
  }

  static List<List<Integer>> firstFour() {
    return List.of(run(0, 4));
  }

  /// The one place that covers every number, the zero excepted, with the given property.
  static List<List<Integer>> those(IntPredicate property) {
    return List.of(IntStream.rangeClosed(1, LAST).filter(property).boxed().toList());
  }

  private static List<Integer> run(int first, int length) {
    return IntStream.range(first, first + length).boxed().toList();
  }
}
