package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.GameOffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// A game as the casino offers it: reads bets, and knows its limits and its mathematics. Immutable
/// and thread-safe.
public sealed interface Game permits OneShotGame, SteppedGame, CrashGame {
  /// Stable id, as in `slots-20`.
  String id();

  /// Name shown to players.
  String name();

  /// Everything that decides an outcome besides the draws.
  Rules rules();

  /// Stakes the table takes.
  StakeLimits limits();

  /// What operators' terms narrow.
  default GameOffer offer() {
    StakeLimits limits = limits();
    return new GameOffer(id(), limits.min(), limits.max(), limits.step());
  }

  /// What every bet of the game may be paid at most, times its stake; empty where bets differ in
  /// that.
  default OptionalLong maxWinMultiple() {
    return OptionalLong.empty();
  }

  /// The exact mathematics; the first to ask may wait some seconds for it.
  ParSheet parSheet();

  /// The exact mathematics, if they are worked out within that time.
  Optional<ParSheet> parSheetWithin(Duration time);

  /// Reads a bet, whole: one that was sent, or one of a settled round.
  ///
  /// @throws InvalidInput naming the field at fault
  Bet read(JsonObject body);

  /// Per round, minor units.
  ///
  /// @param step stakes are multiples of it
  record StakeLimits(long min, long max, long step) {
    /// Whether a stake is within them, and a multiple of the step.
    boolean allow(long stake) {
      return stake >= min && stake <= max && stake % step == 0;
    }

    /// Refuses any other stake.
    ///
    /// @param field path of the stake
    /// @throws InvalidInput naming it
    void check(String field, long stake) {
      if (!allow(stake)) {
        throw InvalidInput.field(
            field,
            "must be a multiple of %d from %d to %d, got %d".formatted(step, min, max, stake));
      }
    }
  }
}
