package dev.pitboss.bench.against;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeSet;

/// Two builds measured in pairs: in each pair, both ran one after the other.
///
/// @param pairs at least one
public record Comparison(List<Pair> pairs) {
  /// Both builds, measured one after the other.
  ///
  /// @param here figures of this build
  /// @param there figures of the other one
  public record Pair(MeasuredTable here, MeasuredTable there) {
    /// Measures both. The build that comes second finds a warmer machine: they take turns.
    ///
    /// @param number of the pair, from 1; this build comes first in those with odd numbers
    public static Pair take(int number, Measurement here, Measurement there)
        throws IOException, InterruptedException {
      if (number % 2 == 1) {
        MeasuredTable mine = here.take();
        return new Pair(mine, there.take());
      }
      MeasuredTable other = there.take();
      return new Pair(here.take(), other);
    }
  }

  /// Measures a build once.
  @FunctionalInterface
  public interface Measurement {
    /// The figures.
    MeasuredTable take() throws IOException, InterruptedException;
  }

  /// A figure of a row over all pairs.
  ///
  /// @param here median of this build
  /// @param there median of the other one
  /// @param ratio median of `here / there` of the pairs; NaN where the other build has zero
  /// @param least the least ratio of a pair
  /// @param most the greatest
  public record Compared(double here, double there, double ratio, double least, double most) {}

  public Comparison {
    pairs = List.copyOf(pairs);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("a comparison has at least one pair, got none");
    }
  }

  public Compared of(String row, String figure) {
    List<Double> here = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (Pair pair : pairs) {
      double mine = pair.here().value(row, figure);
      double other = pair.there().value(row, figure);
      here.add(mine);
      there.add(other);
      ratios.add(other == 0 ? Double.NaN : mine / other);
    }
    List<Double> sorted = ratios.stream().sorted().toList();
    return new Compared(
        median(here), median(there), median(ratios), sorted.getFirst(), sorted.getLast());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// Rows and figures that both builds print.
  private List<String> rows() {
    MeasuredTable first = pairs.getFirst().here();
    return new TreeSet<>(first.rows().keySet())
        .stream().filter(pairs.getFirst().there().rows()::containsKey).toList();
  }

  private List<String> figures() {
    return pairs.getFirst().here().figures().stream()
        .filter(pairs.getFirst().there().figures()::contains)
        .toList();
  }

  /// The comparison as a table for people.
  public String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | | figure | this build | the other | ratio, median | least | greatest |
            |---|---|--:|--:|--:|--:|--:|
            """);
    each((row, figure, compared) ->
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.3f | %.3f | %.3f |%n",
                row,
                figure,
                compared.here(),
                compared.there(),
                compared.ratio(),
                compared.least(),
                compared.most())));
    return table.toString();
  }

  /// The same as JSON.
  ///
  /// @param machine what it ran on
  /// @param other what this build was compared with
  public String json(String machine, String other) {
    StringJoiner figures = new StringJoiner(",\n", "[\n", "\n]");
    each((row, figure, compared) ->
        figures.add(
            String.format(
                Locale.ROOT,
                "  {\"row\": \"%s\", \"figure\": \"%s\", \"here\": %.3f, \"there\": %.3f,"
                    + " \"ratio\": %.4f, \"least\": %.4f, \"greatest\": %.4f}",
                row,
                figure,
                compared.here(),
                compared.there(),
                compared.ratio(),
                compared.least(),
                compared.most())));
    return String.format(
        "{\"machine\": \"%s\", \"against\": \"%s\", \"pairs\": %d, \"figures\": %s}%n",
        machine, other, pairs.size(), figures);
  }

  @FunctionalInterface
  private interface Use {
    void of(String row, String figure, Compared compared);
  }

  /// Figures that the other build has too, and not as zero.
  private void each(Use use) {
    for (String row : rows()) {
      for (String figure : figures()) {
        Compared compared = of(row, figure);
        if (!Double.isNaN(compared.ratio())) {
          use.of(row, figure, compared);
        }
      }
    }
  }
}
