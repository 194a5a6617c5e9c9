package dev.pitboss.server.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/// A terminal that keeps what is printed.
public final class CapturedTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  /// Without input.
  public CapturedTerminal(Map<String, String> environment) {
    this("", environment, false);
  }

  /// @param showsProgress whether standard error is a terminal
  public CapturedTerminal(String input, Map<String, String> environment, boolean showsProgress) {
    terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment,
            showsProgress);
  }

  public Terminal terminal() {
    return terminal;
  }

  /// What was printed so far.
  public String out() {
    return out.toString(UTF_8);
  }

  /// What was printed on standard error so far.
  public String err() {
    return err.toString(UTF_8);
  }
}
