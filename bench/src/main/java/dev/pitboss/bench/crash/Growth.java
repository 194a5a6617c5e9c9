package dev.pitboss.bench.crash;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How much more was held after than before, for each of many equal things. What varies from
/// measurement to measurement as much as that is no growth: then there is no number.
///
/// @param bytesEach for each thing; empty when it cannot be told from what measurements vary by
/// @param boundEach it is at most this for each, where it cannot be told
record Growth(Optional<Double> bytesEach, double boundEach) {

  /// Growth from repeated measurements of bytes; the least of each time counts, as garbage only
  /// adds.
  ///
  /// @param things how many there are between before and after
  static Growth of(List<Long> before, List<Long> after, int things) {
    long spread = Math.max(spread(before), spread(after));
    long grown = Collections.min(after) - Collections.min(before);
    double bound = Math.max(0, grown + spread) / (double) things;
    return grown > spread
        ? new Growth(Optional.of(grown / (double) things), bound)
        : new Growth(Optional.empty(), bound);
  }

  /// A number, or `null`.
  String json() {
    return bytesEach.map(bytes -> String.format(Locale.ROOT, "%.0f", bytes)).orElse("null");
  }

  @Override
  public String toString() {
    return bytesEach
        .map(bytes -> String.format(Locale.ROOT, "%.1f KB", bytes / 1024))
        .orElseGet(
            () -> String.format(Locale.ROOT, "not measurable, at most %.1f KB", boundEach / 1024));
  }

  private static long spread(List<Long> measured) {
    return Collections.max(measured) - Collections.min(measured);
  }
}
