package dev.pitboss.connections.agent;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws one number of a pool over the last ten minutes.
final class HistoryChart {
  private static final int HEIGHT = 48;

  /// Seconds from the left edge to the right one, at least.
  private static final int MIN_SECONDS = 60;

  /// Samples that share a point of the curve: one point per two pixels of a narrow screen.
  private static final int PER_POINT = 4;

  private static final String FIGURE = "figure";

  private HistoryChart() {}

  /// @param bound a value that the scale must show, such as the size of the pool; 0 for none
  static void draw(
      Html html,
      String title,
      double bound,
      List<History.Sample> samples,
      ToDoubleFunction<History.Sample> value) {
    double latest = samples.isEmpty() ? -1 : value.applyAsDouble(samples.get(samples.size() - 1));
    double highest = samples.stream().mapToDouble(value).max().orElse(0);
    html.open(FIGURE, "class", "chart").open("figcaption").text(title + " ");
    if (latest < 0) {
      html.element("b", samples.isEmpty() ? "no sample yet" : "not known");
      html.close("figcaption").close(FIGURE);
      return;
    }
    html.element("b", Html.number(latest));
    html.element("span", "max " + Html.number(highest)).close("figcaption");
    String says =
        "%s over the last %d s: now %s, highest %s"
            .formatted(title, samples.size(), Html.number(latest), Html.number(highest));
    html.open(
        "svg",
        "viewBox",
        "0 0 " + seconds(samples) + " " + HEIGHT,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        says);
    curve(html, Math.max(Math.max(bound, highest), 1), samples, value);
    html.close("svg").close(FIGURE);
  }

  /// How much time a chart shows.
  static int seconds(List<History.Sample> samples) {
    return Math.max(MIN_SECONDS, samples.size());
  }

  /// The latest sample is at the right edge, the highest of each group is drawn.
  private static void curve(
      Html html, double top, List<History.Sample> samples, ToDoubleFunction<History.Sample> value) {
    var line = new StringBuilder();
    int width = seconds(samples);
    int first = width - samples.size();
    double last = 0;
    for (int i = 0; i < samples.size(); i += PER_POINT) {
      double highest = 0;
      for (int j = i; j < Math.min(i + PER_POINT, samples.size()); j++) {
        highest = Math.max(highest, value.applyAsDouble(samples.get(j)));
      }
      last = y(highest, top);
      line.append(i == 0 ? "M" : "L").append(point(first + i, last));
    }
    line.append("L").append(point(width, last));
    String area = line + "L" + width + " " + HEIGHT + "L" + first + " " + HEIGHT + "Z";
    html.open("path", "class", "area", "d", area).close("path");
    html.open("path", "class", "line", "d", line.toString()).close("path");
  }

  private static double y(double value, double top) {
    return HEIGHT - 1 - Math.max(0, value) / top * (HEIGHT - 4);
  }

  private static String point(int x, double y) {
    return String.format(Locale.ROOT, "%d %.1f", x, y);
  }
}
