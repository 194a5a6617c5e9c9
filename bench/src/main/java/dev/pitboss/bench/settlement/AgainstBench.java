package dev.pitboss.bench.settlement;

import dev.pitboss.bench.Scratch;
import dev.pitboss.bench.against.Comparison;
import dev.pitboss.bench.against.MeasuredTable;
import dev.pitboss.bench.against.OtherBuild;
import dev.pitboss.cli.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `./pitboss bench settlement --against BUILD`: the benchmark of this build and of another one, in
/// turns on one machine, so that what slows the machine down slows both.
final class AgainstBench {
  private static final int PAIRS = 5;

  private AgainstBench() {}

  /// Runs the pairs and prints the comparison.
  ///
  /// @param arguments `--against BUILD`, `--pairs N`, `--quick`, `--json FILE`
  static void run(Arguments arguments, String machine) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("pitboss.home", ".")).toAbsolutePath();
    String named = arguments.required("--against");
    int count = (int) arguments.number("--pairs").orElse(PAIRS);
    boolean quick = arguments.has("--quick");
    try (Scratch scratch = Scratch.create("against")) {
      OtherBuild here = new OtherBuild(home);
      OtherBuild there = OtherBuild.of(home, named, scratch);
      List<Comparison.Pair> pairs = new ArrayList<>();
      for (int pair = 1; pair <= count; pair++) {
        System.err.println("pair " + pair + " of " + count);
        pairs.add(
            Comparison.Pair.take(pair, () -> measured(here, quick), () -> measured(there, quick)));
      }
      Comparison comparison = new Comparison(pairs);
      System.out.print(comparison.table());
      Optional<Path> json = arguments.value("--json").map(Path::of);
      if (json.isPresent()) {
        Files.writeString(json.get(), comparison.json(machine, named));
      }
    }
  }

  private static MeasuredTable measured(OtherBuild build, boolean quick)
      throws IOException, InterruptedException {
    String printed = quick ? build.bench("settlement", "--quick") : build.bench("settlement");
    return MeasuredTable.parse(printed);
  }
}
