package dev.pitboss.bench.settlement;

import dev.pitboss.cli.Arguments;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// `./pitboss bench settlement`: bets a second, in process and over HTTP, beside what a naive
/// transaction does on the same database in the same run.
///
/// The load driver, the server and the database share the machine's cores. Ratios are taken between
/// neighbours in time, and the table shows medians.
public final class SettlementBench {
  private static final String IN_PROCESS = "in process, roulette";
  private static final String ALONE = "in process, one player alone";
  private static final int CONNECTIONS = 512;
  private static final Duration START = Duration.ofSeconds(30);

  /// Players do not come in all at once, to a server that has just started.
  private static final Duration COMING_IN = Duration.ofSeconds(1);

  private static final int COMING_IN_PER_SECOND = 1_000;

  /// How much is measured.
  ///
  /// @param rounds how often each row is taken; the median counts
  /// @param alone how long of a player alone: nothing grows warm, and one bet is like the next
  private record Effort(
      int rounds,
      Duration time,
      Duration alone,
      Duration naive,
      Duration warmUp,
      Duration httpWarmUp,
      List<Scenario> scenarios) {
    static final Effort QUICK =
        new Effort(
            1,
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(25),
            Duration.ofSeconds(40),
            List.of(Scenario.ROULETTE));
    static final Effort FULL =
        new Effort(
            3,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            List.of(Scenario.values()));
  }

  /// A row of the table.
  ///
  /// @param spent by everything during the measurement
  private record Row(
      String name, double perSecond, double ratio, Load.Result load, Meter.Spent spent) {}

  private final Effort effort;
  private final ScratchDatabase scratch;
  private final Naive naive;
  private final List<Double> naiveRates = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /// What a plain transaction takes that has the database to itself, in the mean.
  private double plainMillis;

  private SettlementBench(Effort effort, ScratchDatabase scratch) throws Exception {
    this.effort = effort;
    this.scratch = scratch;
    EmbeddedDatabase database = scratch.database();
    this.naive = new Naive(database.url(), database.user(), database.password());
  }

  /// Runs the benchmark.
  ///
  /// @param arguments `--quick`, `--json FILE`, `--against BUILD`, `--pairs N`
  /// @param machine what it runs on, for the JSON
  public static void run(Arguments arguments, String machine) throws Exception {
    if (arguments.value("--against").isPresent()) {
      AgainstBench.run(arguments, machine);
      return;
    }
    Effort effort = arguments.has("--quick") ? Effort.QUICK : Effort.FULL;
    Optional<Path> json = arguments.value("--json").map(Path::of);
    try (ScratchDatabase scratch = new ScratchDatabase()) {
      SettlementBench bench = new SettlementBench(effort, scratch);
      List<String> tokens = bench.inProcess();
      bench.overHttp(tokens);
      System.out.print(bench.table());
      if (json.isPresent()) {
        Files.writeString(json.get(), bench.json(machine));
      }
    }
  }

  private List<String> inProcess() throws Exception {
    try (ScratchDatabase.Inside inside = scratch.new Inside()) {
      Meter meter = scratch.meter(ProcessHandle.current().pid());
      Load.Clients roulette = inside.bets(Scenario.ROULETTE);
      say("in process: warm-up");
      Load.closed(roulette, ScratchDatabase.PLAYERS, effort.warmUp());
      measure(
          IN_PROCESS, meter, () -> Load.closed(roulette, ScratchDatabase.PLAYERS, effort.time()));
      plainMillis = 1e3 / naive.alone(effort.naive());
      measure(ALONE, meter, () -> Load.closed(roulette, 1, effort.alone()));
      if (effort.scenarios().contains(Scenario.SLOTS_20)) {
        Load.Clients slots = inside.bets(Scenario.SLOTS_20);
        Load.closed(slots, ScratchDatabase.PLAYERS, effort.warmUp());
        measure(
            "in process, slots-20",
            meter,
            () -> Load.closed(slots, ScratchDatabase.PLAYERS, effort.time()));
      }
      return inside.tokens();
    }
  }

  private void overHttp(List<String> tokens) throws Exception {
    int port = ScratchDatabase.freePort();
    Process server =
        scratch.keep(
            new ProcessBuilder(
                    List.of(
                        Path.of(System.getProperty("pitboss.home", "."), "pitboss").toString(),
                        "--data",
                        scratch.data().toString(),
                        "--port",
                        "" + port,
                        "--rate-factor",
                        "1000000",
                        "--database-url",
                        scratch.databaseUrl()))
                .redirectErrorStream(true)
                .redirectOutput(scratch.data().resolve("server.log").toFile())
                .start());
    try {
      awaitStart(server);
      Meter meter = scratch.meter(server.pid());
      boolean isWarm = false;
      for (Scenario scenario : effort.scenarios()) {
        List<List<byte[]>> requests =
            tokens.stream().limit(CONNECTIONS).map(scenario::requests).toList();
        try (HttpLoad load = new HttpLoad(port, requests)) {
          String name = "over HTTP, " + scenario.title();
          say(name + ": warm-up");
          load.open(COMING_IN, COMING_IN_PER_SECOND);
          load.closed(isWarm ? effort.warmUp() : effort.httpWarmUp());
          isWarm = true;
          Row peak = measure(name + ", peak", meter, () -> load.closed(effort.time()));
          double half = peak.perSecond() / 2;
          measure(name + ", half of it", meter, () -> load.open(effort.time(), half));
          measure(
              name + ", half of it, with a checkpoint",
              meter,
              () -> withCheckpoint(() -> load.open(effort.time(), half)));
        }
      }
    } finally {
      if (!server.isAlive()) {
        say("the server ended by itself with exit code %d; its log:".formatted(server.exitValue()));
        say(Files.readString(scratch.data().resolve("server.log")));
      }
      server.destroy();
      server.waitFor();
    }
  }

  private interface Measurement {
    Load.Result take() throws Exception;
  }

  /// A checkpoint begins when a third of the time is over.
  private Load.Result withCheckpoint(Measurement measurement) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Void> checkpoint =
          threads.submit(() -> {
            Thread.sleep(effort.time().dividedBy(3));
            scratch.checkpoint();
            return null;
          });
      Load.Result result = measurement.take();
      checkpoint.get();
      return result;
    }
  }

  /// Takes a measurement between two of the naive transaction, as often as is asked for.
  private Row measure(String name, Meter meter, Measurement measurement) throws Exception {
    List<Row> taken = new ArrayList<>();
    for (int round = 0; round < effort.rounds(); round++) {
      say(name);
      if (naiveRates.isEmpty()) {
        naiveRates.add(naive.run(effort.naive()));
      }
      Meter.Span span = meter.begin();
      Load.Result result = measurement.take();
      Meter.Spent spent = span.end();
      double last = naiveRates.getLast();
      naiveRates.add(naive.run(effort.naive()));
      double base = (last + naiveRates.getLast()) / 2;
      taken.add(new Row(name, result.perSecond(), result.perSecond() / base, result, spent));
    }
    taken.sort((a, b) -> Double.compare(a.ratio(), b.ratio()));
    Row median = taken.get(taken.size() / 2);
    rows.add(median);
    return median;
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "naive transaction (%s, 16 clients): %.0f bets/s, median of %d%n"
                + "a bet alone %.2f ms, a naive transaction alone %.2f ms, in the mean%n%n",
            naive.by(),
            naiveRate(),
            naiveRates.size(),
            aloneMillis(),
            plainMillis));
    table.append(
        "| | bets/s | × naive | p50 ms | p99 ms | p99.9 ms | bets/commit"
            + " | CPU µs/bet: server | database | driver | WAL B/bet |\n"
            + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (Row row : rows) {
      Meter.Spent spent = row.spent();
      double bets = Math.max(1, spent.rounds());
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f | %.1f | %.1f | %.0f |%n",
              row.name(),
              row.perSecond(),
              row.ratio(),
              row.load().millis(50),
              row.load().millis(99),
              row.load().millis(99.9),
              bets / Math.max(1, spent.transactions()),
              spent.server() * 1e6 / bets,
              spent.database() * 1e6 / bets,
              spent.driver() * 1e6 / bets,
              spent.walBytes() / bets));
    }
    return table.toString();
  }

  private String json(String machine) {
    Row inProcess = row(IN_PROCESS);
    Row peak = row("over HTTP, roulette, peak");
    Row half = row("over HTTP, roulette, half of it");
    Map<String, String> all =
        rows.stream()
            .collect(
                Collectors.toMap(
                    Row::name,
                    row ->
                        String.format(
                            Locale.ROOT,
                            "{\"betsPerSecond\":%.0f,\"ratioToNaive\":%.3f,\"p50Millis\":%.3f,"
                                + "\"p99Millis\":%.3f,\"p999Millis\":%.3f}",
                            row.perSecond(),
                            row.ratio(),
                            row.load().millis(50),
                            row.load().millis(99),
                            row.load().millis(99.9))));
    String details =
        all.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> "    \"" + entry.getKey() + "\": " + entry.getValue())
            .collect(Collectors.joining(",\n"));
    return String.format(
        Locale.ROOT,
        """
        {
          "machine": "%s",
          "naiveBy": "%s",
          "naiveBetsPerSecond": %.0f,
          "lightLoad": {"betMillis": %.3f, "naiveMillis": %.3f, "ratio": %.3f},
          "inProcess": {"betsPerSecond": %.0f, "ratioToNaive": %.3f},
          "http": {"betsPerSecond": %.0f, "ratioToNaive": %.3f, "p99Millis": %.3f},
          "rows": {
        %s
          }
        }
        """,
        machine,
        naive.by(),
        naiveRate(),
        aloneMillis(),
        plainMillis,
        aloneMillis() / plainMillis,
        inProcess.perSecond(),
        inProcess.ratio(),
        peak.perSecond(),
        peak.ratio(),
        half.load().millis(99),
        details);
  }

  private Row row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private double aloneMillis() {
    return 1e3 / row(ALONE).perSecond();
  }

  private double naiveRate() {
    return naiveRates.stream().sorted().toList().get(naiveRates.size() / 2);
  }

  private void awaitStart(Process server) throws Exception {
    long until = System.nanoTime() + START.toNanos();
    while (!Files.readString(scratch.data().resolve("server.log")).contains("Pitboss is open")) {
      if (!server.isAlive() || System.nanoTime() > until) {
        throw new IllegalStateException(Files.readString(scratch.data().resolve("server.log")));
      }
      Thread.sleep(50);
    }
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
