package dev.pitboss.games.originals;

import dev.pitboss.games.Draws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A wheel of equal segments.
///
/// @param segments of the wheel
/// @param risk which list of payouts
public record WheelBet(int segments, Risk risk) implements OriginalBet {
  /// The wheels there are.
  public static final List<Integer> SIZES = List.of(10, 20, 30, 40, 50);

  private static final Map<String, List<Long>> LISTS = PayLists.parse(PayLists.WHEEL);

  /// Refuses another size.
  public WheelBet {
    if (!SIZES.contains(segments)) {
      throw new IllegalArgumentException(
          "A wheel has one of %s segments, got %d".formatted(SIZES, segments));
    }
  }

  /// What each segment pays, hundredths.
  public List<Long> multipliers() {
    return Objects.requireNonNull(LISTS.get("segments " + segments + " " + risk.id()));
  }

  @Override
  public Original game() {
    return Original.WHEEL;
  }

  @Override
  public String name() {
    return "segments-" + segments + "-" + risk.id();
  }

  @Override
  public PayTable payTable() {
    Map<Long, Long> ways = new HashMap<>();
    multipliers().forEach(multiplier -> ways.merge(multiplier, 1L, Long::sum));
    return PayTable.of(ways);
  }

  @Override
  public OriginalOutcome play(Draws draws) {
    int segment = draws.below(segments);
    return new OriginalOutcome.Stop(segment, multipliers().get(segment));
  }
}
