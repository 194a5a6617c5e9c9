package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.commands.CapturedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An administration command as it was run, and what it did.
///
/// @param code the exit code
record Ran(int code, String out, String err) {
  /// Runs `pitboss` with these words and nothing on standard input.
  static Ran on(CasinoFixture casino, String... words) {
    return of(about(casino, words));
  }

  /// These words and which casino they are about.
  static String[] about(CasinoFixture casino, String... words) {
    return Stream.concat(
            Stream.of(words),
            Stream.of(
                "--data",
                String.valueOf(casino.seedKey().getParent()),
                "--database-url",
                casino.databaseUrl()))
        .toArray(String[]::new);
  }

  /// Runs `pitboss` with these words alone, so on no casino.
  static Ran of(String... words) {
    CapturedTerminal captured = new CapturedTerminal(Map.of());
    int code = new AdministrationProgram().run(words, captured.terminal());
    return new Ran(code, captured.out(), captured.err());
  }

  /// A process of its own that runs `pitboss` with these words, for tests that kill it.
  static Process process(String... words) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    dev.pitboss.cli.Main.class.getName()),
                Stream.of(words))
            .toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// What it printed, when it did what it was asked without a word of complaint.
  String done() {
    assertThat(err).isEmpty();
    assertThat(code).isZero();
    return out;
  }

  JsonNode json() throws Exception {
    assertThat(code).as(err).isZero();
    return new ObjectMapper().readTree(out);
  }
}
