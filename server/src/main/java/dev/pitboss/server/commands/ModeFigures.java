package dev.pitboss.server.commands;

import dev.pitboss.games.books.BookMathematics;
import dev.pitboss.games.books.BookMode;
import dev.pitboss.games.books.BookTable;
import dev.pitboss.games.books.PayoutDistribution;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A mode of a published game with its exact mathematics.
record ModeFigures(BookMode mode, PayoutDistribution distribution, BetPar par) {
  /// What studios' publish checks ask for.
  private static final int PAYOUT_STEP = 10;

  private static final Fraction MOST_BETWEEN_MODES = Fraction.of(5, 100);

  static ModeFigures of(BookMode mode) {
    PayoutDistribution distribution = PayoutDistribution.of(mode.table());
    return new ModeFigures(mode, distribution, BookMathematics.par(mode, distribution));
  }

  /// The chance of the largest payout.
  Fraction topAwardFrequency() {
    return distribution.chance(distribution.top());
  }

  /// What is allowed, and yet no game that is ready to be played has.
  static List<String> notes(List<ModeFigures> modes) {
    List<String> notes = new ArrayList<>();
    for (ModeFigures it : modes) {
      String name = it.mode.name();
      BookTable table = it.mode.table();
      long step = table.payoutStep();
      if (step % PAYOUT_STEP != 0) {
        notes.add(
            "payouts of %s are multiples of %d, not of %d".formatted(name, step, PAYOUT_STEP));
      }
      if (table.size() > 1
          && IntStream.range(0, table.size()).allMatch(i -> table.weight(i) == 1)) {
        notes.add("all weights of %s are 1: they have not been optimised".formatted(name));
      }
      if (it.par.rtp().compareTo(Fraction.ONE) > 0) {
        notes.add(
            "%s returns more than is staked: %s"
                .formatted(name, NumberFormats.percent(it.par.rtp())));
      }
    }
    Comparator<Fraction> order = Comparator.naturalOrder();
    Fraction highest = modes.stream().map(it -> it.par.rtp()).max(order).orElse(Fraction.ZERO);
    Fraction lowest = modes.stream().map(it -> it.par.rtp()).min(order).orElse(Fraction.ZERO);
    if (highest.minus(lowest).compareTo(MOST_BETWEEN_MODES) > 0) {
      notes.add(
          "RTPs of the modes differ by %s, more than %s"
              .formatted(
                  NumberFormats.percent(highest.minus(lowest)),
                  NumberFormats.percent(MOST_BETWEEN_MODES)));
    }
    return notes;
  }
}
