package dev.pitboss.server.games;

import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.Round;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;

/// A round of a published game with the book it drew: everything that decides the money. It is what
/// is stored of a round that is open, so a round ends as it was drawn though the content of its
/// game be replaced or lost.
///
/// @param mode as published
/// @param shownMode as the client wrote it, which can have other capitals
/// @param baseBet minor units
/// @param stake minor units
/// @param book its id, in decimal
/// @param payoutMultiplier hundredths of the base bet
/// @param payout minor units
@Json
public record DrawnBook(
    String mode,
    String shownMode,
    long baseBet,
    long stake,
    String book,
    long payoutMultiplier,
    long payout) {
  /// Ends an open round of any published game.
  static final EndsByRule ENDS = (bet, _) -> read(bet).ending();

  /// What a bet and its decision come to.
  public static DrawnBook of(Bet bet, Bet.Decision decision, String shownMode) {
    return of(bet.choices(), decision.outcome(), decision.stake(), decision.payout(), shownMode);
  }

  /// Of a settled round.
  public static DrawnBook of(Round round) {
    String mode = object(round.bet()).requiredText("mode");
    return of(round.bet(), round.outcome(), round.stake(), round.payout(), mode);
  }

  private static DrawnBook of(
      String choices, String outcome, long stake, long payout, String shownMode) {
    JsonObject bet = object(choices);
    JsonObject result = object(outcome);
    return new DrawnBook(
        bet.requiredText("mode"),
        shownMode,
        bet.requiredLong("baseBet"),
        stake,
        result.requiredText("book"),
        result.requiredLong("payoutMultiplier"),
        payout);
  }

  /// As it is stored with an open round.
  public static DrawnBook parse(String stored) {
    return read(object(stored));
  }

  private static DrawnBook read(JsonObject stored) {
    return new DrawnBook(
        stored.requiredText("mode"),
        stored.requiredText("shownMode"),
        stored.requiredLong("baseBet"),
        stored.requiredLong("stake"),
        stored.requiredText("book"),
        stored.requiredLong("payoutMultiplier"),
        stored.requiredLong("payout"));
  }

  private static JsonObject object(String json) {
    return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// What is stored with an open round.
  public String text() {
    return JsonWriter.text(this);
  }

  /// The round's outcome.
  public JsonObject result() {
    return object(outcome());
  }

  private String outcome() {
    return JsonWriter.text(new BooksGame.Result(mode, book, payoutMultiplier));
  }

  /// The round, ready to be settled: the same bet and outcome as of one that is settled at once.
  public SteppedGame.Ending ending() {
    return new SteppedGame.Ending(
        JsonWriter.text(new BooksGame.Choices(mode, baseBet)), stake, payout, outcome());
  }
}
