package dev.pitboss.server.limits;

import dev.pitboss.server.db.Database;
import java.time.InstantSource;

/// The parts of responsible play, wired.
///
/// @param standings what bets are decided by
/// @param limits what players do about their own play
public record RestrictionsModule(OperatorRulesCache houses, PlayerRestrictionsReader standings, Limits limits)
    implements AutoCloseable {
  /// Reads the operators' rules and goes on looking at them until it is closed.
  ///
  /// @param witness of exclusions
  public static RestrictionsModule open(Database database, InstantSource clock, ExclusionListener witness) {
    OperatorRulesCache houses = OperatorRulesCache.open(database, Profiles.shipped());
    PlayerRestrictionsReader standings = new PlayerRestrictionsReader(houses);
    return new RestrictionsModule(
        houses, standings, new Limits(database, houses, standings, witness, clock));
  }

  @Override
  public void close() {
    houses.close();
  }
}
