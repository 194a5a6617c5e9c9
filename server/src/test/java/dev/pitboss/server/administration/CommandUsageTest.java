package dev.pitboss.server.administration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.commands.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every command that works on a casino says of its use, without one: no folder is looked at.
class CommandUsageTest {
  private record Said(int code, String out, String err) {}

  private static Said run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of(),
            false);
    int code = Main.run(words, terminal);
    return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operator",
        "staff",
        "provider",
        "wallet",
        "player",
        "adjustment",
        "audit",
        "report"
      })
  void misuseIsOneLineAndHelpIsTheUsage(String command) {
    for (String option : new String[] {"--colour", "-x", "--colour=blue"}) {
      assertThat(run(command, "list", option))
          .isEqualTo(
              new Said(
                  2,
                  "",
                  "pitboss %1$s: unknown option %2$s; see pitboss %1$s --help\n"
                      .formatted(command, option.replaceAll("=.*", ""))));
    }
    for (String[] words : new String[][] {{command}, {command, "frobnicate"}}) {
      Said misused = run(words);
      assertThat(misused.code()).isEqualTo(2);
      assertThat(misused.out()).isEmpty();
      assertThat(misused.err())
          .startsWith("pitboss " + command + ": ")
          .endsWith("; see pitboss " + command + " --help\n")
          .hasLineCount(1);
    }
    for (String help : new String[] {"--help", "-h"}) {
      Said helped = run(command, "list", "--colour", help);
      assertThat(helped.code()).isZero();
      assertThat(helped.err()).isEmpty();
      assertThat(helped.out()).startsWith("Usage: pitboss " + command + " ").contains("--json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"frobnicate", "frobnicate --help"})
  void unknownCommandIsNamed(String words) {
    assertThat(run(words.split(" ", -1)))
        .isEqualTo(new Said(2, "", "pitboss: unknown command frobnicate; see pitboss --help\n"));
  }
}
