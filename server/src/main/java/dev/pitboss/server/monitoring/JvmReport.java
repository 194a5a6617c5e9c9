package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;

/// How the Java process is doing.
///
/// @param heapUsedBytes with what the next collection will free
/// @param collections of garbage in the last minute
/// @param collectionMillis how long they took together
/// @param cpuPercent of the last minute; 100 is all processors
/// @param threads of the platform; virtual ones are not counted
@Json
public record JvmReport(
    long uptimeSeconds,
    long heapUsedBytes,
    long heapMaxBytes,
    long collections,
    long collectionMillis,
    double cpuPercent,
    int processors,
    int threads) {}
