package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.DocumentedReplies;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.staff.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Replies of every route that is only read, and of what a player and the staff usually do. Whether
/// they have the documented schema is checked by the client, for these and all other tests; here
/// most operations are asked at least once.
class OpenApiRepliesIT {
  private static final String NAME = "document-checker";

  private final CasinoFixture casino = CasinoFixture.shared();
  private final Set<String> seen = new TreeSet<>();

  @Test
  void repliesHaveTheirSchemas() {
    StaffClient staff = StaffClient.make(casino, NAME, Role.MANAGER, null);
    Guest guest = casino.guest();
    play(guest);
    manage(staff.token());
    read(guest.token(), staff.token());

    assertThat(seen.size()).as("operations with a JSON reply: " + seen).isGreaterThan(70);
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
    playOriginals(token);
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

  private void playOriginals(String token) {
    send(
        "post",
        "/api/casino/play/dice",
        Map.of(),
        "{\"direction\":\"under\",\"target\":5000,\"stake\":100}",
        token);
    send("post", "/api/casino/play/limbo", Map.of(), "{\"target\":200,\"stake\":100}", token);
    send(
        "post",
        "/api/casino/play/plinko",
        Map.of(),
        "{\"rows\":8,\"risk\":\"low\",\"stake\":100}",
        token);
    send(
        "post",
        "/api/casino/play/wheel",
        Map.of(),
        "{\"segments\":10,\"risk\":\"low\",\"stake\":100}",
        token);
    send(
        "post",
        "/api/casino/play/keno",
        Map.of(),
        "{\"picks\":[1,40],\"risk\":\"high\",\"stake\":100}",
        token);
  }

  private void manage(String token) {
    String operators = "/api/ops/operators";
    send(
        "post",
        operators,
        Map.of(),
        "{\"code\":\"documented\",\"name\":\"Documented\",\"currency\":\"EUR\",\"jurisdiction\":\"social\"}",
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
          switch ((Access) endpoint.access()) {
            case Access.StaffOnly _ -> staff;
            case Access.PlayersOnly _ -> player;
            case Access.Anyone _ -> endpoint.path().startsWith("/api/ops") ? staff : "";
            case Access.ProvidersOnly _, Access.FrontEnds _, Access.Listeners _ -> "-";
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

  /// Sends a request, whose reply the client holds against the document.
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
    String sent = method.toUpperCase(Locale.ROOT);
    String at = target;
    Answer answer = StaffClient.patiently(() -> casino.send(sent, at, body, headers));
    assertThat(answer.status()).as(sent + " " + target + ": " + answer.body()).isLessThan(500);
    if (answer.status() < 400 && answer.header("Content-Type").equals("application/json")) {
      seen.add(DocumentedReplies.served().operationOf(sent, target));
    }
    return answer.body();
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
