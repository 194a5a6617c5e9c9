package dev.pitboss.server.commands;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Progress of a long command, on one overwritten line. Not thread-safe.
final class ProgressBar implements LongConsumer {
  private static final int BAR = 30;

  private final PrintStream out;
  private final long whole;
  private final boolean isShown;
  private final long startNanos = System.nanoTime();
  private int width;

  /// @param whole what is 100 %
  ProgressBar(Terminal terminal, long whole) {
    this.out = terminal.err();
    this.isShown = terminal.showsProgress();
    this.whole = whole;
  }

  /// Shows that so much is done.
  @Override
  public void accept(long done) {
    if (!isShown) {
      return;
    }
    double part = (double) done / whole;
    double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    int filled = (int) (part * BAR);
    show(
        String.format(
            Locale.ROOT,
            "[%s%s] %3.0f %%, %s rounds%s",
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            Math.floor(100 * part),
            NumberFormats.grouped(done),
            done == 0 ? "" : ", " + Math.round(seconds * (1 - part) / part) + " s left"));
  }

  /// Takes the line away.
  void clear() {
    if (isShown) {
      show("");
      out.print('\r');
    }
  }

  private void show(String line) {
    out.print("\r" + NumberFormats.padded(line, width));
    out.flush();
    width = line.length();
  }
}
