package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

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
    CapturedTerminal captured = new CapturedTerminal(input, Map.of(), showsProgress);
    int code = new OfflineProgram().run(words, captured.terminal());
    return new Ran(code, captured.out(), captured.err());
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
