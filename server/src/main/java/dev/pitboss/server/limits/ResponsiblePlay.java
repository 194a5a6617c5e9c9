package dev.pitboss.server.limits;

import dev.pitboss.server.db.Database;
import java.time.InstantSource;

/// The parts of responsible play, wired.
///
/// @param standings what bets are decided by
/// @param limits what players do about their own play
public record ResponsiblePlay(Houses houses, Standings standings, Limits limits)
    implements AutoCloseable {
  /// Reads the operators' rules and goes on looking at them until it is closed.
  ///
  /// @param witness of exclusions
  public static ResponsiblePlay open(Database database, InstantSource clock, Witness witness) {
    Houses houses = Houses.open(database, Profiles.shipped());
    Standings standings = new Standings(houses);
    return new ResponsiblePlay(
        houses, standings, new Limits(database, houses, standings, witness, clock));
  }

  @Override
  public void close() {
    houses.close();
  }
}
