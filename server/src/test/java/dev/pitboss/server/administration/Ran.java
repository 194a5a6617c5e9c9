package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.commands.CapturedTerminal;
import java.util.Map;
import java.util.stream.Stream;

/// An administration command as it was run, and what it did.
///
/// @param code the exit code
record Ran(int code, String out, String err) {
  /// Runs `pitboss` with these words and nothing on standard input.
  static Ran on(CasinoFixture casino, String... words) {
    String[] all =
        Stream.concat(
                Stream.of(words),
                Stream.of(
                    "--data",
                    String.valueOf(casino.seedKey().getParent()),
                    "--database-url",
                    casino.databaseUrl()))
            .toArray(String[]::new);
    return of(all);
  }

  /// Runs `pitboss` with these words alone, so on no casino.
  static Ran of(String... words) {
    CapturedTerminal captured = new CapturedTerminal(Map.of());
    int code = new AdministrationProgram().run(words, captured.terminal());
    return new Ran(code, captured.out(), captured.err());
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
