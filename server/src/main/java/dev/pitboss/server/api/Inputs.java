package dev.pitboss.server.api;

import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.ledger.IdempotencyKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// What requests of several kinds of clients say in the same way.
public final class Inputs {
  private Inputs() {}

  public static IdempotencyKey keyOf(Request request) {
    try {
      return new IdempotencyKey(request.idempotencyKey());
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("Idempotency-Key", String.valueOf(refused.getMessage()));
    }
  }

  /// The end of the page before, when a query says one.
  public static OptionalLong cursor(Request request) {
    Optional<String> text = request.queryText("cursor");
    return text.isPresent() ? OptionalLong.of(cursor(text.get())) : OptionalLong.empty();
  }

  private static long cursor(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw InvalidInput.field("cursor", "must be the nextCursor of a previous page");
    }
    return Long.parseLong(text);
  }

  /// A round's ref, when the text has the form of one.
  public static Optional<UUID> ref(String text) {
    try {
      UUID ref = UUID.fromString(text);
      return ref.toString().equals(text) ? Optional.of(ref) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  public static boolean wantsCsv(Request request) {
    return request.header("Accept").filter(types -> types.startsWith("text/csv")).isPresent();
  }

  public static Problem noSuchRound() {
    return Problem.of(Problem.Status.NOT_FOUND, "no_such_round", "no such round");
  }

  public static Instant instant(Request request, String name) {
    String text =
        request
            .queryText(name)
            .orElseThrow(() -> new InvalidInput("missing_field", name, "is required"));
    return instant(name, text);
  }

  /// A time of the query that may be left out.
  public static Optional<Instant> optionalInstant(Request request, String name) {
    return request.queryText(name).map(text -> instant(name, text));
  }

  private static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw InvalidInput.field(name, "must be a time such as 2026-01-02T03:04:05Z, got " + text);
    }
  }
}
