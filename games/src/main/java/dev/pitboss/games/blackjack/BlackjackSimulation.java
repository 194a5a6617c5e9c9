package dev.pitboss.games.blackjack;

import dev.pitboss.games.Draws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;

/// Blackjack by basic strategy in plain numbers, some fifty times as fast as [BlackjackRound] and
/// by the same rules; a test holds it against the exact mathematics.
public final class BlackjackSimulation implements Simulation {
  private final BlackjackRules rules;
  private final Chart chart;

  /// Plays that table by that strategy.
  public BlackjackSimulation(BlackjackRules rules, BasicStrategy strategy) {
    this.rules = rules;
    this.chart = strategy.chart();
  }

  @Override
  public Sample play(long rounds, Draws draws) {
    Table table = new Table(draws);
    long hits = 0;
    long paid = 0;
    long paidSquared = 0;
    for (long i = 0; i < rounds; i++) {
      int halves = 2 + table.playRound();
      hits += table.isPaid ? 1 : 0;
      paid += halves;
      paidSquared += (long) halves * halves;
    }
    return new Sample(rounds, hits, paid / 2.0, paidSquared / 4.0);
  }

  /// One shoe and the hands of the round being played. Worths are numbered as in [ShoeCounts],
  /// profits counted in halves of the initial stake.
  private final class Table {
    private final Draws draws;
    private final byte[] shoe = new byte[rules.decks() * 52];
    private final int[] firsts = new int[rules.maxHands()];
    private final int[] totals = new int[rules.maxHands()];
    private final int[] stakes = new int[rules.maxHands()];
    private int remaining;
    private int hard;
    private boolean hasAce;
    boolean isPaid;

    Table(Draws draws) {
      this.draws = draws;
      for (int card = 0; card < shoe.length; card++) {
        shoe[card] = (byte) Math.min(card % 13, ShoeCounts.TEN);
      }
    }

    /// Dealt cards go behind those left, so the next round begins with a full shoe in another
    /// order.
    private int deal() {
      int position = draws.below(remaining);
      remaining--;
      byte dealt = shoe[position];
      shoe[position] = shoe[remaining];
      shoe[remaining] = dealt;
      return dealt;
    }

    int playRound() {
      remaining = shoe.length;
      int first = deal();
      int up = deal();
      int second = deal();
      int hole = deal();
      boolean natural = isNatural(first, second);
      if (isNatural(up, hole)) {
        isPaid = natural;
        return natural ? 0 : -2;
      }
      isPaid = true;
      if (natural) {
        return 3;
      }
      begin(first, second);
      boolean surrenders =
          first == second
              ? chart.surrendersPair(up, first)
              : chart.surrenders(up, total(), isSoft());
      if (surrenders && rules.lateSurrender()) {
        return -1;
      }
      return settle(playHands(first, second, up), up, hole);
    }

    private int playHands(int first, int second, int up) {
      int hands = 1;
      firsts[0] = first;
      for (int hand = 0; hand < hands; hand++) {
        int card = firsts[hand];
        int next = hand == 0 ? second : deal();
        while (card == next && mayBeSplit(card, hands) && chart.splits(up, card)) {
          firsts[hands++] = card;
          next = deal();
        }
        begin(card, next);
        stakes[hand] = 2;
        boolean isSplit = hands > 1;
        if (!isSplit || card != ShoeCounts.ACE) {
          playOn(hand, up, isSplit);
        }
        totals[hand] = total();
      }
      return hands;
    }

    private boolean mayBeSplit(int card, int hands) {
      return hands < (card == ShoeCounts.ACE ? 2 : rules.maxHands());
    }

    private void playOn(int hand, int up, boolean isSplit) {
      if ((!isSplit || rules.doubleAfterSplit()) && chart.doubles(up, total(), isSoft())) {
        stakes[hand] = 4;
        take(deal());
        return;
      }
      while (hard <= 21 && chart.hits(up, total(), isSoft())) {
        take(deal());
      }
    }

    private int settle(int hands, int up, int hole) {
      int lost = 0;
      for (int hand = 0; hand < hands; hand++) {
        lost += totals[hand] > 21 ? 1 : 0;
      }
      int dealer = lost == hands ? 0 : dealerTotal(up, hole);
      int profit = 0;
      isPaid = false;
      for (int hand = 0; hand < hands; hand++) {
        int total = totals[hand];
        boolean loses = total > 21 || (dealer <= 21 && total < dealer);
        boolean pushes = total == dealer;
        profit += loses ? -stakes[hand] : pushes ? 0 : stakes[hand];
        isPaid |= !loses;
      }
      return profit;
    }

    private int dealerTotal(int up, int hole) {
      begin(up, hole);
      while (total() < 17 || (rules.dealerHitsSoft17() && isSoft() && total() == 17)) {
        take(deal());
      }
      return total();
    }

    private void begin(int first, int second) {
      hard = 0;
      hasAce = false;
      take(first);
      take(second);
    }

    private void take(int worth) {
      hard += worth + 1;
      hasAce |= worth == ShoeCounts.ACE;
    }

    private boolean isSoft() {
      return hasAce && hard <= 11;
    }

    private int total() {
      return isSoft() ? hard + 10 : hard;
    }

    private static boolean isNatural(int first, int second) {
      return (first == ShoeCounts.ACE && second == ShoeCounts.TEN)
          || (first == ShoeCounts.TEN && second == ShoeCounts.ACE);
    }
  }
}
