package dev.pitboss.server.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/// A command as it was run, and what it did.
///
/// @param code the exit code
record Ran(int code, String out, String err) {
  private static final int COLUMNS = 80;

  /// Runs `pitboss` with these words and nothing on standard input.
  static Ran command(String... words) {
    return withInput("", words);
  }

  static Ran withInput(String input, String... words) {
    return withInput(input, false, words);
  }

  /// @param showsProgress whether standard error is a terminal
  static Ran withInput(String input, boolean showsProgress, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of(),
            showsProgress);
    int code = OfflineProgram.run(words, terminal);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Nothing went wrong.
  Ran isDone() {
    assertThat(err).isEmpty();
    assertThat(code).isZero();
    return this;
  }

  /// Nothing went wrong, and the output fits a terminal as wide as terminals always were.
  Ran isFine() {
    isDone();
    assertThat(out.lines())
        .allSatisfy(
            line -> assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(COLUMNS));
    return this;
  }

  /// The command refused to do anything.
  Ran isMisused() {
    assertThat(code).isEqualTo(2);
    assertThat(out).isEmpty();
    return this;
  }
}
