package dev.pitboss.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchOptionsTest {
  private static final BenchOptions OPTIONS =
      new BenchOptions(
          Set.of("--quick"),
          Map.of("--runs", BenchOptions.Form.COUNT, "--minutes", BenchOptions.Form.QUANTITY));

  @Test
  void wordsInOrderHaveNoFault() {
    assertThat(OPTIONS.fault(List.of())).isEmpty();
    assertThat(OPTIONS.fault(List.of("--runs", "3", "--quick", "--minutes", "0.5"))).isEmpty();
  }

  @Test
  void eachFaultIsNamed() {
    assertThat(OPTIONS.fault(List.of("--bogus")))
        .contains("unknown option --bogus; there is --minutes, --quick, --runs");
    assertThat(BenchOptions.NONE.fault(List.of("--quick")))
        .contains("unknown option --quick; there are none");
    assertThat(OPTIONS.fault(List.of("now")))
        .get()
        .asString()
        .startsWith("unexpected argument now");
    assertThat(OPTIONS.fault(List.of("--runs"))).contains("--runs needs a whole number from 1 on");
    for (String value : List.of("0", "-1", "x", "1.5", "99999999999")) {
      assertThat(OPTIONS.fault(List.of("--runs", value)))
          .contains("--runs takes a whole number from 1 on, not " + value);
    }
    assertThat(OPTIONS.fault(List.of("--minutes", "NaN"))).isPresent();
    assertThat(OPTIONS.fault(List.of("--quick", "--quick"))).contains("--quick is given twice");
  }

  /// A benchmark that ran would take minutes, and print its machine first.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "startup",
        "connections",
        "soak",
        "settlement",
        "aging",
        "accounts",
        "games",
        "outages",
        "crash",
        "longrun",
        "killed-database",
        "lowmemory",
        "floods"
      })
  void helpOfEachSaysWhatItDoesAndRunsNothing(String name) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {name, "--quick", "--help"});
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: pitboss bench " + name)
        .doesNotContain("cores");
  }
}
