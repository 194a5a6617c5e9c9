package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.approvals.ChangeRequest;
import dev.pitboss.server.approvals.ChangeRequests;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Responses about keys, of operators and providers alike.
public final class KeyRoutes {
  private final OperatorKeys keys;
  private final Approvals approvals;

  KeyRoutes(OperatorKeys keys, Approvals approvals) {
    this.keys = keys;
    this.approvals = approvals;
  }

  Response list(KeyHolder holder) {
    return Response.ok(
        new KeysView(
            keys.list(holder).stream()
                .map(key -> new KeyView(key.keyId(), key.createdAt(), key.revokedAt()))
                .toList()));
  }

  /// One person of the operator's staff asks for a key, and gets half of its secret.
  Response make(Request request, KeyHolder holder, StaffMember member) {
    request.json().refuseOtherFields();
    return member.isOfPlatform() ? makeNow(holder, member.actor()) : ask(holder, member);
  }

  private Response ask(KeyHolder holder, StaffMember member) {
    long live = keys.list(holder).stream().filter(key -> key.revokedAt() == null).count();
    if (live >= OperatorKeys.MAX_LIVE) {
      return tooManyKeys();
    }
    Approvals.AskedKey asked = approvals.key(member, holder);
    return switch (asked.asked()) {
      case ChangeRequests.Asked.Waiting(ChangeRequest request) ->
          Response.json(
              202,
              new AskedKeyView(
                  asked.keyId(),
                  asked.firstPart(),
                  request.changeRequestId(),
                  request.expiresAt()));
      case ChangeRequests.Asked.TooMany() -> ChangeRequestRoutes.tooMany();
    };
  }

  private Response makeNow(KeyHolder holder, String actor) {
    return keys.make(holder, actor)
        .map(made -> Response.json(201, new MadeKeyView(made.keyId(), made.secret())))
        .orElseGet(KeyRoutes::tooManyKeys);
  }

  private static Response tooManyKeys() {
    return Response.problem(
        Problem.of(
            Problem.Status.CONFLICT,
            "too_many_keys",
            "the holder has two active keys; revoke one first"));
  }

  Response revoke(Request request, KeyHolder holder, String actor) {
    return keys.revoke(holder, request.pathParameter("key"), actor)
        ? Response.noContent()
        : Response.problem(
            Problem.of(
                Problem.Status.NOT_FOUND,
                "no_such_key",
                holder.code() + " has no such active key"));
  }

  /// The keys of one holder.
  @Json
  public record KeysView(List<KeyView> keys) {}

  /// A key without its secret.
  @Json
  public record KeyView(String keyId, Instant createdAt, @Nullable Instant revokedAt) {}

  /// A key that was asked for. It opens nothing before a second person has approved it, who gets
  /// the other half of the secret.
  ///
  /// @param secretPart the first half of the secret, shown only here
  /// @param changeRequest number of the request that waits
  @Json
  public record AskedKeyView(
      String keyId, String secretPart, long changeRequest, Instant expiresAt) {}

  /// A key that was just made; the only time its secret is told.
  @Json
  public record MadeKeyView(String keyId, String secret) {}
}
