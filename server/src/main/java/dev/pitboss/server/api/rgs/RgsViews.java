package dev.pitboss.server.api.rgs;

import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.rounds.BooksPlay;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the protocol's calls answer. Amounts have six decimals. A field without a value is `null`,
/// as its clients expect, where our own API leaves it out.
final class RgsViews {
  private static final String NULL = JsonWriter.raw("null");

  /// Round numbers that every client holds exactly.
  private static final int BET_ID_BITS = 53;

  private static final double HUNDREDTHS = 100;

  private RgsViews() {}

  /// Money a player has.
  @Json
  record AmountView(long amount, String currency) {
    static AmountView of(Balance balance, MicroUnits micros) {
      return new AmountView(micros.of(balance.balance()), balance.currency());
    }
  }

  /// The answer to `balance` and `end-round`.
  @Json
  record BalanceView(AmountView balance) {}

  /// The answer to `authenticate`.
  ///
  /// @param round the open one, or the last, or `null`
  @Json
  record AuthenticateView(AmountView balance, ConfigView config, @Json.Raw String round) {
    static AuthenticateView of(AmountView balance, ConfigView config, Optional<RoundView> round) {
      return new AuthenticateView(
          balance, config, round.map(it -> JsonWriter.raw(JsonWriter.text(it))).orElse(NULL));
    }
  }

  /// What can be bet, and what the player's jurisdiction asks of the front end.
  ///
  /// @param minBet of base bets; a mode's cost times the base bet is staked
  @Json
  record ConfigView(
      String gameID,
      long minBet,
      long maxBet,
      long stepBet,
      long defaultBetLevel,
      List<Long> betLevels,
      Map<String, BetModeView> betModes,
      JurisdictionView jurisdiction) {}

  /// A mode.
  ///
  /// @param costMultiplier what it costs, in base bets
  /// @param feature whether it costs more than a base bet
  @Json
  record BetModeView(String mode, double costMultiplier, boolean feature) {}

  /// Flags for the front end, by the player's jurisdiction.
  ///
  /// @param minimumRoundDuration milliseconds
  @Json
  record JurisdictionView(
      boolean socialCasino,
      boolean disabledFullscreen,
      boolean disabledTurbo,
      boolean disabledSuperTurbo,
      boolean disabledAutoplay,
      boolean disabledSlamstop,
      boolean disabledSpacebar,
      boolean disabledBuyFeature,
      boolean displayNetPosition,
      boolean displayRTP,
      boolean displaySessionTimer,
      long minimumRoundDuration) {}

  /// The answer to `play`.
  @Json
  record PlayView(AmountView balance, RoundView round) {}

  /// A round.
  ///
  /// @param betID a number for the client; `ref` names the round for us
  /// @param amount the base bet
  /// @param payoutMultiplier of the base bet
  /// @param active whether `end-round` has still to pay it
  /// @param mode as the client wrote it
  /// @param event where the front end resumes, or `null`
  /// @param state the book's events
  @Json
  record RoundView(
      long betID,
      String ref,
      long amount,
      long payout,
      double payoutMultiplier,
      double costMultiplier,
      boolean active,
      String mode,
      @Json.Raw String event,
      @Json.Raw String state) {
    static RoundView of(
        BooksPlay.View view, Optional<String> event, String events, MicroUnits micros) {
      return new RoundView(
          view.ref().getLeastSignificantBits() >>> (Long.SIZE - BET_ID_BITS),
          view.ref().toString(),
          micros.of(view.drawn().baseBet()),
          micros.of(view.drawn().payout()),
          view.drawn().payoutMultiplier() / HUNDREDTHS,
          (double) view.drawn().stake() / view.drawn().baseBet(),
          view.isOpen(),
          view.drawn().shownMode(),
          event.map(it -> JsonWriter.raw(JsonWriter.text(it))).orElse(NULL),
          JsonWriter.raw(events));
    }
  }

  /// The answer to `event`.
  @Json
  record EventView(String event) {}

  /// A game session for a front end.
  ///
  /// @param sessionId what the front end shows with each call
  /// @param rgsUrl where it calls, without the scheme
  /// @param frontUrl of the studio's front end, with all it is to know; absent when none was
  ///   imported
  @Json
  record LaunchView(String sessionId, String expiresAt, String rgsUrl, @Nullable String frontUrl) {}
}
