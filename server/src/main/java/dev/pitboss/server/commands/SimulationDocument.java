package dev.pitboss.server.commands;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.SampleSize;
import dev.pitboss.games.simulation.Sample;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A simulation as JSON. All but the last two fields depend on rounds and seed alone.
///
/// @param rounds that were played: fewer than asked for when it was interrupted
/// @param tooFewRounds whether the sample is too small to be held against the exact value: fewer
///   than 1 000 rounds, or fewer than 25 hits to be expected
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
    boolean tooFewRounds,
    List<Bounds> intervals,
    double cpuSeconds,
    long roundsPerCpuSecond) {
  private static final int DECIMALS = 10;

  /// One side of the comparison.
  @Json
  public record Figures(double rtp, double hitFrequency, double volatility) {}

  /// A confidence interval of the RTP.
  ///
  /// @param holdsExact whether the exact RTP is within; absent with too few rounds
  @Json
  public record Bounds(int percent, double low, double high, @Nullable Boolean holdsExact) {}

  static SimulationDocument of(
      GameUnderTest subject, BetPar bet, long seed, ParallelSimulation.Outcome outcome) {
    Sample sample = outcome.sample();
    boolean isEnough = SampleSize.isEnough(sample.rounds(), bet);
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
        !isEnough,
        Interval.of(sample, bet).stream()
            .map(interval ->
                new Bounds(
                    interval.percent(),
                    interval.low(),
                    interval.high(),
                    isEnough ? interval.holds(bet) : null))
            .toList(),
        cpuSeconds,
        (long) (sample.rounds() / cpuSeconds));
  }
}
