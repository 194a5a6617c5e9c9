package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What changed in this server's health since its start, so that its cause can be seen later.
/// Thread-safe.
public final class HealthHistory {
  private static final Logger LOG = LoggerFactory.getLogger(HealthHistory.class);

  /// Enough for a bad night; a value that flutters must not fill the memory.
  private static final int KEPT = 200;

  private static final String STATUS = "Status";
  private static final String DATABASE = "Database";
  private static final String POOL = "Pool";

  private final InstantSource clock;
  private final Deque<Change> newestFirst = new ArrayDeque<>();
  private Map<String, String> known = Map.of();

  /// One change.
  ///
  /// @param what of what
  /// @param from what it was
  /// @param to what it is from then on
  /// @param reason why, where that is known
  @Json
  public record Change(Instant at, String what, String from, String to, @Nullable String reason) {}

  /// The last changes.
  ///
  /// @param changes newest first
  @Json
  public record Changes(Instant at, List<Change> changes) {}

  HealthHistory(InstantSource clock) {
    this.clock = clock;
    note(
        new Change(
            clock.instant(),
            "Server",
            "stopped",
            "started, version " + Build.current().text(),
            null));
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
        Change change = new Change(clock.instant(), what, from, to, reason(what, health));
        note(change);
        if (what.equals(STATUS)) {
          log(change);
        }
      }
    });
    known = now;
  }

  private static void log(Change change) {
    if (change.to().equals("UP")) {
      LOG.info("health: {} -> {}", change.from(), change.to());
    } else {
      LOG.warn("health: {} -> {}: {}", change.from(), change.to(), change.reason());
    }
  }

  private static @Nullable String reason(String what, HealthReport health) {
    return switch (what) {
      case STATUS -> health.reasons().isEmpty() ? null : String.join("; ", health.reasons());
      case DATABASE -> health.checks().database().error();
      case POOL -> health.checks().databasePool().reason();
      default -> null; // the other facts say it themselves
    };
  }

  private void note(Change change) {
    newestFirst.addFirst(change);
    if (newestFirst.size() > KEPT) {
      newestFirst.removeLast();
    }
  }

  private static Map<String, String> facts(HealthReport report, GamesReport games) {
    HealthReport.InvariantCheck invariants = report.checks().invariants();
    HealthReport.PoolCheck pool = report.checks().databasePool();
    Map<String, String> facts = new LinkedHashMap<>();
    HealthReport.DatabaseCheck database = report.checks().database();
    facts.put(STATUS, report.status());
    facts.put(DATABASE, database.code() == null ? "takes writes" : database.code());
    facts.put("Bets", invariants.betting() ? "taken" : "stopped");
    facts.put(
        "Broken invariants",
        names(invariants.broken().stream().map(HealthReport.BrokenInvariant::name).toList()));
    facts.put(POOL, pool.waiting() > 0 ? "exhausted, threads wait" : "enough");
    facts.put("Leaks", Long.toString(pool.trackingStats().totalLeaks()));
    facts.put("Connections taken back", Long.toString(pool.trackingStats().totalReclaimed()));
    facts.put("Return out of band", names(games.outOfBand()));
    return facts;
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", "));
  }
}
