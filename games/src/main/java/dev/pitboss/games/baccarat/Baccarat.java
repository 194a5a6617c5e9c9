package dev.pitboss.games.baccarat;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.cards.Shoe;
import dev.pitboss.games.par.ParSheet;
import java.util.List;

/// Punto banco from a fresh shoe of eight decks.
public final class Baccarat {
  /// Decks in the shoe.
  public static final int DECKS = 8;

  /// Most bets on one coup: one on every spot.
  public static final int MAX_BETS = Spot.values().length;

  private static final Rules RULES =
      new Rules(
          "baccarat/1",
          """
          8 decks, fresh for every coup; card i of the shoe is i mod 52, ranks 2 to A, suits ♦♥♠♣
          each card: the one at draw below the cards left, then the last card takes its place
          deal player, banker, player, banker; worth 2-9 as is, ace 1, others 0; totals modulo 10
          8 or 9 with two cards ends the coup; player draws to 0-5
          banker without a player's third card draws to 0-5, otherwise by that card's worth:
          0-2 always, 3 unless 8, 4 on 2-7, 5 on 4-7, 6 on 6-7
          player 1:1, banker 19:20, both return the stake on a tie; tie 8:1; playerPair and bankerPair 11:1
          """);

  private Baccarat() {}

  /// The rules a round stores.
  public static Rules rules() {
    return RULES;
  }

  /// Deals one coup. Each card is one draw below the number of cards left in the shoe.
  ///
  /// @throws IllegalArgumentException when there are no bets, or more than [#MAX_BETS]
  /// @throws ArithmeticException when the bets could pay more than a `long` holds
  public static BaccaratOutcome play(List<BaccaratBet> bets, Draws draws) {
    maxPayout(bets);
    return outcome(bets, Coup.deal(new Shoe(DECKS, draws)));
  }

  /// The sum of the stakes in minor units.
  ///
  /// @throws ArithmeticException when that does not fit a `long`
  public static long stake(List<BaccaratBet> bets) {
    return bets.stream().mapToLong(BaccaratBet::stakeMinor).reduce(0, Math::addExact);
  }

  /// No coup pays these bets more than this, in minor units. It is a bound, as not all of them can
  /// win at once.
  ///
  /// @throws IllegalArgumentException when there are no bets, or more than [#MAX_BETS]
  /// @throws ArithmeticException when that does not fit a `long`
  public static long maxPayout(List<BaccaratBet> bets) {
    if (bets.isEmpty() || bets.size() > MAX_BETS) {
      throw new IllegalArgumentException(
          "A coup takes 1 to %d bets, got %d".formatted(MAX_BETS, bets.size()));
    }
    return bets.stream().mapToLong(BaccaratBet::mostMinor).reduce(0, Math::addExact);
  }

  /// The exact mathematics of every spot, over all deals of an eight-deck shoe.
  public static ParSheet parSheet() {
    return BaccaratMathematics.parSheet();
  }

  private static BaccaratOutcome outcome(List<BaccaratBet> bets, Coup coup) {
    List<BaccaratWin> wins =
        bets.stream()
            .map(bet -> new BaccaratWin(bet, bet.payoutMinor(coup)))
            .filter(win -> win.payoutMinor() > 0)
            .toList();
    return new BaccaratOutcome(coup, wins, wins.stream().mapToLong(BaccaratWin::payoutMinor).sum());
  }
}
