package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much the database stores, and how much it still can.
///
/// @param at when it was measured; null until it could be
/// @param databaseBytes tables and indexes, without the write-ahead log
/// @param diskFreeBytes of the disk with the data folder, for the embedded database; null for one
///   elsewhere, whose disk is not seen from here
@Json
public record StorageReport(
    @Nullable Instant at, @Nullable Long databaseBytes, @Nullable Long diskFreeBytes) {
  static final StorageReport UNKNOWN = new StorageReport(null, null, null);
}
