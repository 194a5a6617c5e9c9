package dev.pitboss.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import java.util.Random;
import java.util.UUID;

/// A guest at the blackjack table.
public record BlackjackPlayer(Guest guest) {
  /// A hand that allows any given action comes long before.
  private static final int MAX_DEALS = 400;

  public Answer deal(long stake) {
    return settled("{\"action\":\"deal\",\"stake\":" + stake + "}");
  }

  /// A busy machine may say that it is on its way, or that nothing was done: asked again.
  private Answer settled(String body) {
    String key = UUID.randomUUID().toString();
    return CasinoClient.settled(() -> guest.post("play/blackjack", body, key));
  }

  /// Deals until a round stays open.
  public JsonNode dealOpen(long stake) {
    return dealUntil("stand", stake);
  }

  /// Deals until the action is possible; rounds before are played out by standing.
  public JsonNode dealUntil(String action, long stake) {
    for (int i = 0; i < MAX_DEALS; i++) {
      JsonNode round = expectDone(deal(stake));
      for (JsonNode possible : round.path("actions")) {
        if (possible.asText().equals(action)) {
          return round;
        }
      }
      if (!round.path("final").asBoolean()) {
        expectDone(act(round, "stand"));
      }
    }
    throw new AssertionError("never dealt: a hand to " + action);
  }

  private static JsonNode expectDone(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
    return answer.json();
  }

  public Answer act(JsonNode round, String action) {
    return act(round.path("ref").asText(), round.path("version").asInt(), action);
  }

  public Answer act(String ref, int version, String action) {
    return settled(body(ref, version, action));
  }

  public Answer act(JsonNode round, String action, String key) {
    return guest.post(
        "play/blackjack",
        body(round.path("ref").asText(), round.path("version").asInt(), action),
        key);
  }

  /// Takes any of the possible actions until the round is over.
  public JsonNode playOut(JsonNode open, Random random) {
    JsonNode round = open;
    while (!round.path("final").asBoolean()) {
      JsonNode actions = round.path("actions");
      round = expectDone(act(round, actions.get(random.nextInt(actions.size())).asText()));
    }
    return round;
  }

  private static String body(String ref, int version, String action) {
    return "{\"action\":\"%s\",\"ref\":\"%s\",\"version\":%d}".formatted(action, ref, version);
  }
}
