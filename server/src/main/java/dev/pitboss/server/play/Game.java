package dev.pitboss.server.play;

import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.JsonObject;

/// A one-shot game as the casino offers it: reads bets, and knows its limits and its mathematics.
/// Immutable and thread-safe.
public sealed interface Game permits SlotsGame, RouletteGame {
  /// Stable id, as in `slots-20`.
  String id();

  /// Name shown to players.
  String name();

  /// Everything that decides an outcome besides the draws.
  Rules rules();

  /// Stakes the table takes.
  StakeLimits limits();

  /// The exact mathematics.
  ParSheet parSheet();

  /// Reads a bet.
  ///
  /// @throws dev.pitboss.server.json.InvalidInput naming the field at fault
  Wager read(JsonObject body);

  /// Per round, minor units.
  ///
  /// @param step stakes are multiples of it
  record StakeLimits(long min, long max, long step) {}
}
