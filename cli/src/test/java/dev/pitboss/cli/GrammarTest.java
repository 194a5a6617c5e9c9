package dev.pitboss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static Arguments run(String line) throws UsageException {
    return switch (Grammar.read(words(line))) {
      case Grammar.Reading.Run(Arguments arguments) -> arguments;
      case Grammar.Reading.Help _ -> throw new AssertionError("help of " + line);
    };
  }

  private static String help(String line) throws UsageException {
    return switch (Grammar.read(words(line))) {
      case Grammar.Reading.Help(String text) -> text;
      case Grammar.Reading.Run(Arguments arguments) ->
          throw new AssertionError(arguments.toString());
    };
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }

  @Test
  void operandsAndOptionsMayComeInAnyOrder() throws Exception {
    Arguments expected =
        new Arguments(
            List.of("operator", "create"),
            List.of("acme"),
            Map.of("--name", List.of("list"), "--currency", List.of("EUR")),
            Set.of("--json"));

    for (String line :
        List.of(
            "operator create acme --name list --currency EUR --json",
            "operator create --name=list acme --json --currency EUR",
            "operator --json --name list create --currency=EUR acme",
            "operator --currency EUR --name=list --json create acme")) {
      assertThat(run(line)).as(line).isEqualTo(expected);
    }
  }

  @Test
  void nothingButOptionsIsTheServer() throws Exception {
    assertThat(run("").command()).containsExactly("serve");
    assertThat(run("--port 1 --port=2").value("--port")).contains("2");
    assertThat(run("serve --port 2")).isEqualTo(run("--port 2"));
  }

  @Test
  void valuesAreTakenAsTheyAreTyped() throws Exception {
    assertThat(run("simulate - --seed -5 --rounds 10_000").number("--seed")).hasValue(-5);
    assertThat(run("simulate - --rounds 10_000").number("--rounds")).hasValue(10_000);
    assertThat(run("par -").operands()).containsExactly("-");
    assertThat(run("par -- --file").operands()).containsExactly("--file");
    assertThat(run("par @file").operands()).containsExactly("@file");
    assertThat(run("adjustment request 7 --amount -10.50 --reason --json").value("--amount"))
        .contains("-10.50");
    assertThat(run("leaks . --acquirer a --acquirer=b").values("--acquirer"))
        .containsExactly("a", "b");
    assertThat(Grammar.parse("serve", List.of("--host", "")).value("--host")).contains("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 1|pitboss: unknown option --prot; did you mean --port?",
        "--prot=1|pitboss: unknown option --prot; did you mean --port?",
        "--frobnicate|pitboss: unknown option --frobnicate; see pitboss --help",
        "--port|pitboss: --port needs a value; see pitboss --help",
        "serve now|pitboss: unknown command now; see pitboss --help",
        "operater list|pitboss: unknown command operater; did you mean operator?",
        "operator lst|pitboss operator: unknown subcommand lst; did you mean list?",
        "operator create a --nmae x|pitboss operator: unknown option --nmae; did you mean --name?",
        "operator create a --currency EUR|pitboss operator: --name is required; see pitboss"
            + " operator create --help",
        "operator show|pitboss operator: the form is: pitboss operator show CODE; see pitboss"
            + " operator show --help",
        "operator list --name x|pitboss operator: operator list takes no --name; see pitboss"
            + " operator list --help",
        "operator --name x list|pitboss operator: operator list takes no --name; see pitboss"
            + " operator list --help",
        "operator set a --bets maybe|pitboss operator: --bets takes on or off, got maybe; see"
            + " pitboss operator set --help",
        "player find a --json --operator x --operator y|pitboss player: --operator is given twice;"
            + " see pitboss player find --help",
        "par|pitboss par: missing operand: game, machine file or folder; see pitboss par --help",
        "par a b|pitboss par: one game, machine file or folder at a time, got [a, b]; see pitboss par"
            + " --help",
        "simulate slots --rounds 0|pitboss simulate: --rounds takes a whole number from 1 to"
            + " 1000000000000000, got 0; see pitboss simulate --help",
        "bench aging --bogus|pitboss bench: unknown option --bogus; see pitboss bench aging"
            + " --help",
        "bench startup --runs x|pitboss bench: --runs takes a whole number from 1 to 2147483647,"
            + " got x; see pitboss bench startup --help",
        "bench longrun --minutes NaN|pitboss bench: --minutes takes a number above 0, got NaN; see"
            + " pitboss bench longrun --help",
        "bench agin|pitboss bench: unknown subcommand agin; did you mean aging?",
        "bench aging now|pitboss bench: unexpected argument now; see pitboss bench aging"
            + " --help",
        "leaks . --sarf|pitboss leaks: unknown option --sarf; did you mean --sarif?",
        "leaks . --fix=neat|pitboss leaks: --fix takes surgical or clean, got neat; see pitboss"
            + " leaks --help",
        "config show --port 1 --colour|pitboss config: unknown option --colour; see pitboss config"
            + " show --help",
        "player find -x|pitboss player: unknown option -x; see pitboss player find --help",
        "par -x=1|pitboss par: unknown option -x; see pitboss par --help",
        "jdk --hlep|pitboss jdk: unknown option --hlep; did you mean --help?"
      })
  void misuseIsOneLineWithParameterRuleAndValue(String line, String message) {
    assertThatThrownBy(() -> Grammar.read(words(line)))
        .isInstanceOfSatisfying(
            UsageException.class,
            refused ->
                assertThat(refused.line(Grammar.noun(words(line)), Grammar.command(words(line))))
                    .isEqualTo(message)
                    .hasLineCount(1));
  }

  static List<List<String>> paths() {
    return Grammar.paths();
  }

  /// In any place, even if other words are wrong.
  @ParameterizedTest
  @MethodSource("paths")
  void helpOfEveryCommandIsItsOwn(List<String> path) throws Exception {
    String line = String.join(" ", path);
    String expected = HelpText.of(path);

    assertThat(help((line + " --help").strip())).isEqualTo(expected);
    assertThat(help((line + " --colour=blue -h").strip())).isEqualTo(expected);
    assertThat(help(("help " + line).strip())).isEqualTo(expected);
    assertThat(help(("--help " + line).strip())).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void misspeltOptionOfEveryCommandIsRefused(List<String> path) {
    if (path.equals(List.of("test"))) {
      return; // its options are Maven's
    }
    String line = String.join(" ", path) + " --hlep";

    assertThatThrownBy(() -> Grammar.read(words(line.strip())))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown option --hlep; did you mean --help?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"player find help", "staff create help --role auditor"})
  void helpIsAnOperandToo(String line) throws Exception {
    assertThat(run(line).operands()).containsExactly("help");
  }

  /// An installed casino has neither sources nor a JDK.
  @Test
  void installedCasinoHasAllCommandsButThoseOfDevelopers() {
    assertThat(Grammar.commands()).contains("leaks", "test", "build", "dist");
    Set<String> installed = Grammar.nouns(true).keySet();

    assertThat(installed)
        .contains("serve", "config", "operator", "game", "audit", "verify", "completion")
        .doesNotContain("leaks", "test", "build", "dist", "bench", "jdk", "screenshots");
    assertThat(HelpText.overview(true))
        .contains("\n  pitboss operator COMMAND", "  --port N", "Exit codes")
        .doesNotContain("./pitboss", "JDK", "build", "leaks")
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 80));
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    assertThat(Completion.script())
        .startsWith("#!/usr/bin/env bash")
        .contains("reset-second-factor", "--max-welcome-grant", "complete -F")
        .doesNotContain("--train");
  }
}
