package dev.pitboss.server.commands;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.simulation.Sample;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A simulation as JSON. All but the last two fields depend on rounds and seed alone.
///
/// @param rounds that were played: fewer than asked for when it was interrupted
/// @param intervals where the RTP lies by this sample, at 95 and 99 % confidence
@Json
public record SimulationDocument(
    String title,
    String rulesVersion,
    String bet,
    long rounds,
    long seed,
    Figures measured,
    Figures exact,
    double standardError,
    List<Bounds> intervals,
    double cpuSeconds,
    long roundsPerCpuSecond) {
  private static final int DECIMALS = 10;

  /// One side of the comparison.
  @Json
  public record Figures(double rtp, double hitFrequency, double volatility) {}

  /// A confidence interval of the RTP.
  ///
  /// @param holdsExact whether the exact RTP is within
  @Json
  public record Bounds(int percent, double low, double high, boolean holdsExact) {}

  static SimulationDocument of(Subject subject, BetPar bet, long seed, ManyRounds.Outcome outcome) {
    Sample sample = outcome.sample();
    double cpuSeconds = outcome.cpuNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    return new SimulationDocument(
        subject.title(),
        subject.rules().version(),
        bet.bet(),
        sample.rounds(),
        seed,
        new Figures(sample.rtp(), sample.hitFrequency(), sample.volatility()),
        new Figures(
            bet.rtp().decimal(DECIMALS).doubleValue(),
            bet.hitFrequency().decimal(DECIMALS).doubleValue(),
            bet.volatility()),
        sample.standardError(),
        Interval.of(sample).stream()
            .map(interval ->
                new Bounds(
                    interval.percent(), interval.low(), interval.high(), interval.holds(bet)))
            .toList(),
        cpuSeconds,
        (long) (sample.rounds() / cpuSeconds));
  }
}
