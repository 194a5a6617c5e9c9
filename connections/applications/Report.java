package applications;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the agent's page says, read as JSON.
@SuppressWarnings("unchecked")
record Report(List<Pool> pools, Map<String, Object> notTracked) {
  /// @param discrepancy what the pool has out minus what the agent counts
  /// @param tells whether the pool has told its own numbers: without them there is no discrepancy
  record Pool(
      String name,
      long acquired,
      long released,
      long active,
      long leaks,
      long reclaimed,
      long discrepancy,
      boolean tells,
      List<Line> lines) {}

  /// A line that borrows.
  record Line(String site, long acquired) {}

  static Report of(String json) {
    Map<String, Object> whole = (Map<String, Object>) Json.read(json);
    List<Pool> pools = new ArrayList<>();
    for (Object each : (List<Object>) whole.get("pools")) {
      pools.add(pool((Map<String, Object>) each));
    }
    return new Report(pools, (Map<String, Object>) whole.get("notTracked"));
  }

  private static Pool pool(Map<String, Object> pool) {
    Map<String, Object> totals = (Map<String, Object>) pool.get("trackingStats");
    List<Line> lines =
        ((List<Object>) pool.get("topConnectionUsers"))
            .stream()
                .map(line -> (Map<String, Object>) line)
                .map(line -> new Line((String) line.get("site"), number(line, "acquired")))
                .toList();
    return new Pool(
        (String) pool.get("name"),
        number(totals, "totalAcquired"),
        number(totals, "totalReleased"),
        number(totals, "totalActive"),
        number(totals, "totalLeaks"),
        number(totals, "totalReclaimed"),
        number(pool, "trackingDiscrepancy"),
        number(pool, "poolSize") >= 0,
        lines);
  }

  private static long number(Map<String, Object> members, String name) {
    return ((Double) members.get(name)).longValue();
  }

  private Stream<Line> lines() {
    return pools.stream().flatMap(pool -> pool.lines().stream());
  }

  long acquired() {
    return pools.stream().mapToLong(Pool::acquired).sum();
  }

  long released() {
    return pools.stream().mapToLong(Pool::released).sum();
  }

  long active() {
    return pools.stream().mapToLong(Pool::active).sum();
  }

  long leaks() {
    return pools.stream().mapToLong(Pool::leaks).sum();
  }

  long reclaimed() {
    return pools.stream().mapToLong(Pool::reclaimed).sum();
  }

  Set<String> sites() {
    return new TreeSet<>(lines().map(Line::site).toList());
  }

  Set<String> names() {
    return new TreeSet<>(pools.stream().map(Pool::name).toList());
  }

  long acquiredAt(Set<String> sites) {
    return lines().filter(line -> sites.contains(line.site())).mapToLong(Line::acquired).sum();
  }
}
