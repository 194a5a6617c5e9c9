package dev.pitboss.bench.settlement;

import dev.pitboss.server.monitoring.Invariants;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// `./pitboss bench aging`: what a bet costs when a thousand rounds are stored, and when ten
/// million are, and what a check of every entry does. In process, by processor time, for a
/// machine's other work changes the clock's answer most.
public final class AgingBench {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration FILLING = Duration.ofSeconds(2);

  /// When to look, and for how long: the first looks are short, or they would fill what they
  /// measure; the last are as long as some checkpoints take, with what the database does then.
  private record Look(long rounds, Duration time) {}

  private static final List<Look> LOOKS =
      List.of(
          new Look(1_000, Duration.ofSeconds(1)),
          new Look(100_000, Duration.ofSeconds(4)),
          new Look(1_000_000, Duration.ofSeconds(30)),
          new Look(3_000_000, Duration.ofSeconds(30)),
          new Look(10_000_000, Duration.ofSeconds(30)));

  private AgingBench() {}

  /// Runs the benchmark.
  public static void run() throws Exception {
    System.err.println("warm-up, on another database");
    try (ScratchDatabase scratch = new ScratchDatabase();
        ScratchDatabase.Inside inside = scratch.new Inside()) {
      Load.closed(inside.bets(Scenario.ROULETTE), ScratchDatabase.PLAYERS, WARM_UP);
    }
    try (ScratchDatabase scratch = new ScratchDatabase();
        ScratchDatabase.Inside inside = scratch.new Inside()) {
      Meter meter = scratch.meter(ProcessHandle.current().pid());
      Load.Clients bets = inside.bets(Scenario.ROULETTE);
      System.out.println(
          "| rounds stored | bets/s | CPU µs/bet: casino | database: settling | upkeep | all | WAL B/bet"
              + " | check of all: database µs/round | s |\n"
              + "|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
      long stored = 0;
      for (Look look : LOOKS) {
        while (stored < look.rounds()) {
          // each player has bet once when the first look begins: their seats are remembered
          Duration time = stored == 0 ? Duration.ZERO : FILLING;
          stored += Load.closed(bets, ScratchDatabase.PLAYERS, time).nanos().getTotalCount();
        }
        Meter.Span span = meter.begin();
        Load.Result result = Load.closed(bets, ScratchDatabase.PLAYERS, look.time());
        Meter.Spent spent = span.end();
        double server = spent.server() * 1e6 / spent.rounds();
        double settling = spent.sessions() * 1e6 / spent.rounds();
        double upkeep = spent.upkeep() * 1e6 / spent.rounds();
        System.out.printf(
            Locale.ROOT,
            "| %,d | %.0f | %.1f | %.1f | %.1f | %.1f | %.0f ",
            stored,
            result.perSecond(),
            server,
            settling,
            upkeep,
            server + settling + upkeep,
            spent.walBytes() / (double) spent.rounds());
        stored += spent.rounds();
        check(inside, meter, stored);
      }
    }
  }

  private static void check(ScratchDatabase.Inside inside, Meter meter, long stored)
      throws SQLException, IOException {
    Meter.Span span = meter.begin();
    long begun = System.nanoTime();
    List<Invariants.Broken> broken = inside.checkAll();
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (!broken.isEmpty()) {
      throw new IllegalStateException("broken: " + broken);
    }
    System.out.printf(
        Locale.ROOT, "| %.1f | %.1f |%n", span.end().database() * 1e6 / stored, seconds);
  }
}
