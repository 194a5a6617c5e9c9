package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many requests this server answers, how fast, and how many of them failed.
///
/// @param seconds what the figures are of: the last minute, less after the start
/// @param all routes together
/// @param groups those that were asked since the start
/// @param settlement bets, and steps of rounds, from their arrival at their lane to the commit
@Json
public record TrafficReport(double seconds, Figures all, List<Figures> groups, Latency settlement) {
  public TrafficReport {
    groups = List.copyOf(groups);
  }

  /// Requests of some routes.
  ///
  /// @param name of the group
  /// @param clientErrorsPerSecond answers of status 400 to 499
  /// @param serverErrorsPerSecond answers of status 500 and above
  /// @param errorRate the part of the requests that the latter are; 0 without requests
  @Json
  public record Figures(
      String name,
      Latency latency,
      double clientErrorsPerSecond,
      double serverErrorsPerSecond,
      double errorRate) {}

  /// How many there were, and how long they took. A percentile is read from a histogram's buckets:
  /// exact at their bounds, interpolated between them, and 3 s for all above.
  ///
  /// @param p50Millis half of them took no longer; null where there were none
  @Json
  public record Latency(
      double perSecond,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis,
      @Nullable Double p99Millis) {}
}
