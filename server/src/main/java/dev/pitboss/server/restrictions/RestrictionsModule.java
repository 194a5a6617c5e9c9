package dev.pitboss.server.restrictions;

import dev.pitboss.server.database.Database;
import java.time.InstantSource;

/// The parts of responsible play, wired.
///
/// @param restrictionsReader what bets are decided by
/// @param limits what players do about their own play
public record RestrictionsModule(
    OperatorRulesCache rulesCache, PlayerRestrictionsReader restrictionsReader, Limits limits)
    implements AutoCloseable {
  /// Reads the operators' rules and goes on looking at them until it is closed.
  ///
  /// @param exclusionListener of exclusions
  public static RestrictionsModule open(
      Database database, InstantSource clock, ExclusionListener exclusionListener) {
    OperatorRulesCache rulesCache = OperatorRulesCache.open(database, Profiles.shipped());
    PlayerRestrictionsReader restrictionsReader = new PlayerRestrictionsReader(rulesCache);
    return new RestrictionsModule(
        rulesCache,
        restrictionsReader,
        new Limits(database, rulesCache, restrictionsReader, exclusionListener, clock));
  }

  @Override
  public void close() {
    rulesCache.close();
  }
}
