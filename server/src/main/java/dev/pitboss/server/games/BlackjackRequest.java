package dev.pitboss.server.games;

import dev.pitboss.games.blackjack.Action;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A player's request at the blackjack table. There is nothing else a client can say: no cards, no
/// state, no payout.
public sealed interface BlackjackRequest {
  /// Deals a new round.
  ///
  /// @param stake minor units
  record Deal(long stake) implements BlackjackRequest {}

  /// Takes an action in an open round.
  ///
  /// @param version of the round as the player saw it
  record Move(Action action, UUID ref, long version) implements BlackjackRequest {}

  /// Reads `{action: "deal", stake}` or `{action, ref, version}`.
  ///
  /// @throws InvalidInput naming the field at fault
  static BlackjackRequest read(JsonObject body, Game.StakeLimits limits) {
    String action = body.requiredText("action");
    if (action.equals("deal")) {
      long stake = BlackjackBet.stake(body, limits);
      body.refuseOtherFields();
      return new Deal(stake);
    }
    Move act =
        new Move(
            Action.of(action).orElseThrow(() -> noAction(action)),
            ref(body.requiredText("ref")),
            body.requiredLong("version"));
    body.refuseOtherFields();
    return act;
  }

  /// As canonical JSON: two requests ask for the same when their texts are equal.
  default String text() {
    return JsonWriter.text(
        switch (this) {
          case Deal(long stake) -> new Text("deal", stake, null, null);
          case Move(Action action, UUID ref, long version) ->
              new Text(action.id(), null, ref.toString(), version);
        });
  }

  /// The stored form.
  @Json
  record Text(String action, @Nullable Long stake, @Nullable String ref, @Nullable Long version) {}

  private static UUID ref(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw InvalidInput.field("ref", "must be the ref of a round");
    }
  }

  private static InvalidInput noAction(String action) {
    return InvalidInput.field(
        "action",
        "must be deal, %s, got %s"
            .formatted(
                Arrays.stream(Action.values()).map(Action::id).collect(Collectors.joining(", ")),
                action));
  }
}
