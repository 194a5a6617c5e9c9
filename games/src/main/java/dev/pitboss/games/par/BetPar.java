package dev.pitboss.games.par;

import java.math.BigDecimal;
import java.util.List;

/// The mathematics of one kind of bet, per unit staked.
///
/// @param bet the bet's id, such as `straight`, or the game's own id when it has one kind only
/// @param rtp return to player: the expected payout, stake included; where a game ends rounds at a
///   limit, the value without that limit
/// @param lostToLimits how much of `rtp` the game's limits (max win, free spins per round) can take
///   at most: the true RTP lies in `[rtp − lostToLimits, rtp]`; 0 when `rtp` is exact as it stands
/// @param hitFrequency chance that a round pays anything or awards free spins
/// @param volatility standard deviation σ of the payout
/// @param maxWin the largest payout that is possible
/// @param contributions what the return is made of; they add up to `rtp` exactly
public record BetPar(
    String bet,
    Fraction rtp,
    double lostToLimits,
    Fraction hitFrequency,
    double volatility,
    Fraction maxWin,
    List<Contribution> contributions) {

  /// Copies the list and refuses contributions that do not add up to the RTP.
  public BetPar {
    contributions = List.copyOf(contributions);
    Fraction sum =
        contributions.stream().map(Contribution::rtp).reduce(Fraction.ZERO, Fraction::plus);
    if (!sum.equals(rtp)) {
      throw new IllegalArgumentException(
          "The contributions to '%s' add up to %s, but its RTP is %s".formatted(bet, sum, rtp));
    }
  }

  /// What the house keeps of a unit staked: `1 − rtp`.
  public Fraction houseEdge() {
    return Fraction.ONE.minus(rtp);
  }

  /// The RTP in percent with four decimals, rounded half up, for display.
  public BigDecimal rtpPercent() {
    return rtp.times(100).decimal(4);
  }

  /// A part of a bet's return.
  ///
  /// @param name what pays, such as `anchor ×4` or `free spins`
  /// @param frequency how often it is expected per round; a round can pay it more than once
  /// @param rtp its part of the return
  public record Contribution(String name, Fraction frequency, Fraction rtp) {}
}
