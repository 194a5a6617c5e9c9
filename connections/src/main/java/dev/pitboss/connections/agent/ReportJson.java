package dev.pitboss.connections.agent;

import dev.pitboss.connections.LeakReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The report as JSON.
final class ReportJson {
  private record About(
      List<EndedPools.Ended> ended,
      int callsWatched,
      Map<String, String> notTracked,
      Instant at,
      AgentStatus.Application process) {}

  private record Name(String name) {}

  private record Leaks(List<LeakNotes.Note> leaks) {}

  private record Samples(List<History.Sample> history) {}

  private ReportJson() {}

  /// @param withHistory whether the samples of the last ten minutes belong to it
  static String of(AgentStatus.Snapshot snapshot, boolean withHistory) {
    String pools =
        snapshot.pools().stream()
            .map(pool -> "{" + pool(pool, withHistory) + "}")
            .collect(Collectors.joining(",", "[", "]"));
    var about =
        new About(
            snapshot.ended(),
            snapshot.callsWatched(),
            snapshot.notTracked(),
            snapshot.at(),
            snapshot.process());
    return "{\"pools\":" + pools + "," + Json.members(about) + "}\n";
  }

  private static String pool(AgentStatus.Pool pool, boolean withHistory) {
    LeakReport report = pool.report();
    String members =
        String.join(
            ",",
            Json.members(new Name(pool.name())),
            Json.members(report),
            Json.members(new Leaks(pool.leaks())));
    return withHistory ? members + "," + Json.members(new Samples(pool.history())) : members;
  }
}
