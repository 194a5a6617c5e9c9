package dev.pitboss.server.http;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is in the way of a bet: of a problem's fields those that its code has.
///
/// @param limit minor units, or minutes; `used` likewise
@Json
public record RestrictionView(
    @Nullable String kind,
    @Nullable String period,
    @Nullable Long limit,
    @Nullable Long used,
    @Nullable Instant resetsAt,
    @Nullable Instant until,
    @Nullable List<String> missing,
    @Nullable Long elapsedSeconds,
    @Nullable Long net,
    @Nullable Long maxStake,
    @Nullable Long waitMillis) {}
