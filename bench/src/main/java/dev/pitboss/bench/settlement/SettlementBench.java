package dev.pitboss.bench.settlement;

import dev.pitboss.server.Casino;
import dev.pitboss.server.Options;
import dev.pitboss.server.db.embedded.EmbeddedDatabase;
import dev.pitboss.server.http.Services;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.play.Wager;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.wallet.IdempotencyKey;
import dev.pitboss.server.wallet.Settlement;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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
  private static final int PLAYERS = 1_024;
  private static final int CONNECTIONS = 512;
  private static final Duration START = Duration.ofSeconds(30);

  /// How much is measured.
  ///
  /// @param rounds how often each row is taken; the median counts
  private record Effort(
      int rounds,
      Duration time,
      Duration naive,
      Duration warmUp,
      Duration httpWarmUp,
      List<Scenario> scenarios) {
    static final Effort QUICK =
        new Effort(
            1,
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofSeconds(20),
            List.of(Scenario.ROULETTE));
    static final Effort FULL =
        new Effort(
            3,
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
  private final Path data;
  private final EmbeddedDatabase database;
  private final Naive naive;
  private final List<Double> naiveRates = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /// What a plain transaction takes that has the database to itself, in the mean.
  private double plainMillis;

  private SettlementBench(Effort effort, Path data, EmbeddedDatabase database) throws Exception {
    this.effort = effort;
    this.data = data;
    this.database = database;
    this.naive = new Naive(database.url(), database.user(), database.password());
  }

  /// Runs the benchmark.
  ///
  /// @param arguments `--quick`, `--json FILE`
  /// @param machine what it runs on, for the JSON
  public static void run(String[] arguments, String machine) throws Exception {
    Effort effort = Effort.FULL;
    Optional<Path> json = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--quick")) {
        effort = Effort.QUICK;
      } else if (arguments[i].equals("--json") && i + 1 < arguments.length) {
        json = Optional.of(Path.of(arguments[++i]));
      } else {
        throw new IllegalArgumentException("settlement takes --quick and --json FILE");
      }
    }
    Path data = Files.createTempDirectory("pitboss-settlement");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("database"))) {
      SettlementBench bench = new SettlementBench(effort, data, database);
      List<String> tokens = bench.inProcess();
      bench.overHttp(tokens);
      System.out.print(bench.table());
      if (json.isPresent()) {
        Files.writeString(json.get(), bench.json(machine));
      }
    }
  }

  private List<String> inProcess() throws Exception {
    try (Casino casino = Casino.open(options(freePort()))) {
      Services services = casino.services();
      List<Players.Arrival> arrivals = arrive(services.players());
      Meter meter = meter(ProcessHandle.current().pid());
      Load.Clients roulette = bets(services, arrivals, Scenario.ROULETTE);
      say("in process: warm-up");
      Load.closed(roulette, PLAYERS, effort.warmUp());
      measure("in process, roulette", meter, () -> Load.closed(roulette, PLAYERS, effort.time()));
      plainMillis = 1e3 / naive.alone(effort.naive());
      measure("in process, one player alone", meter, () -> Load.closed(roulette, 1, effort.time()));
      if (effort.scenarios().contains(Scenario.SLOTS_20)) {
        Load.Clients slots = bets(services, arrivals, Scenario.SLOTS_20);
        Load.closed(slots, PLAYERS, effort.warmUp());
        measure("in process, slots-20", meter, () -> Load.closed(slots, PLAYERS, effort.time()));
      }
      return arrivals.stream().map(arrival -> arrival.token().text()).toList();
    }
  }

  private static Load.Clients bets(
      Services services, List<Players.Arrival> arrivals, Scenario scenario) {
    Wager wager =
        services
            .catalogue()
            .game(scenario.title())
            .orElseThrow()
            .read(JsonObject.parse(scenario.bet().getBytes(StandardCharsets.UTF_8)));
    return number -> {
      long player = arrivals.get(number).player().playerId();
      return () -> {
        var fate = services.play().bet(player, IdempotencyKey.fresh(), wager);
        if (!(fate instanceof Settlement.Posted)) {
          throw new IllegalStateException(fate.toString());
        }
      };
    };
  }

  private void overHttp(List<String> tokens) throws Exception {
    int port = freePort();
    Process server =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("pitboss.home", "."), "pitboss").toString(),
                    "--data",
                    data.toString(),
                    "--port",
                    "" + port,
                    "--database-url",
                    databaseUrl()))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("server.log").toFile())
            .start();
    try {
      awaitStart(server);
      Meter meter = meter(server.pid());
      for (Scenario scenario : effort.scenarios()) {
        List<List<byte[]>> requests =
            tokens.stream().limit(CONNECTIONS).map(scenario::requests).toList();
        try (HttpLoad load = new HttpLoad(port, requests)) {
          String name = "over HTTP, " + scenario.title();
          say(name + ": warm-up");
          load.closed(effort.httpWarmUp());
          Row peak = measure(name + ", peak", meter, () -> load.closed(effort.time()));
          double half = peak.perSecond() / 2;
          measure(name + ", half of it", meter, () -> load.open(effort.time(), half));
        }
      }
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private interface Measurement {
    Load.Result take() throws Exception;
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

  private List<Players.Arrival> arrive(Players players) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Players.Arrival>> coming = new ArrayList<>();
      for (int i = 0; i < PLAYERS; i++) {
        coming.add(threads.submit(players::welcomeGuest));
      }
      List<Players.Arrival> here = new ArrayList<>();
      for (Future<Players.Arrival> arrival : coming) {
        here.add(arrival.get());
      }
      return here;
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "naive transaction (%s, 16 clients): %.0f bets/s, median of %d; alone %.2f ms%n%n",
            naive.by(), naiveRate(), naiveRates.size(), plainMillis));
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
    Row inProcess = row("in process, roulette");
    Row alone = row("in process, one player alone");
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
          "naiveAloneMillis": %.3f,
          "inProcess": {"betsPerSecond": %.0f, "ratioToNaive": %.3f, "aloneMillis": %.3f},
          "http": {"betsPerSecond": %.0f, "ratioToNaive": %.3f, "p99Millis": %.3f},
          "rows": {
        %s
          }
        }
        """,
        machine,
        naive.by(),
        naiveRate(),
        plainMillis,
        inProcess.perSecond(),
        inProcess.ratio(),
        1e3 / alone.perSecond(),
        peak.perSecond(),
        peak.ratio(),
        half.load().millis(99),
        details);
  }

  private Row row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private double naiveRate() {
    return naiveRates.stream().sorted().toList().get(naiveRates.size() / 2);
  }

  private Meter meter(long serverPid) throws Exception {
    Path pidFile = data.resolve("database/postmaster.pid");
    try (var found = Files.find(data, 4, (path, _) -> path.endsWith("postmaster.pid"))) {
      long pid =
          Long.parseLong(Files.readAllLines(found.findFirst().orElse(pidFile)).getFirst().strip());
      return new Meter(database.url(), database.user(), database.password(), pid, serverPid);
    }
  }

  private Options options(int port) throws Options.Refused {
    return Options.parse(
        new String[] {
          "--data", data.toString(), "--port", "" + port, "--database-url", databaseUrl()
        },
        Map.of());
  }

  private String databaseUrl() {
    return database
        .url()
        .replace(
            "jdbc:postgresql://",
            "postgresql://" + database.user() + ":" + database.password() + "@");
  }

  private void awaitStart(Process server) throws Exception {
    long until = System.nanoTime() + START.toNanos();
    while (!Files.readString(data.resolve("server.log")).contains("Pitboss is open")) {
      if (!server.isAlive() || System.nanoTime() > until) {
        throw new IllegalStateException(Files.readString(data.resolve("server.log")));
      }
      Thread.sleep(50);
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
