package dev.pitboss.server.commands;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PAR sheet as JSON. Decimals are rounded to ten places; `…Exact` are fractions in full, absent
/// where the mathematics are decimals.
///
/// @param bets the game's usual bet first
@Json
public record ParDocument(
    String game, String title, String rulesVersion, String rulesHash, List<Bet> bets) {
  private static final int DECIMALS = 10;

  static ParDocument of(GameUnderTest subject, ParSheet sheet) {
    return new ParDocument(
        sheet.game(),
        subject.title(),
        subject.rules().version(),
        subject.rules().hash(),
        sheet.bets().stream().map(bet -> Bet.of(bet)).toList());
  }

  /// One kind of bet, per unit staked.
  ///
  /// @param rtp with all limits of the game within
  /// @param lostToLimits how much lower the true RTP can be; above 0 only where what the limits
  ///   take is known between bounds, and then `rtpExact` is that of the game without limits
  @Json
  public record Bet(
      String bet,
      double rtp,
      @Nullable String rtpExact,
      double houseEdge,
      double hitFrequency,
      @Nullable String hitFrequencyExact,
      double volatility,
      double maxWin,
      double lostToLimits,
      List<Part> contributions) {
    static Bet of(BetPar bet) {
      boolean isExact = bet.isFraction();
      return new Bet(
          bet.bet(),
          decimal(bet.rtp()),
          isExact ? bet.rtp().toString() : null,
          decimal(bet.houseEdge()),
          decimal(bet.hitFrequency()),
          isExact ? bet.hitFrequency().toString() : null,
          bet.volatility(),
          decimal(bet.maxWin()),
          bet.lostToLimits(),
          bet.contributions().stream()
              .map(part ->
                  new Part(
                      part.name(),
                      decimal(part.frequency()),
                      decimal(part.rtp()),
                      isExact ? part.rtp().toString() : null))
              .toList());
    }
  }

  /// What part of the return one kind of win makes.
  ///
  /// @param frequency how often it is expected per round
  @Json
  public record Part(String name, double frequency, double rtp, @Nullable String rtpExact) {}

  private static double decimal(Fraction fraction) {
    return fraction.decimal(DECIMALS).doubleValue();
  }
}
