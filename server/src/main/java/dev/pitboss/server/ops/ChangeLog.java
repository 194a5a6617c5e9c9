package dev.pitboss.server.ops;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What changed in this server's health since its start, so that whoever looks later sees how it
/// came. Thread-safe.
public final class ChangeLog {
  /// Enough for a bad night; a value that flutters must not fill the memory.
  private static final int KEPT = 200;

  private final InstantSource clock;
  private final Deque<Change> newestFirst = new ArrayDeque<>();
  private Map<String, String> known = Map.of();

  /// One change.
  ///
  /// @param what of what
  /// @param from what it was
  /// @param to what it is from then on
  @Json
  public record Change(Instant at, String what, String from, String to) {}

  /// The last changes.
  ///
  /// @param changes newest first
  @Json
  public record Changes(Instant at, List<Change> changes) {}

  ChangeLog(InstantSource clock) {
    this.clock = clock;
    note("Server", "stopped", "started, version " + Health.version());
  }

  /// The last two hundred changes.
  public synchronized Changes report() {
    return new Changes(clock.instant(), List.copyOf(newestFirst));
  }

  /// Notes what differs from the last look.
  synchronized void look(HealthReport health, GamesReport games) {
    Map<String, String> now = facts(health, games);
    now.forEach((what, to) -> {
      String from = known.getOrDefault(what, to);
      if (!from.equals(to)) {
        note(what, from, to);
      }
    });
    known = now;
  }

  private void note(String what, String from, String to) {
    newestFirst.addFirst(new Change(clock.instant(), what, from, to));
    if (newestFirst.size() > KEPT) {
      newestFirst.removeLast();
    }
  }

  private static Map<String, String> facts(HealthReport report, GamesReport games) {
    HealthReport.InvariantCheck invariants = report.checks().invariants();
    HealthReport.PoolCheck pool = report.checks().databasePool();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Status", report.status());
    facts.put("Database", report.checks().database().error() == null ? "answers" : "silent");
    facts.put("Bets", invariants.betting() ? "taken" : "stopped");
    facts.put(
        "Broken invariants",
        names(invariants.broken().stream().map(HealthReport.BrokenInvariant::name).toList()));
    facts.put("Pool", pool.waiting() > 0 ? "exhausted, threads wait" : "enough");
    facts.put("Leaks", Long.toString(pool.trackingStats().totalLeaks()));
    facts.put("Connections taken back", Long.toString(pool.trackingStats().totalReclaimed()));
    facts.put("Return out of band", names(games.outOfBand()));
    return facts;
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", "));
  }
}
