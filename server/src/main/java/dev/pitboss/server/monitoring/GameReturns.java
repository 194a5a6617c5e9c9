package dev.pitboss.server.monitoring;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.par.SampleSize;
import dev.pitboss.server.games.BlackjackGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.ledger.GameTotals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds what the games paid against what their mathematics say. Thread-safe.
public final class GameReturns {
  private static final double SIGMAS = 3;
  private static final Duration DAY = Duration.ofHours(24);

  private final GameCatalogue catalogue;
  private final GameTotals takings;
  private final InstantSource clock;
  private final Instant started;

  public GameReturns(GameCatalogue catalogue, GameTotals takings, InstantSource clock) {
    this.catalogue = catalogue;
    this.takings = takings;
    this.clock = clock;
    this.started = clock.instant();
  }

  /// How the games do.
  public GamesReport report() {
    Instant now = clock.instant();
    Map<String, GameTotals.Sums> day = takings.lastDay(now);
    Instant dayAgo = now.minus(DAY);
    return new GamesReport(
        now,
        started.isAfter(dayAgo) && !started.isAfter(now) ? started : dayAgo,
        catalogue.games().stream()
            .map(game -> returned(game, day.getOrDefault(game.id(), GameTotals.Sums.NONE)))
            .toList());
  }

  /// All that was settled since the start, by game.
  public Map<String, GameTotals.Sums> sinceStart() {
    return takings.sinceStart();
  }

  /// Whether the game's return is more than three sigma off.
  boolean isOutOfBand(String game) {
    return report().outOfBand().contains(game);
  }

  /// The games on offer.
  public List<String> games() {
    return catalogue.games().stream().map(Game::id).toList();
  }

  private static GamesReport.GameReturn returned(Game game, GameTotals.Sums sums) {
    Optional<ParSheet> sheet = game.parSheetWithin(Duration.ZERO);
    Optional<Band> band = sheet.map(it -> Band.of(it, game instanceof BlackjackGame));
    Optional<Double> rtp =
        sums.staked() == 0
            ? Optional.empty()
            : Optional.of((double) sums.paid() / (double) sums.staked());
    Optional<Double> sigma = band.filter(_ -> rtp.isPresent()).map(it -> it.sigma(sums));
    return new GamesReport.GameReturn(
        game.id(),
        game.name(),
        band.flatMap(Band::lowest).orElse(null),
        band.map(Band::highest).orElse(null),
        sums.rounds(),
        sums.staked(),
        sums.paid(),
        rtp.orElse(null),
        sigma.orElse(null),
        verdict(sums, band, rtp, sigma));
  }

  private static String verdict(
      GameTotals.Sums sums, Optional<Band> band, Optional<Double> rtp, Optional<Double> sigma) {
    if (!SampleSize.isEnough(sums.rounds()) || band.isEmpty() || rtp.isEmpty() || sigma.isEmpty()) {
      return "early";
    }
    double tolerance = SIGMAS * sigma.get();
    if (rtp.get() > band.get().highest() + tolerance) {
      return "above";
    }
    return band.get().lowest().filter(lowest -> rtp.get() < lowest - tolerance).isPresent()
        ? "below"
        : "within";
  }

  /// A game's long-run return over all bets.
  ///
  /// @param lowest empty where a player may play as badly as they like
  /// @param volatility of the calmest bet, for a unit staked
  private record Band(Optional<Double> lowest, double highest, double volatility) {
    static Band of(ParSheet sheet, boolean ofSkill) {
      double lowest = 1;
      double highest = 0;
      double volatility = Double.MAX_VALUE;
      for (BetPar bet : sheet.bets()) {
        double rtp = bet.rtp().toDouble();
        lowest = Math.min(lowest, rtp - bet.lostToLimits());
        highest = Math.max(highest, rtp);
        volatility = Math.min(volatility, bet.volatility());
      }
      return new Band(ofSkill ? Optional.empty() : Optional.of(lowest), highest, volatility);
    }

    /// Large wins are rare: before the first came, the payouts seen spread less than they will. So
    /// the spread is never taken for less than the mathematics know of.
    double sigma(GameTotals.Sums sums) {
      double seen = sums.squaredDeviation(highest);
      double expected = volatility * volatility * sums.stakedSquared();
      return Math.sqrt(Math.max(seen, expected)) / sums.staked();
    }
  }
}
