package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expected and actual return of each game, of the rounds that this server settled in the last 24
/// hours.
///
/// @param since the start of this server, when that is less than a day ago
@Json
public record GamesReport(Instant at, Instant since, List<GameReturn> games) {
  /// One game.
  ///
  /// @param lowestRtp what the worst bet of the game returns in the long run; null where that is up
  ///   to how the player plays, or while the mathematics are worked out
  /// @param highestRtp what the best bet returns
  /// @param staked minor units
  /// @param paid minor units
  /// @param rtp `paid / staked`; null without rounds
  /// @param sigma standard deviation of `rtp` over so many such rounds, from the spread of the
  ///   payouts seen and of those the mathematics expect; null without rounds
  /// @param verdict `within` three sigma of what the mathematics say, `above`, `below`, or `early`:
  ///   too few rounds for a verdict
  @Json
  public record GameReturn(
      String game,
      String name,
      @Nullable Double lowestRtp,
      @Nullable Double highestRtp,
      long rounds,
      long staked,
      long paid,
      @Nullable Double rtp,
      @Nullable Double sigma,
      String verdict) {}

  /// The names of the games whose return is outside of its band.
  public List<String> outOfBand() {
    return games.stream()
        .filter(game -> game.verdict().equals("above") || game.verdict().equals("below"))
        .map(GameReturn::game)
        .toList();
  }
}
