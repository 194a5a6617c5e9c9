package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import dev.pitboss.server.json.JsonObject;

/// How an open round ends where its player decides nothing more. Pure.
public interface EndsByRule {
  /// Ends a round as the rule does.
  ///
  /// @param bet the choices so far, as stored with the open round
  /// @param draws the round's draws, from the start
  SteppedGame.Ending end(JsonObject bet, Draws draws);
}
