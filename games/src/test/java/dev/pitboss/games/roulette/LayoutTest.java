package dev.pitboss.games.roulette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pitboss.games.roulette.RouletteBets.Accepted;
import dev.pitboss.games.roulette.RouletteBets.Parsed;
import dev.pitboss.games.roulette.RouletteBets.Refused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The layout is judged here by geometry: where the numbers lie on the cloth, not by the code that
/// lists the places.
class LayoutTest {
  @ParameterizedTest
  @CsvSource({
    "straight,37",
    "split,60",
    "street,12",
    "trio,2",
    "corner,22",
    "first-four,1",
    "line,11",
    "dozen,3",
    "column,3",
    "red,1",
    "black,1",
    "even,1",
    "odd,1",
    "low,1",
    "high,1"
  })
  void layoutHasThatManyPlaces(String type, int places) {
    assertThat(new HashSet<>(BetType.of(type).orElseThrow().places())).hasSize(places);
  }

  @Test
  void exactlyNeighboursMakeASplit() {
    for (List<Integer> pair : subsets(2)) {
      assertThat(accepts("split", pair))
          .as("%s", pair)
          .isEqualTo(areNeighbours(pair.get(0), pair.get(1)));
    }
  }

  @Test
  void exactlyRowsMakeAStreetAndZeroRowsATrio() {
    for (List<Integer> three : subsets(3)) {
      boolean isRow = three.get(0) % 3 == 1 && isRun(three);
      boolean touchesZero = three.equals(List.of(0, 1, 2)) || three.equals(List.of(0, 2, 3));
      assertThat(accepts("street", three)).as("street %s", three).isEqualTo(isRow);
      assertThat(accepts("trio", three)).as("trio %s", three).isEqualTo(touchesZero);
    }
  }

  @Test
  void exactlySquaresMakeACorner() {
    for (List<Integer> four : subsets(4)) {
      boolean isSquare =
          four.get(0) > 0
              && four.get(0) % 3 != 0
              && four.get(1) == four.get(0) + 1
              && four.get(2) == four.get(0) + 3
              && four.get(3) == four.get(0) + 4;
      assertThat(accepts("corner", four)).as("corner %s", four).isEqualTo(isSquare);
      assertThat(accepts("first-four", four))
          .as("first-four %s", four)
          .isEqualTo(four.equals(List.of(0, 1, 2, 3)));
    }
  }

  @Test
  void exactlyTwoRowsMakeALine() {
    // All 2.3 million sets of six would take seconds; every set within nine numbers in a row has
    // all
    // the near misses, and the random trials below have the rest.
    for (int first = 0; first <= 37 - 9; first++) {
      int offset = first;
      for (List<Integer> chosen : (Iterable<List<Integer>>) () -> subsets(28, 6).iterator()) {
        List<Integer> six = chosen.stream().map(number -> number - 28 + offset).toList();
        boolean isTwoRows = six.getFirst() % 3 == 1 && isRun(six);
        assertThat(accepts("line", six)).as("line %s", six).isEqualTo(isTwoRows);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPlaceIsAcceptedInAnyOrder(BetType type) {
    Random random = new Random(type.id().hashCode());
    for (List<Integer> place : type.places()) {
      List<Integer> shuffled = new ArrayList<>(place);
      Collections.shuffle(shuffled, random);

      assertThat(RouletteBets.parse(type.id(), shuffled, null, 5))
          .isEqualTo(new Accepted(new RouletteBet(type, place, 5)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomNumbersAreAcceptedOnlyOnAPlace(BetType type) {
    long seed = 20_260_101L + type.id().hashCode();
    Random random = new Random(seed);
    for (int trial = 0; trial < 3000; trial++) {
      List<Integer> numbers = random.ints(random.nextInt(1, 20), -2, 40).boxed().toList();
      boolean onLayout = type.places().contains(numbers.stream().sorted().toList());

      assertThat(RouletteBets.parse(type.id(), numbers, null, 1) instanceof Accepted)
          .as("%s on %s, seed %d", type.id(), numbers, seed)
          .isEqualTo(onLayout);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "black", "even", "odd", "low", "high", "first-four"})
  void betsWithOnePlaceNeedNoNumbers(String type) {
    assertThat(RouletteBets.parse(type, List.of(), null, 1)).isInstanceOf(Accepted.class);
  }

  @Test
  void dozensAndColumnsAreNamedByTheirValue() {
    assertThat(numbers(RouletteBets.parse("dozen", List.of(), 2, 1)))
        .startsWith(13)
        .endsWith(24)
        .hasSize(12);
    assertThat(numbers(RouletteBets.parse("column", List.of(), 3, 1)))
        .startsWith(3, 6)
        .endsWith(36)
        .hasSize(12);
  }

  @Test
  void whatIsWrongIsNamedWithItsField() {
    assertRefused(RouletteBets.parse("snake", List.of(), null, 1), "type", "'snake'");
    assertRefused(RouletteBets.parse("red", List.of(), null, 0), "stake", "0");
    assertRefused(RouletteBets.parse("red", List.of(), null, -5), "stake", "-5");
    assertRefused(RouletteBets.parse("red", List.of(), 1, 5), "value", "1");
    assertRefused(RouletteBets.parse("dozen", List.of(), null, 5), "value", "needs");
    assertRefused(RouletteBets.parse("dozen", List.of(), 4, 5), "value", "4");
    assertRefused(RouletteBets.parse("column", List.of(), 0, 5), "value", "0");
    assertRefused(RouletteBets.parse("column", List.of(1, 2, 3), 1, 5), "numbers", "[1, 2, 3]");
    assertRefused(RouletteBets.parse("split", List.of(1), null, 5), "numbers", "2 numbers, got 1");
    assertRefused(RouletteBets.parse("straight", List.of(), null, 5), "numbers", "1 number, got 0");
    assertRefused(RouletteBets.parse("straight", List.of(37), null, 5), "numbers", "[37]");
    assertRefused(RouletteBets.parse("split", List.of(7, 7), null, 5), "numbers", "[7, 7]");
  }

  @Test
  void betOffTheLayoutCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RouletteBet(BetType.SPLIT, List.of(1, 5), 1))
        .withMessageContaining("split")
        .withMessageContaining("[1, 5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RouletteBet(BetType.STRAIGHT, List.of(1), 0))
        .withMessageContaining("0");
  }

  private static void assertRefused(Parsed parsed, String field, String message) {
    assertThat(parsed)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.message()).contains(message);
            });
  }

  private static List<Integer> numbers(Parsed parsed) {
    return ((Accepted) parsed).bet().numbers();
  }

  private static boolean accepts(String type, List<Integer> numbers) {
    return RouletteBets.parse(type, numbers, null, 1) instanceof Accepted;
  }

  private static boolean areNeighbours(int low, int high) {
    if (low == 0) {
      return Set.of(1, 2, 3).contains(high);
    }
    int rows = (high - 1) / 3 - (low - 1) / 3;
    int columns = (high - 1) % 3 - (low - 1) % 3;
    return Math.abs(rows) + Math.abs(columns) == 1;
  }

  private static boolean isRun(List<Integer> ascending) {
    return IntStream.range(1, ascending.size())
        .allMatch(i -> ascending.get(i) == ascending.get(i - 1) + 1);
  }

  private static Iterable<List<Integer>> subsets(int size) {
    return () -> subsets(0, size).iterator();
  }

  private static Stream<List<Integer>> subsets(int from, int size) {
    if (size == 0) {
      return Stream.of(List.of());
    }
    return IntStream.range(from, 37)
        .boxed()
        .flatMap(first ->
            subsets(first + 1, size - 1)
                .map(rest -> Stream.concat(Stream.of(first), rest.stream()).toList()));
  }
}
