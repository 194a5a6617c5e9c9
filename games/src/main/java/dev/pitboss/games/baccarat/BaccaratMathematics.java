package dev.pitboss.games.baccarat;

import dev.pitboss.games.cards.Card;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Contribution;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Baccarat by going through all deals, cards taken by their worth.
///
/// A deal's weight is the number of ways to take its cards one after the other and fill up to six
/// with any others, so that all deals weigh the same: 416 · 415 · … · 411 in all, which fits a
/// `long`.
final class BaccaratMathematics {
  private static final int WORTHS = 10;
  private static final int CARDS = Baccarat.DECKS * Card.DECK;
  private static final int MOST_DEALT = 6;

  private final int[] left = new int[WORTHS];
  private final long[] weights = new long[Winner.values().length];
  private int remaining = CARDS;

  private BaccaratMathematics() {
    int each = CARDS / 13;
    Arrays.fill(left, each);
    left[0] = 4 * each;
  }

  static ParSheet parSheet() {
    BaccaratMathematics mathematics = new BaccaratMathematics();
    mathematics.enumerate();
    List<BetPar> bets = Arrays.stream(Spot.values()).map(mathematics::par).toList();
    return new ParSheet("baccarat", Baccarat.rules(), bets);
  }

  private void enumerate() {
    for (int first = 0; first < WORTHS; first++) {
      for (int second = 0; second < WORTHS; second++) {
        for (int third = 0; third < WORTHS; third++) {
          for (int fourth = 0; fourth < WORTHS; fourth++) {
            long ways = take(first) * take(second) * take(third) * take(fourth);
            drawThirds((first + third) % 10, (second + fourth) % 10, ways);
            IntStream.of(fourth, third, second, first).forEach(this::putBack);
          }
        }
      }
    }
  }

  private void drawThirds(int player, int banker, long ways) {
    if (Tableau.endsAtOnce(player, banker)) {
      count(player, banker, ways);
    } else if (!Tableau.playerDraws(player)) {
      drawBanker(player, banker, Tableau.NO_CARD, ways);
    } else {
      for (int card = 0; card < WORTHS; card++) {
        long taken = take(card);
        drawBanker((player + card) % 10, banker, card, ways * taken);
        putBack(card);
      }
    }
  }

  private void drawBanker(int player, int banker, int playerThird, long ways) {
    if (!Tableau.bankerDraws(banker, playerThird)) {
      count(player, banker, ways);
      return;
    }
    for (int card = 0; card < WORTHS; card++) {
      long taken = take(card);
      count(player, (banker + card) % 10, ways * taken);
      putBack(card);
    }
  }

  private void count(int player, int banker, long ways) {
    long filled = ways;
    for (int cards = remaining; cards > CARDS - MOST_DEALT; cards--) {
      filled *= cards;
    }
    weights[slot(Winner.of(player, banker))] += filled;
  }

  /// Takes a card of that worth away and says in how many ways that can be done.
  private long take(int worth) {
    remaining--;
    return left[worth]--;
  }

  private void putBack(int worth) {
    remaining++;
    left[worth]++;
  }

  private static int slot(Winner winner) {
    return switch (winner) {
      case PLAYER -> 0;
      case BANKER -> 1;
      case TIE -> 2;
    };
  }

  private Fraction chance(Winner winner) {
    return Fraction.of(weights[slot(winner)], Arrays.stream(weights).sum());
  }

  /// The next card is of the first card's rank: 31 of the 415 that are left.
  private static Fraction pairChance() {
    return Fraction.of(CARDS / 13 - 1, CARDS - 1);
  }

  private BetPar par(Spot spot) {
    Fraction tie = chance(Winner.TIE);
    return switch (spot) {
      case PLAYER -> par(spot, chance(Winner.PLAYER), tie);
      case BANKER -> par(spot, chance(Winner.BANKER), tie);
      case TIE -> par(spot, tie, Fraction.ZERO);
      case PLAYER_PAIR, BANKER_PAIR -> par(spot, pairChance(), Fraction.ZERO);
    };
  }

  private static BetPar par(Spot spot, Fraction wins, Fraction returned) {
    Fraction most = Fraction.of(spot.mostParts(), Spot.PARTS);
    Fraction won = wins.times(most);
    Fraction rtp = won.plus(returned);
    Fraction square = won.times(most).plus(returned);
    List<Contribution> contributions =
        returned.equals(Fraction.ZERO)
            ? List.of(new Contribution(spot.id(), wins, won))
            : List.of(
                new Contribution(spot.id(), wins, won),
                new Contribution("tie returned", returned, returned));
    return new BetPar(
        spot.id(),
        rtp,
        0,
        wins.plus(returned),
        Math.sqrt(square.minus(rtp.times(rtp)).toDouble()),
        most,
        contributions);
  }
}
