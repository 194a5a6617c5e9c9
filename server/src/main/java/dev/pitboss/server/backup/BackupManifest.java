package dev.pitboss.server.backup;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a backup holds, with the size and SHA-256 of each file in it.
///
/// @param format of the backup, 1
/// @param id names the backup: when it began
/// @param pitboss version that wrote it
/// @param postgresql major version of the data
/// @param endedAt a restore to a point in time can be to this moment or a later one
/// @param startSegment first file of the log a restore needs
/// @param endSegment last file of the log in the backup itself
/// @param dataChecksums whether data pages have checksums, and so could be verified
/// @param pagesVerified how many were
/// @param walArchive where the log is archived; null when it is not
/// @param contains what is in it, for people
/// @param data file with all of it but secrets
/// @param secrets file with what is sealed under the passphrase
/// @param files in `data`, in their order
@Json
public record BackupManifest(
    int format,
    String id,
    String pitboss,
    int postgresql,
    String systemIdentifier,
    int timeline,
    long segmentBytes,
    String startedAt,
    String endedAt,
    String startSegment,
    String endSegment,
    boolean dataChecksums,
    long pagesVerified,
    @Nullable ArchiveName walArchive,
    List<String> contains,
    Part data,
    Part secrets,
    List<Part> files) {
  static final int FORMAT = 1;

  public BackupManifest {
    contains = List.copyOf(contains);
    files = List.copyOf(files);
  }

  /// A file.
  ///
  /// @param sha256 in hex
  @Json
  public record Part(String path, long bytes, String sha256) {}

  /// An archive of the log.
  ///
  /// @param folder of all archives, as the server's option named it
  /// @param id of this casino's in it
  @Json
  public record ArchiveName(String folder, String id) {}

  byte[] bytes() {
    return JsonWriter.bytes(this);
  }

  /// The moment from which a restore can choose one.
  public Instant end() {
    return Instant.parse(endedAt);
  }

  /// Reads what [#bytes] wrote.
  ///
  /// @throws BackupException when it is something else
  static BackupManifest parse(byte[] bytes, String name) throws BackupException {
    try {
      JsonValue json = JsonValue.parse(new String(bytes, StandardCharsets.UTF_8));
      int format = json.field("format").integer();
      if (format != FORMAT) {
        throw new BackupException(
            "%s has format %d; this version reads format %d".formatted(name, format, FORMAT));
      }
      return new BackupManifest(
          format,
          json.field("id").text(),
          json.field("pitboss").text(),
          json.field("postgresql").integer(),
          json.field("systemIdentifier").text(),
          json.field("timeline").integer(),
          json.field("segmentBytes").number(),
          json.field("startedAt").text(),
          json.field("endedAt").text(),
          json.field("startSegment").text(),
          json.field("endSegment").text(),
          json.field("dataChecksums").flag(),
          json.field("pagesVerified").number(),
          archive(json.optionalField("walArchive")),
          json.field("contains").elements().stream().map(JsonValue::text).toList(),
          part(json.field("data")),
          part(json.field("secrets")),
          parts(json.field("files")));
    } catch (InvalidInput invalid) {
      throw new BackupException(
          "%s is damaged: %s %s".formatted(name, invalid.field(), invalid.reason()));
    }
  }

  private static @Nullable ArchiveName archive(Optional<JsonValue> json) {
    return json.map(it -> new ArchiveName(it.field("folder").text(), it.field("id").text()))
        .orElse(null);
  }

  private static List<Part> parts(JsonValue json) {
    List<Part> parts = new ArrayList<>();
    json.elements().forEach(it -> parts.add(part(it)));
    return parts;
  }

  private static Part part(JsonValue json) {
    return new Part(
        json.field("path").text(), json.field("bytes").number(), json.field("sha256").text());
  }
}
