package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.staff.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Replies have the documented schema, field by field: of every route that is only read, and of
/// what a player and the staff usually do. No field is missing, and none is undocumented.
class OpenApiRepliesIT {
  private static final String NAME = "document-checker";

  private final CasinoFixture casino = CasinoFixture.shared();
  private final JsonNode document =
      new ObjectMapper().valueToTree(new Yaml().load(casino.get("/api/openapi.yaml").body()));
  private final List<String> faults = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();

  @Test
  void repliesHaveTheirSchemas() {
    StaffClient staff = StaffClient.make(casino, NAME, Role.OPERATOR, null);
    Guest guest = casino.guest();
    play(guest);
    manage(staff.token());
    read(guest.token(), staff.token());

    assertThat(faults).isEmpty();
    assertThat(seen.size()).as("operations with a JSON reply: " + seen).isGreaterThan(70);
  }

  @Test
  void control_repliesThatDifferAreFound() {
    String answer = casino.guest().get("balance").body();
    assertThat(faultsOf("get", "/api/casino/balance", 200, answer)).isEmpty();
    assertThat(faultsOf("get", "/api/casino/balance", 200, answer.replace("balance", "cash")))
        .containsExactlyInAnyOrder("$.balance is required and absent", "$.cash is not documented");
    assertThat(faultsOf("get", "/api/casino/balance", 200, answer.replaceFirst(":\\d+", ":\"x\"")))
        .containsExactly("$.balance is no integer: \"x\"");
    assertThat(faultsOf("get", "/api/casino/balance", 201, answer))
        .containsExactly("status 201 is not documented");
  }

  private void play(Guest guest) {
    String token = guest.token();
    send("post", "/api/session/guest", Map.of(), "{}", "");
    send("post", "/api/session/register", Map.of(), credentials("document-player"), "");
    send("post", "/api/session/login", Map.of(), credentials("document-player"), "");
    send("post", "/api/casino/play/slots-20", Map.of(), "{\"stake\":200}", token);
    send("post", "/api/casino/play/slots-20", Map.of(), "{\"stake\":30}", token);
    send(
        "post",
        "/api/casino/play/roulette",
        Map.of(),
        "{\"bets\":[{\"type\":\"red\",\"stake\":100},{\"type\":\"black\",\"stake\":100}]}",
        token);
    send(
        "post",
        "/api/casino/play/baccarat",
        Map.of(),
        "{\"bets\":[{\"on\":\"banker\",\"stake\":200},{\"on\":\"player\",\"stake\":200}]}",
        token);
    String bet = send("post", "/api/casino/slots/bet", Map.of(), "{\"stake\":200}", token);
    send("get", "/api/casino/slots/bet", Map.of(), null, token);
    send("post", "/api/casino/slots/bet", Map.of(), "{\"stake\":200}", token);
    send("post", "/api/casino/slots/result", Map.of(), refOf(bet), token);
    send(
        "post",
        "/api/casino/play/blackjack",
        Map.of(),
        "{\"action\":\"deal\",\"stake\":500}",
        token);
    send("get", "/api/casino/play/blackjack", Map.of(), null, token);
    send("post", "/api/casino/play/crash", Map.of(), "{\"stake\":100}", token);
    send("delete", "/api/casino/play/crash", Map.of(), null, token);
    send("post", "/api/casino/fairness", Map.of(), "{\"clientSeed\":\"mine\"}", token);
    String other = casino.guest().token();
    String round =
        refOf(send("post", "/api/casino/play/slots-20", Map.of(), "{\"stake\":200}", other));
    send("post", "/api/casino/fairness/rotate", Map.of(), "{}", other);
    send("post", "/api/casino/fairness/verify", Map.of(), round, other);
    send(
        "put",
        "/api/casino/limits",
        Map.of(),
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\",\"amount\":50000}],"
            + "\"realityCheckMinutes\":30}",
        other);
    send("post", "/api/casino/limits/reality-check", Map.of(), "{}", other);
    String breakOf = "{\"type\":\"coolingOff\",\"hours\":1}";
    send("post", "/api/casino/limits/exclusion", Map.of(), breakOf, other);
    send("post", "/api/casino/play/slots-20", Map.of(), "{\"stake\":200}", other);
  }

  private void manage(String token) {
    String operators = "/api/ops/operators";
    send(
        "post",
        operators,
        Map.of(),
        "{\"code\":\"documented\",\"name\":\"Documented\",\"currency\":\"EUR\"}",
        token);
    Map<String, String> of = new HashMap<>(Map.of("code", "documented", "game", "slots-20"));
    of.put("provider", "book");
    of.put("host", "documented.example");
    send("put", operators + "/{code}/games/{game}", of, "{\"minStake\":20}", token);
    send("put", operators + "/{code}/hosts/{host}", of, "{}", token);
    send("post", operators + "/{code}/keys", of, "{}", token);
    send(
        "post",
        operators + "/{code}/providers",
        of,
        "{\"code\":\"book\",\"name\":\"Book\"}",
        token);
    send("post", operators + "/{code}/providers/{provider}/keys", of, "{}", token);
    send("post", operators + "/{code}/providers/{provider}/disable", of, "{}", token);
    for (String what : List.of("", "/keys", "/providers", "/providers/{provider}/keys")) {
      send("get", operators + "/{code}" + what, of, null, token);
    }
    send("get", operators + "/{code}/providers/{provider}", of, null, token);
    send("get", operators + "/{code}/wallet", of, null, token);
    String player = casino.guest().get("user-info").json().path("playerId").asText();
    for (String what : List.of("", "/rounds", "/limits")) {
      send("get", "/api/ops/players/{id}" + what, Map.of("id", player), null, token);
    }
    send(
        "post",
        "/api/ops/adjustments",
        Map.of(),
        "{\"playerId\":\"%s\",\"amount\":100,\"reason\":\"documented\"}".formatted(player),
        token);
    send("post", "/api/ops/audit/verify", Map.of(), "{}", token);
  }

  /// Every route that is read without more than its path.
  private void read(String player, String staff) {
    for (Endpoint endpoint : casino.casino().api().endpoints()) {
      String token =
          switch (endpoint.access()) {
            case Endpoint.Access.StaffOnly _ -> staff;
            case Endpoint.Access.PlayersOnly _ -> player;
            case Endpoint.Access.Anyone _ -> endpoint.path().startsWith("/api/ops") ? staff : "";
            case Endpoint.Access.ProvidersOnly _, Endpoint.Access.Listeners _ -> "-";
          };
      if (endpoint.method().equals("GET") && !token.equals("-")) {
        if (!endpoint.path().contains(":")) {
          send("get", endpoint.path(), Map.of(), null, token);
        }
      }
    }
    for (JsonNode game : casino.get("/api/casino/games").json().path("games")) {
      Map<String, String> id = Map.of("id", game.path("id").asText());
      send("get", "/api/casino/games/{id}", id, null, "");
    }
    for (JsonNode round : casino.player(player).get("game-history").json().path("rounds")) {
      Map<String, String> ref = Map.of("ref", round.path("ref").asText());
      send("get", "/api/casino/rounds/{ref}", ref, null, player);
    }
  }

  /// Sends a request and notes how its answer differs from the document.
  private String send(
      String method, String path, Map<String, String> values, @Nullable String body, String token) {
    String target = path;
    for (Map.Entry<String, String> value : values.entrySet()) {
      target = target.replace("{" + value.getKey() + "}", value.getValue());
    }
    Map<String, String> headers = new HashMap<>();
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
    if (!method.equals("get")) {
      headers.put("Idempotency-Key", UUID.randomUUID().toString());
    }
    Answer answer = casino.send(method.toUpperCase(Locale.ROOT), target, body, headers);
    String at = method + " " + target + ": " + answer.status();
    faultsOf(method, path, answer.status(), answer.body()).forEach(it -> faults.add(at + " " + it));
    if (answer.status() >= 500) {
      faults.add(at + " " + answer.body());
    }
    return answer.body();
  }

  private List<String> faultsOf(String method, String path, int status, String body) {
    JsonNode operation = document.path("paths").path(path).path(method);
    JsonNode response = operation.path("responses").path(Integer.toString(status));
    if (response.isMissingNode()) {
      return List.of("status " + status + " is not documented");
    }
    if (response.has("$ref")) {
      response = document.at(response.path("$ref").asText().substring(1));
    }
    String type = status < 400 ? "application/json" : "application/problem+json";
    JsonNode schema = response.path("content").path(type).path("schema");
    if (schema.isMissingNode() || path.equals("/api/openapi.json")) {
      return List.of();
    }
    if (status < 400) {
      seen.add(operation.path("operationId").asText());
    }
    try {
      return SchemaCheck.faults(document, schema, new ObjectMapper().readTree(body));
    } catch (IOException notJson) {
      return List.of("no JSON: " + body);
    }
  }

  private static String refOf(String reply) {
    try {
      ObjectNode ref = new ObjectMapper().createObjectNode();
      return ref.set("ref", new ObjectMapper().readTree(reply).path("ref")).toString();
    } catch (IOException notJson) {
      throw new AssertionError(reply, notJson);
    }
  }

  private static String credentials(String username) {
    return "{\"username\":\"%s\",\"password\":\"four plain words do\"}".formatted(username);
  }
}
