package dev.pitboss.connections.agent;

import dev.pitboss.connections.LeakReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who holds connections for how long: bars as wide as the time, callers above callees.
///
/// Widths are in percent and heights in pixels, so that it fits every screen and its text stays
/// readable. For one thread.
final class FlameGraph {
  /// Frames shown of a stack, the innermost ones: those of servers and threads say little.
  private static final int MAX_FRAMES = 20;

  /// Narrower bars cannot be seen, in percent.
  private static final double MIN_WIDTH = 0.4;

  private static final int ROW = 20;
  private static final int COLORS = 6;
  private static final String SVG = "svg";

  private static final Pattern FRAME =
      Pattern.compile("([^./]+)\\.([^.(]+)\\((?:[^():]*:)?([^()]*)\\)$");

  private static final class Node {
    final Map<String, Node> callees = new LinkedHashMap<>();
    long millis;
  }

  private final Node root = new Node();

  /// The connections that are out now: by stack where it is known, else by line.
  static FlameGraph ofHeld(List<LeakReport.HeldBorrow> held) {
    var graph = new FlameGraph();
    for (LeakReport.HeldBorrow borrow : held) {
      List<String> path = new ArrayList<>(borrow.stack());
      path.removeIf(frame -> frame.startsWith("java.base/"));
      if (path.size() > MAX_FRAMES) {
        path = path.subList(0, MAX_FRAMES);
      }
      path = new ArrayList<>(path);
      Collections.reverse(path);
      graph.add(path.isEmpty() ? List.of(borrow.site()) : path, Math.max(1, borrow.heldMillis()));
    }
    return graph;
  }

  /// All borrows so far, by file and line: the mean time of a line, times its borrows that have
  /// ended, and the time of those that are out.
  static FlameGraph ofAll(List<LeakReport.SiteUse> uses, List<LeakReport.HeldBorrow> held) {
    Map<String, Long> heldMillis = new HashMap<>();
    for (LeakReport.HeldBorrow borrow : held) {
      heldMillis.merge(borrow.site(), borrow.heldMillis(), Long::sum);
    }
    var graph = new FlameGraph();
    for (LeakReport.SiteUse use : uses) {
      int end = use.site().indexOf("::");
      String file = end < 0 ? use.site() : use.site().substring(0, end);
      long ended = Math.round(use.avgMillis() * (use.acquired() - use.active()));
      graph.add(List.of(file, use.site()), ended + heldMillis.getOrDefault(use.site(), 0L));
    }
    return graph;
  }

  private void add(List<String> path, long millis) {
    if (millis <= 0) {
      return;
    }
    root.millis += millis;
    Node node = root;
    for (String frame : path) {
      node = node.callees.computeIfAbsent(frame, key -> new Node());
      node.millis += millis;
    }
  }

  boolean isEmpty() {
    return root.millis == 0;
  }

  /// @param title what the whole width stands for
  void draw(Html html, String title) {
    int height = (depth(root) + 1) * ROW;
    html.open("div", "class", "flame");
    html.open(
        SVG,
        "width",
        "100%",
        "height",
        Integer.toString(height),
        "role",
        "img",
        "aria-label",
        title + ", as bars; the tables on this page have the same numbers");
    bar(html, new Place(0, 100, 0), title, root);
    html.close(SVG).close("div");
  }

  private int depth(Node node) {
    int deepest = 0;
    for (Node callee : node.callees.values()) {
      if (width(callee) >= MIN_WIDTH) {
        deepest = Math.max(deepest, 1 + depth(callee));
      }
    }
    return deepest;
  }

  private double width(Node node) {
    return 100.0 * node.millis / root.millis;
  }

  /// Where a bar is: from the left and its width in percent, and its row.
  private record Place(double left, double width, int row) {}

  private void bar(Html html, Place place, String name, Node node) {
    String label = shortName(name);
    String time = Html.duration(node.millis);
    html.open(
        SVG,
        "x",
        percent(place.left()),
        "width",
        percent(place.width()),
        "y",
        Integer.toString(place.row() * ROW),
        "height",
        Integer.toString(ROW - 1));
    html.element("title", "%s: %s, %s".formatted(name, time, percent(place.width())));
    String color = place.row() == 0 ? "root" : "f" + Math.floorMod(name.hashCode(), COLORS);
    html.open("rect", "width", "100%", "height", "100%", "class", color).close("rect");
    html.element("text", label + " · " + time, "x", "5", "y", "14").close(SVG);
    double left = place.left();
    for (Map.Entry<String, Node> callee : node.callees.entrySet()) {
      double width = width(callee.getValue());
      if (width >= MIN_WIDTH) {
        bar(html, new Place(left, width, place.row() + 1), callee.getKey(), callee.getValue());
      }
      left += width;
    }
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }

  /// `com.acme.Shop.buy(Shop.java:12)` as `Shop.buy:12`.
  private static String shortName(String frame) {
    Matcher parts = FRAME.matcher(frame);
    return parts.find() ? parts.group(1) + "." + parts.group(2) + ":" + parts.group(3) : frame;
  }
}
