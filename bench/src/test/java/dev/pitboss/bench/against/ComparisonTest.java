package dev.pitboss.bench.against;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.bench.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final String ROW = "over HTTP, roulette, peak";

  @TempDir Path folder;

  private static String printed(double perSecond, double walBytes) {
    return """
    built in 12 s
    2 cores, Linux amd64, JDK 25
    naive transaction (pgbench, 16 clients): 6065 bets/s, median of 5

    | | bets/s | × naive | WAL B/bet |
    |---|--:|--:|--:|
    | in process, roulette | 50000 | 8.00 | 800 |
    | over HTTP, roulette, peak | %s | 4.00 | %s |
    """
        .formatted(perSecond, walBytes);
  }

  @Test
  void tableIsReadBackByRowAndFigure() {
    MeasuredTable table = MeasuredTable.parse(printed(20_000, 760));

    assertThat(table.value(ROW, "bets/s")).isEqualTo(20_000);
    assertThat(table.value(ROW, "WAL B/bet")).isEqualTo(760);
    assertThat(table.rows()).hasSize(2);
    assertThatThrownBy(() -> table.value(ROW, "p99 ms"))
        .hasMessage("the table has no p99 ms of " + ROW);
  }

  @Test
  void outputWithoutATableIsRefused() {
    assertThatThrownBy(() -> MeasuredTable.parse("the server did not start"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no table");
    assertThatThrownBy(
            () -> MeasuredTable.parse("| | bets/s | p99 ms |\n|---|--:|--:|\n| in process | 5 |\n"))
        .hasMessageContaining("1 numbers for 2 columns");
  }

  @Test
  void ratioIsTheMedianOfThePairsWithItsSpread() {
    List<Comparison.Pair> pairs = new ArrayList<>();
    for (double here : new double[] {30_000, 36_000, 20_000}) {
      pairs.add(
          new Comparison.Pair(
              MeasuredTable.parse(printed(here, 400)), MeasuredTable.parse(printed(20_000, 800))));
    }
    Comparison comparison = new Comparison(pairs);

    Comparison.Compared rate = comparison.of(ROW, "bets/s");
    assertThat(rate).isEqualTo(new Comparison.Compared(30_000, 20_000, 1.5, 1.0, 1.8));
    assertThat(comparison.of(ROW, "WAL B/bet").ratio()).isEqualTo(0.5, within(1e-9));
    assertThat(comparison.table())
        .contains("| over HTTP, roulette, peak | bets/s | 30000.00 | 20000.00 | 1.500 | 1.000");
    assertThat(comparison.json("machine", "402e044"))
        .contains("\"against\": \"402e044\"")
        .contains("\"ratio\": 1.5000, \"least\": 1.0000, \"greatest\": 1.8000");
  }

  /// Runs a launcher that prints a table, as another checkout's does.
  @Test
  void otherBuildIsMeasuredByItsOwnLauncher() throws Exception {
    Path launcher = folder.resolve("pitboss");
    Files.writeString(
        launcher, "#!/bin/sh\necho \"$@\" > asked\ncat <<'END'\n" + printed(9, 7) + "END\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();

    try (Scratch scratch = Scratch.create("comparison-test")) {
      OtherBuild other = OtherBuild.of(Path.of("."), folder.toString(), scratch);

      assertThat(MeasuredTable.parse(other.bench("settlement", "--quick")).value(ROW, "bets/s"))
          .isEqualTo(9);
      assertThat(folder.resolve("asked")).hasContent("bench settlement --quick");
      Files.writeString(launcher, "#!/bin/sh\necho no JDK\nexit 3\n");
      assertThatThrownBy(() -> other.bench("settlement")).hasMessageContaining("no JDK");
      assertThatThrownBy(() -> OtherBuild.of(folder, "no-such-commit", scratch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("--against must be");
    }
  }
}
