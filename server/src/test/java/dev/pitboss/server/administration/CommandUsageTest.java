package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every command that works on a casino says of its use, without one: no folder is looked at.
class CommandUsageTest {
  /// Those with a subcommand `list`, whose own help has its options.
  private static final Set<String> LISTED = Set.of("operator", "staff", "provider", "adjustment");

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
      assertThat(Ran.of(command, "list", option))
          .isEqualTo(
              new Ran(
                  2,
                  "",
                  "pitboss %1$s: unknown option %2$s; see pitboss %3$s --help\n"
                      .formatted(
                          command,
                          option.replaceAll("=.*", ""),
                          LISTED.contains(command) ? command + " list" : command)));
    }
    for (String[] words : new String[][] {{command}, {command, "frobnicate"}}) {
      Ran misused = Ran.of(words);
      assertThat(misused.code()).isEqualTo(2);
      assertThat(misused.out()).isEmpty();
      assertThat(misused.err())
          .startsWith("pitboss " + command + ": ")
          .endsWith("; see pitboss " + command + " --help\n")
          .hasLineCount(1);
    }
    for (String help : new String[] {"--help", "-h"}) {
      Ran helped = Ran.of(command, "list", "--colour", help);
      assertThat(helped.code()).isZero();
      assertThat(helped.err()).isEmpty();
      assertThat(helped.out()).startsWith("Usage: pitboss " + command + " ").contains("--json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"frobnicate", "frobnicate --help"})
  void unknownCommandIsNamed(String words) {
    assertThat(Ran.of(words.split(" ", -1)))
        .isEqualTo(new Ran(2, "", "pitboss: unknown command frobnicate; see pitboss --help\n"));
  }
}
