package dev.pitboss.server.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonValue;
import java.util.Optional;

/// A round as `GET /api/casino/rounds/{ref}` gives it and a player may have saved it. It claims; it
/// is [RoundVerification] that finds out. Fields that prove nothing, and those of later versions,
/// are passed over.
///
/// @param at when it was settled, as written
/// @param bet its choices
/// @param result what it is said to have given
record RoundFile(
    String ref,
    String game,
    String at,
    Money money,
    JsonObject bet,
    JsonValue written,
    JsonValue result,
    Fairness fairness) {

  /// What the round is said to have done to the player's balance, in minor units.
  record Money(long stake, long payout, long balanceBefore, long balanceAfter) {}

  /// Where its draws came from.
  ///
  /// @param serverSeed once revealed
  record Fairness(
      String scheme,
      String rulesVersion,
      String rulesHash,
      String serverSeedHash,
      Optional<String> serverSeed,
      String clientSeed,
      long nonce) {}

  /// Reads a document.
  ///
  /// @throws dev.pitboss.server.json.InvalidInput when the text is not a round, or lacks a field
  static RoundFile parse(String json) {
    JsonValue document = JsonValue.parse(json);
    JsonValue fairness = document.field("fairness");
    JsonValue bet = document.field("bet");
    return new RoundFile(
        document.field("ref").text(),
        document.field("game").text(),
        document.field("at").text(),
        new Money(
            document.field("stake").number(),
            document.field("payout").number(),
            document.field("balanceBefore").number(),
            document.field("balanceAfter").number()),
        // read as the server reads it, with places as in this document
        JsonObject.parse(json.getBytes(UTF_8)).requiredObject("bet"),
        bet,
        document.field("result"),
        new Fairness(
            fairness.field("scheme").text(),
            fairness.field("rulesVersion").text(),
            fairness.field("rulesHash").text(),
            fairness.field("serverSeedHash").text(),
            fairness.optionalField("serverSeed").map(JsonValue::text),
            fairness.field("clientSeed").text(),
            fairness.field("nonce").number()));
  }
}
