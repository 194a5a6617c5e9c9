package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.par.SampleSize;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;
import dev.pitboss.server.json.JsonWriter;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// `pitboss simulate`: millions of rounds beside the exact mathematics.
final class SimulateCommand {
  private static final long DEFAULT_ROUNDS = 10_000_000;

  /// Generated seeds are short enough to be typed again.
  private static final int SEEDS = 1_000_000_000;

  private final Request request;
  private final Terminal terminal;

  /// What was asked for.
  private record Request(GameUnderTest subject, BetPar bet, long rounds, long seed, int cores) {}

  private SimulateCommand(Request request, Terminal terminal) {
    this.request = request;
    this.terminal = terminal;
  }

  static int run(Arguments line, Terminal terminal) throws UsageException {
    long rounds = line.number("--rounds").orElse(DEFAULT_ROUNDS);
    long seed = line.number("--seed").orElseGet(() -> ThreadLocalRandom.current().nextInt(SEEDS));
    int cores =
        (int) line.number("--cores").orElseGet(() -> Runtime.getRuntime().availableProcessors());
    GameUnderTest subject = GameUnderTest.of(line, terminal);
    BetPar bet = bet(subject.parSheet(), line.value("--bet"));
    Request request = new Request(subject, bet, rounds, seed, cores);
    new SimulateCommand(request, terminal).run(subject.simulation(bet), line.has("--json"));
    return OfflineProgram.DONE;
  }

  private static BetPar bet(ParSheet sheet, Optional<String> wanted) throws UsageException {
    if (wanted.isEmpty()) {
      return sheet.usualBet();
    }
    return sheet.bets().stream()
        .filter(bet -> bet.bet().equals(wanted.get()))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "%s has no bet '%s', but %s"
                    .formatted(
                        sheet.game(),
                        wanted.get(),
                        sheet.bets().stream().map(BetPar::bet).collect(Collectors.joining(", ")))));
  }

  /// When the JVM is told to end it waits for what is printed here.
  private void run(Simulation simulation, boolean isJson) {
    ParallelSimulation run = new ParallelSimulation(simulation, request.rounds(), request.seed());
    CountDownLatch printed = new CountDownLatch(1);
    Thread atEnd =
        Thread.ofPlatform()
            .unstarted(() -> {
              run.stop();
              awaitPrinting(printed);
            });
    Runtime.getRuntime().addShutdownHook(atEnd);
    try {
      ProgressBar progress = new ProgressBar(terminal, request.rounds());
      ParallelSimulation.Outcome outcome = run.play(request.cores(), progress);
      progress.clear();
      print(outcome, isJson);
    } finally {
      printed.countDown();
      forget(atEnd);
    }
  }

  private static void awaitPrinting(CountDownLatch printed) {
    try {
      printed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // it is running, for the JVM is ending
    }
  }

  private void print(ParallelSimulation.Outcome outcome, boolean isJson) {
    Sample sample = outcome.sample();
    if (sample.rounds() == 0) {
      terminal.err().println("interrupted before any rounds were played");
      return;
    }
    if (isJson) {
      terminal
          .out()
          .println(
              JsonWriter.text(
                  SimulationDocument.of(
                      request.subject(), request.bet(), request.seed(), outcome)));
      return;
    }
    printText(sample, terminal.out());
    double cpuSeconds = outcome.cpuNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    terminal
        .err()
        .printf(
            Locale.ROOT,
            "%.2f s of processor time, %s rounds per second of it%n",
            cpuSeconds,
            NumberFormats.grouped((long) (sample.rounds() / cpuSeconds)));
  }

  private void printText(Sample sample, PrintStream out) {
    BetPar exact = request.bet();
    out.println(request.subject().title());
    out.println("bet " + exact.bet());
    out.println(
        "%s rounds, seed %d%s"
            .formatted(
                NumberFormats.grouped(sample.rounds()),
                request.seed(),
                sample.rounds() < request.rounds()
                    ? ", interrupted of " + NumberFormats.grouped(request.rounds())
                    : ""));
    out.println();
    TextTable table = new TextTable("", "measured", "exact");
    table.row("RTP", NumberFormats.percent(sample.rtp()), NumberFormats.percent(exact.rtp()));
    table.row(
        "hit frequency",
        NumberFormats.percent(sample.hitFrequency()),
        NumberFormats.percent(exact.hitFrequency()));
    table.row(
        "volatility σ",
        NumberFormats.sigma(sample.volatility()) + "  ",
        NumberFormats.sigma(exact.volatility()) + "  ");
    table.printTo(out);
    exact
        .measured()
        .ifPresent(it ->
            out.println(
                "Hit frequency and σ beside it are measured, too, in %s rounds."
                    .formatted(NumberFormats.grouped(it.rounds()))));
    if (request.subject().isBlackjack()) {
      out.println("Hit frequency and σ are exact to one part in a thousand only.");
    }
    out.println();
    boolean isEnough = SampleSize.isEnough(sample.rounds(), exact);
    for (Interval interval : Interval.of(sample, exact)) {
      out.println(
          "%d %% interval of the RTP   %s to %s, %s"
              .formatted(
                  interval.percent(),
                  NumberFormats.percent(interval.low()),
                  NumberFormats.percent(interval.high()),
                  isEnough
                      ? (interval.holds(exact) ? "holds" : "MISSES") + " the exact value"
                      : "too few rounds"));
    }
    if (!isEnough) {
      out.println(needed(exact));
    }
  }

  private static String needed(BetPar bet) {
    long needed = SampleSize.needed(bet);
    return needed == Long.MAX_VALUE
        ? "This bet never pays, so no number of rounds says anything."
        : "A verdict takes %s rounds of this bet.".formatted(NumberFormats.grouped(needed));
  }
}
