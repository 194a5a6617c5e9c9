package dev.pitboss.server.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.history.Evidence;
import dev.pitboss.server.json.JsonObject;

/// Rounds as a player saves them, made from given seeds.
final class SavedRound {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ServerSeed SERVER = ServerSeed.of("f7b51b19a4563681f2c1e00ef747884a");
  private static final ClientSeed CLIENT = new ClientSeed("94ffb08138facf8cffa9c376d703aaed");

  private SavedRound() {}

  static ObjectNode of(String gameId, String bet, DrawScheme scheme, long nonce) {
    Game game = Games.named(gameId).orElseThrow();
    return of(game, bet, scheme, nonce);
  }

  static ObjectNode of(Game game, String bet, DrawScheme scheme, long nonce) {
    Bet wager = game.read(JsonObject.parse(bet.getBytes(UTF_8)));
    Bet.Decision decision = new Evidence(wager, scheme, SERVER, CLIENT, nonce).decide();
    ObjectNode round = JSON.createObjectNode();
    round.put("ref", "0199a0b4-7d5e-7c3a-9f0e-2f6d1c9a8b7e");
    round.put("game", game.id());
    round.put("at", "2026-01-31T12:00:00Z");
    round.put("stake", decision.stake());
    round.put("payout", decision.payout());
    round.put("balanceBefore", 100_000);
    round.put("balanceAfter", 100_000 - decision.stake() + decision.payout());
    round.set("bet", tree(wager.choices()));
    round.set("result", tree(decision.outcome()));
    ObjectNode fairness = round.putObject("fairness");
    fairness.put("scheme", scheme.id());
    fairness.put("rulesVersion", game.rules().version());
    fairness.put("rulesHash", game.rules().hash());
    fairness.put("serverSeedHash", SERVER.hash().hex());
    fairness.put("serverSeed", SERVER.text());
    fairness.put("clientSeed", CLIENT.text());
    fairness.put("nonce", nonce);
    fairness.put("revealed", true);
    return round;
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(json, malformed);
    }
  }
}
