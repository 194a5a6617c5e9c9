package dev.pitboss.bench.games;

import static java.util.Objects.requireNonNull;

import dev.pitboss.cli.Arguments;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.server.machines.MachineFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `./pitboss bench games`: rounds per second of one core, and how long the exact mathematics take.
///
/// Every row is measured in a virtual machine of its own, once per round; the table shows medians
/// over the rounds, of processor time and not of the clock on the wall.
public final class GamesBench {
  /// How much is measured.
  ///
  /// @param rounds how often every row is measured
  /// @param iterations as many to warm up as measured; the median one counts
  private record Effort(int rounds, int iterations, int millis) {
    static final Effort QUICK = new Effort(1, 4, 250);
    static final Effort FULL = new Effort(5, 6, 500);
  }

  /// What was asked for.
  private record Request(Effort effort, Optional<Path> json) {
    static Request of(Arguments arguments) {
      return new Request(
          arguments.has("--quick") ? Effort.QUICK : Effort.FULL,
          arguments.value("--json").map(Path::of));
    }
  }

  /// A row of the table, named as its method of [RoundsBench].
  private enum Row {
    slotsTwentySimulated("slots-20 simulated, free spins included"),
    fruitSimulated("slots simulated"),
    blackjackSimulated("blackjack simulated, by basic strategy"),
    baccaratSimulated("baccarat on a fast generator"),
    rouletteSimulated("roulette on a fast generator"),
    slotsTwentyPlayed("slots-20 as played, fair draws"),
    fruitPlayed("slots as played, fair draws"),
    baccaratPlayed("baccarat as played, fair draws"),
    roulettePlayed("roulette as played, fair draws"),
    fairDraw("one fair draw");

    private final String title;

    Row(String title) {
      this.title = title;
    }
  }

  /// Seconds to work out all figures of slots-20.
  ///
  /// @param first in a JVM that has done nothing yet
  /// @param warm median of those after it
  private record Enumeration(double first, double warm) {
    private static final int REPETITIONS = 5;

    static Enumeration measure(SlotMachine machine) {
      double first = seconds(machine);
      return new Enumeration(
          first, median(DoubleStream.generate(() -> seconds(machine)).limit(REPETITIONS)));
    }

    private static double seconds(SlotMachine machine) {
      long start = System.nanoTime();
      machine.parSheet();
      return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    }
  }

  private GamesBench() {}

  /// Runs the benchmark.
  ///
  /// @param arguments `--quick`, `--json FILE`
  /// @param machine what it runs on, for the JSON
  public static void run(Arguments arguments, String machine) throws RunnerException, IOException {
    Request request = Request.of(arguments);
    Enumeration enumeration = Enumeration.measure(slotsTwenty());
    Map<Row, Double> rates = measure(request.effort());
    System.out.print(table(rates, enumeration));
    if (request.json().isPresent()) {
      Files.writeString(request.json().get(), json(rates, enumeration, machine));
    }
  }

  static SlotMachine slotsTwenty() {
    try (InputStream in = GamesBench.class.getResourceAsStream("/machines/slots-20.json")) {
      if (in == null) {
        throw new IllegalStateException("slots-20.json is not on the class path");
      }
      return MachineFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<Row, Double> measure(Effort effort) throws RunnerException {
    Map<Row, List<Double>> measured = new EnumMap<>(Row.class);
    for (int round = 1; round <= effort.rounds(); round++) {
      System.err.printf("round %d of %d%n", round, effort.rounds());
      for (Row row : Row.values()) {
        measured.computeIfAbsent(row, _ -> new ArrayList<>()).add(roundsPerCpuSecond(row, effort));
      }
    }
    Map<Row, Double> medians = new EnumMap<>(Row.class);
    measured.forEach(
        (row, rates) -> medians.put(row, median(rates.stream().mapToDouble(rate -> rate))));
    return medians;
  }

  private static double roundsPerCpuSecond(Row row, Effort effort) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include("^" + Pattern.quote(RoundsBench.class.getName() + "." + row.name()) + "$")
        .forks(1)
        .warmupIterations(effort.iterations())
        .warmupTime(TimeValue.milliseconds(effort.millis()))
        .measurementIterations(effort.iterations())
        .measurementTime(TimeValue.milliseconds(effort.millis()))
        .verbosity(VerboseMode.SILENT)
        .output(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null")
        .jvmArgsPrepend("--sun-misc-unsafe-memory-access=allow");
    RunResult run = new Runner(options.build()).runSingle();
    return median(
        run.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(iteration ->
                counter(iteration, "rounds")
                    / counter(iteration, "cpuNanos")
                    * TimeUnit.SECONDS.toNanos(1)));
  }

  private static double counter(IterationResult iteration, String name) {
    return requireNonNull(iteration.getSecondaryResults().get(name), name).getScore();
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String table(Map<Row, Double> rates, Enumeration enumeration) {
    StringBuilder table = new StringBuilder("| rounds | a second of one core |\n|---|--:|\n");
    rates.forEach((row, rate) -> {
      String grouped = String.format(Locale.ROOT, "%,.0f", rate).replace(',', ' ');
      table.append("| ").append(row.title).append(" | ").append(grouped).append(" |\n");
    });
    table.append(
        String.format(
            Locale.ROOT,
            """

            | PAR sheet of slots-20 (32⁵ combinations), one core | seconds |
            |---|--:|
            | first time in a JVM | %.2f |
            | from then on | %.2f |
            """,
            enumeration.first(),
            enumeration.warm()));
    return table.toString();
  }

  private static String json(Map<Row, Double> rates, Enumeration enumeration, String machine) {
    StringJoiner rows = new StringJoiner(",\n", "  \"roundsPerCpuSecond\": {\n", "\n  },\n");
    rates.forEach(
        (row, rate) -> rows.add(String.format(Locale.ROOT, "    \"%s\": %.0f", row.name(), rate)));
    return "{\n  \"machine\": \"%s\",\n%s".formatted(machine, rows)
        + String.format(
            Locale.ROOT,
            "  \"enumerationSeconds\": {\"first\": %.3f, \"warm\": %.3f}\n}\n",
            enumeration.first(),
            enumeration.warm());
  }
}
