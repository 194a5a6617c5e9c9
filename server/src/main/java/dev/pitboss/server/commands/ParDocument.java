package dev.pitboss.server.commands;

import dev.pitboss.games.books.PayoutDistribution;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PAR sheet as JSON. Decimals are rounded to ten places; `…Exact` are fractions in full, absent
/// where the mathematics are decimals.
///
/// @param bets the game's usual bet first; of a published game its modes
/// @param notes what else there is to say; absent when there is nothing
@Json
public record ParDocument(
    String game,
    String title,
    String rulesVersion,
    String rulesHash,
    List<Bet> bets,
    @Nullable List<String> notes) {
  private static final int DECIMALS = 10;

  /// A longer list of payouts is left out.
  private static final int MAX_PAYOUTS = 100_000;

  static ParDocument of(GameUnderTest subject, ParSheet sheet) {
    return new ParDocument(
        sheet.game(),
        subject.title(),
        subject.rules().version(),
        subject.rules().hash(),
        subject instanceof GameUnderTest.PublishedBooks published
            ? published.figures().stream()
                .map(mode -> Bet.of(mode.par(), BookFigures.of(mode)))
                .toList()
            : sheet.bets().stream().map(bet -> Bet.of(bet, null)).toList(),
        notes(subject));
  }

  private static @Nullable List<String> notes(GameUnderTest subject) {
    if (subject instanceof GameUnderTest.PublishedBooks published) {
      List<String> notes = ModeFigures.notes(published.figures());
      return notes.isEmpty() ? null : notes;
    }
    return null;
  }

  /// One kind of bet, per unit staked.
  ///
  /// @param rtp with all limits of the game within
  /// @param lostToLimits how much lower the true RTP can be; above 0 only where what the limits
  ///   take is known between bounds, and then `rtpExact` is that of the game without limits
  /// @param measured how far hit frequency and σ can be from the truth, where they are measured
  /// @param books what only the modes of published games have
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
      @Nullable Measured measured,
      List<Part> contributions,
      @Nullable BookFigures books) {
    static Bet of(BetPar bet, @Nullable BookFigures books) {
      boolean isExact = bet.isFraction();
      return new Bet(
          bet.bet(),
          decimal(bet.rtp()),
          isExact ? bet.rtp().toString() : null,
          decimal(bet.houseEdge()),
          decimal(bet.hitFrequency()),
          isExact && bet.measured().isEmpty() ? bet.hitFrequency().toString() : null,
          bet.volatility(),
          decimal(bet.maxWin()),
          bet.lostToLimits(),
          bet.measured()
              .map(it -> new Measured(it.hitFrequency(), it.volatility(), it.rounds()))
              .orElse(null),
          bet.contributions().stream()
              .map(part ->
                  new Part(
                      part.name(),
                      decimal(part.frequency()),
                      decimal(part.rtp()),
                      isExact ? part.rtp().toString() : null))
              .toList(),
          books);
    }
  }

  /// Half the widths of 99.9 % confidence intervals, and the rounds they come from.
  @Json
  public record Measured(double hitFrequencyWithin, double volatilityWithin, long rounds) {}

  /// A mode of a published game.
  ///
  /// @param cost in base bets
  /// @param totalWeight in decimal; it can have more than 64 bits
  /// @param topAward the largest payout
  /// @param distinctPayouts how many different payouts there are
  /// @param payouts each of them, ascending; absent when there are too many to list
  @Json
  public record BookFigures(
      String cost,
      int books,
      String totalWeight,
      Payout topAward,
      int distinctPayouts,
      @Nullable List<Payout> payouts) {
    static BookFigures of(ModeFigures mode) {
      PayoutDistribution counted = mode.distribution();
      return new BookFigures(
          mode.mode().cost().toPlainString(),
          mode.mode().table().size(),
          counted.totalWeight().toString(),
          Payout.of(counted, counted.top()),
          counted.payouts().size(),
          counted.payouts().size() > MAX_PAYOUTS
              ? null
              : counted.payouts().stream().map(it -> Payout.of(counted, it)).toList());
    }
  }

  /// One payout and its chance.
  ///
  /// @param payout in hundredths of the base bet
  /// @param weight of all books that pay it, in decimal
  @Json
  public record Payout(long payout, String weight, double frequency, String frequencyExact) {
    static Payout of(PayoutDistribution counted, PayoutDistribution.Weighted it) {
      Fraction chance = counted.chance(it);
      return new Payout(it.payout(), it.weight().toString(), chance.toDouble(), chance.toString());
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
