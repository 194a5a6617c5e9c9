package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;

/// Everything the operators' page shows, in one answer.
@Json
public record Overview(
    Build build,
    HealthReport health,
    ConnectionsReport connections,
    GamesReport games,
    HealthHistory.Changes changes,
    MetricHistory.Series samples,
    TrafficReport traffic,
    ActivityReport activity,
    JvmReport jvm,
    StorageReport storage) {}
