package dev.pitboss.bench.connections;

import static java.util.Objects.requireNonNull;

import dev.pitboss.cli.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `./pitboss bench connections`: processor time of a borrow, as a multiple of the bare pool's.
///
/// The rows are measured in rounds, every row once per round in a virtual machine of its own, and
/// compared within the round: what slows the whole machine down slows both sides of a ratio. The
/// table shows medians over the rounds.
public final class ConnectionsBench {
  /// How much is measured.
  ///
  /// @param rounds how often every row is measured
  /// @param warmups warm-up iterations
  /// @param iterations measured iterations; the median one counts
  /// @param millis length of an iteration
  private record Effort(int rounds, int warmups, int iterations, int millis) {
    static final Effort QUICK = new Effort(3, 8, 3, 250);
    static final Effort FULL = new Effort(5, 8, 5, 500);
  }

  /// A row's medians.
  private record Cost(double nanos, double ratio) {}

  /// A heap that has been touched: the pages of a fresh one would be charged to the rows that
  /// allocate.
  private static final String[] STEADY_HEAP = {"-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"};

  private ConnectionsBench() {}

  /// What was asked for.
  private record Request(Effort effort, Optional<Path> json, List<Variant> variants) {
    static Request of(Arguments arguments) {
      return new Request(
          arguments.has("--quick") ? Effort.QUICK : Effort.FULL,
          arguments.value("--json").map(Path::of),
          arguments
              .value("--only")
              .map(rows -> only(List.of(rows.split(",", -1))))
              .orElseGet(Variant::all));
    }

    /// The rows named and the bases they are compared with.
    private static List<Variant> only(List<String> keys) {
      Set<String> wanted = new HashSet<>(keys);
      for (Variant variant : Variant.all()) {
        if (keys.contains(variant.key())) {
          wanted.add(variant.base());
        }
      }
      return Variant.all().stream().filter(variant -> wanted.contains(variant.key())).toList();
    }
  }

  /// Runs the benchmark.
  ///
  /// @param arguments `--quick`, `--json FILE`, `--only ROW,ROW`
  /// @param machine what it runs on, for the JSON
  public static void run(Arguments arguments, String machine) throws RunnerException, IOException {
    Request request = Request.of(arguments);
    Map<Variant, Cost> costs = measure(request.variants(), request.effort());
    System.out.print(table(costs));
    if (request.json().isPresent()) {
      Files.writeString(request.json().get(), json(costs, machine));
    }
  }

  private static Map<Variant, Cost> measure(List<Variant> variants, Effort effort)
      throws RunnerException {
    Map<Variant, List<Cost>> measured = new LinkedHashMap<>();
    for (int round = 1; round <= effort.rounds(); round++) {
      System.err.printf("round %d of %d%n", round, effort.rounds());
      Map<String, Double> bases = new HashMap<>();
      for (Variant variant : variants) {
        double nanos = nanosPerBorrow(variant, effort);
        double base = bases.computeIfAbsent(variant.base(), _ -> nanos);
        measured
            .computeIfAbsent(variant, _ -> new ArrayList<>())
            .add(new Cost(nanos, nanos / base));
      }
    }
    Map<Variant, Cost> medians = new LinkedHashMap<>();
    measured.forEach((variant, costs) ->
        medians.put(
            variant,
            new Cost(
                median(costs.stream().mapToDouble(Cost::nanos)),
                median(costs.stream().mapToDouble(Cost::ratio)))));
    return medians;
  }

  private static double nanosPerBorrow(Variant variant, Effort effort) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(
                "^" + Pattern.quote(BorrowBench.class.getName() + "." + variant.method()) + "$")
            .forks(1)
            .warmupIterations(effort.warmups())
            .warmupTime(TimeValue.milliseconds(effort.millis()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.millis()))
            .verbosity(VerboseMode.SILENT)
            .output(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null")
            .jvmArgsPrepend("--sun-misc-unsafe-memory-access=allow")
            .jvmArgsPrepend(STEADY_HEAP)
            .jvmArgsAppend(variant.jvmArguments().toArray(String[]::new));
    options.param("subject", variant.subject().name());
    RunResult run = new Runner(options.build()).runSingle();
    return median(
        run.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(
                iteration -> counter(iteration, "cpuNanos") / counter(iteration, "borrows")));
  }

  private static double counter(IterationResult iteration, String name) {
    return requireNonNull(iteration.getSecondaryResults().get(name), name).getScore();
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String table(Map<Variant, Cost> costs) {
    var table =
        new StringBuilder(
            "| borrow and return | CPU ns | ratio to its bare pool |\n|---|--:|--:|\n");
    costs.forEach((variant, cost) ->
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f |%n",
                variant.title(),
                cost.nanos(),
                cost.ratio())));
    return table.toString();
  }

  private static String json(Map<Variant, Cost> costs, String machine) {
    StringJoiner rows = new StringJoiner(",\n", "  \"variants\": {\n", "\n  }\n");
    costs.forEach((variant, cost) ->
        rows.add(
            String.format(
                Locale.ROOT,
                "    \"%s\": {\"cpuNanos\": %.1f, \"ratioToPool\": %.3f, \"base\": \"%s\"}",
                variant.key(),
                cost.nanos(),
                cost.ratio(),
                variant.base())));
    return "{\n  \"machine\": \"" + machine + "\",\n" + rows + "}\n";
  }
}
