package dev.pitboss.games.par;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The mathematics of one kind of bet, per unit staked.
///
/// @param bet the bet's id, such as `straight`, or the game's own id when it has one kind only
/// @param rtp return to player: the expected payout, stake included, with all limits of the game
///   (max win, free spins per round) within; see `precision`
/// @param precision what kind of number `rtp` is
/// @param lostToLimits how much less than `rtp` the true RTP can be, where what the limits take is
///   known between two bounds only: it lies in `[rtp − lostToLimits, rtp]`; 0 otherwise
/// @param hitFrequency chance that a round pays anything, a stake given back included, or awards
///   free spins
/// @param volatility standard deviation σ of the payout
/// @param measured how far hit frequency and σ, where they are measured, can be from the truth
/// @param maxWin the largest payout that is possible
/// @param contributions what the return is made of; they add up to `rtp` exactly. What a limit
///   takes is a part below zero
public record BetPar(
    String bet,
    Fraction rtp,
    Precision precision,
    double lostToLimits,
    Fraction hitFrequency,
    double volatility,
    Optional<Margins> measured,
    Fraction maxWin,
    List<Contribution> contributions) {

  /// Half the widths of 99.9 % confidence intervals, of a game whose outcomes are too many to be
  /// counted one beside the other. Its RTP does not depend on them.
  ///
  /// @param hitFrequency of the hit frequency
  /// @param volatility of σ
  /// @param rounds how many were played to measure them
  public record Margins(double hitFrequency, double volatility, long rounds) {}

  /// What kind of number an RTP is.
  public enum Precision {
    /// The very fraction.
    EXACT,

    /// The very fraction of the same game without its limits. They take at most `lostToLimits`, too
    /// little to change a digit that is shown.
    EXACT_WITHOUT_LIMITS,

    /// A decimal.
    ROUNDED
  }

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

  /// A bet whose RTP is the very fraction; with what limits can take, that of the game without
  /// them.
  public BetPar(
      String bet,
      Fraction rtp,
      double lostToLimits,
      Fraction hitFrequency,
      double volatility,
      Fraction maxWin,
      List<Contribution> contributions) {
    this(
        bet,
        rtp,
        lostToLimits == 0 ? Precision.EXACT : Precision.EXACT_WITHOUT_LIMITS,
        lostToLimits,
        hitFrequency,
        volatility,
        Optional.empty(),
        maxWin,
        contributions);
  }

  /// The same figures under another name.
  public BetPar named(String name) {
    return new BetPar(
        name,
        rtp,
        precision,
        lostToLimits,
        hitFrequency,
        volatility,
        measured,
        maxWin,
        contributions);
  }

  /// The same bet with hit frequency and σ as measured.
  public BetPar measured(Fraction newHitFrequency, double newVolatility, Margins margins) {
    return new BetPar(
        bet,
        rtp,
        precision,
        lostToLimits,
        newHitFrequency,
        newVolatility,
        Optional.of(margins),
        maxWin,
        contributions);
  }

  /// Whether `rtp` is a fraction in full, with its limits or without.
  public boolean isFraction() {
    return precision != Precision.ROUNDED;
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
