package dev.pitboss.server.ops;

import io.avaje.jsonb.Json;

/// Everything the operators' page shows, in one answer.
@Json
public record Overview(
    HealthReport health,
    ConnectionsReport connections,
    GamesReport games,
    ChangeLog.Changes changes,
    Samples.Series samples) {}
