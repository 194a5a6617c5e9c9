package dev.pitboss.games.roulette;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of bet the layout offers.
///
/// A bet covering `n` pockets pays `36 / n` times its stake, stake included, as if the zero were
/// not there; that is the whole house edge, the same 1/37 for every bet.
public enum BetType {
  /// One number.
  STRAIGHT("straight", 1, Layout.straights()),
  /// Two neighbours, the zero's with 1, 2 and 3 included.
  SPLIT("split", 2, Layout.splits()),
  /// A row of three.
  STREET("street", 3, Layout.streets()),
  /// Four numbers meeting in a point.
  CORNER("corner", 4, Layout.corners()),
  /// Two rows of three.
  LINE("line", 6, Layout.lines()),
  /// 1–12, 13–24 or 25–36.
  DOZEN("dozen", 12, Layout.dozens()),
  /// One of the three columns of twelve.
  COLUMN("column", 12, Layout.columns()),
  /// The red numbers.
  RED("red", 18, Layout.those(pocket -> PocketColor.of(pocket) == PocketColor.RED)),
  /// The black numbers.
  BLACK("black", 18, Layout.those(pocket -> PocketColor.of(pocket) == PocketColor.BLACK)),
  /// The even numbers, without the zero.
  EVEN("even", 18, Layout.those(pocket -> pocket % 2 == 0)),
  /// The odd numbers.
  ODD("odd", 18, Layout.those(pocket -> pocket % 2 == 1)),
  /// 1–18.
  LOW("low", 18, Layout.those(pocket -> pocket <= 18)),
  /// 19–36.
  HIGH("high", 18, Layout.those(pocket -> pocket > 18)),
  /// The zero with 1 and 2, or with 2 and 3.
  TRIO("trio", 3, Layout.trios()),
  /// The zero with 1, 2 and 3.
  FIRST_FOUR("first-four", 4, Layout.firstFour());

  private static final Map<String, BetType> BY_ID =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(BetType::id, Function.identity()));

  private final String id;
  private final int size;

  @SuppressWarnings(
      "ImmutableEnumChecker") // the layout hands out unmodifiable lists of boxed numbers
  private final List<List<Integer>> places;

  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final Set<List<Integer>> covered;

  BetType(String id, int size, List<List<Integer>> places) {
    this.id = id;
    this.size = size;
    this.places = places;
    this.covered = Set.copyOf(places);
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// How many pockets such a bet covers.
  public int size() {
    return size;
  }

  /// What a winning bet is paid per unit staked, stake included.
  public int payoutMultiple() {
    return 36 / size;
  }

  /// Every place on the layout where such a bet can be made: the covered pockets, ascending. For
  /// dozens and columns the list index is their number less one.
  public List<List<Integer>> places() {
    return places;
  }

  /// Whether the layout has a place of this type that covers exactly those pockets.
  ///
  /// @param pockets ascending
  public boolean covers(List<Integer> pockets) {
    return covered.contains(pockets);
  }

  /// The type of that id, if there is one.
  public static Optional<BetType> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }
}
