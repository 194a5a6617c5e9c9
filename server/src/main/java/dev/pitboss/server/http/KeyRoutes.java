package dev.pitboss.server.http;

import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.OperatorKeys;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered about keys, whoever holds them.
public final class KeyRoutes {
  private final OperatorKeys keys;

  KeyRoutes(OperatorKeys keys) {
    this.keys = keys;
  }

  Reply list(KeyHolder holder) {
    return Reply.ok(
        new KeysView(
            keys.list(holder).stream()
                .map(key -> new KeyView(key.keyId(), key.createdAt(), key.revokedAt()))
                .toList()));
  }

  Reply make(Request request, KeyHolder holder, String actor) {
    request.json().refuseOtherFields();
    return keys.make(holder, actor)
        .map(made -> Reply.json(201, new MadeKeyView(made.keyId(), made.secret())))
        .orElseGet(() ->
            Reply.problem(
                Problem.of(
                    Problem.Status.CONFLICT,
                    "too_many_keys",
                    "there are two live keys; revoke one first")));
  }

  Reply revoke(Request request, KeyHolder holder, String actor) {
    return keys.revoke(holder, request.pathParameter("key"), actor)
        ? Reply.noContent()
        : Reply.problem(
            Problem.of(
                Problem.Status.NOT_FOUND,
                "no_such_key",
                holder.code() + " has no live key of that id"));
  }

  /// Somebody's keys.
  @Json
  public record KeysView(List<KeyView> keys) {}

  /// A key without its secret.
  @Json
  public record KeyView(String keyId, Instant createdAt, @Nullable Instant revokedAt) {}

  /// A key that was just made; the only time its secret is told.
  @Json
  public record MadeKeyView(String keyId, String secret) {}
}
