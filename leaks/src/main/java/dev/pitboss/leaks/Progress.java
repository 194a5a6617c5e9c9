package dev.pitboss.leaks;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Step;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Shows on a terminal how far a scan is, and knows what was found when it is interrupted.
/// Thread-safe.
final class Progress implements ScanListener {
  private static final int WIDTH = 40;

  private final PrintStream err;
  private final boolean isShown;
  private final int total;
  private final List<Finding> found = new ArrayList<>();
  private int done;
  private int shownPercent = -1;
  private boolean ended;

  /// @param isShown whether a reader sees `err` on a terminal
  /// @param total sources to be read
  Progress(PrintStream err, boolean isShown, int total) {
    this.err = err;
    this.isShown = isShown;
    this.total = Math.max(1, total);
  }

  @Override
  public synchronized void read(SourceFile source) {
    done++;
    int percent = Math.min(100, 100 * done / total);
    if (isShown && percent != shownPercent && !ended) {
      shownPercent = percent;
      int filled = WIDTH * percent / 100;
      err.printf(
          "\r[%s%s] %3d %% of %d sources, %d found",
          "#".repeat(filled), ".".repeat(WIDTH - filled), percent, total, found.size());
      err.flush();
    }
  }

  @Override
  public synchronized void found(Finding finding) {
    found.add(finding);
  }

  /// Takes the bar away.
  synchronized void end() {
    ended = true;
    if (isShown && shownPercent >= 0) {
      err.print("\r" + " ".repeat(WIDTH + 40) + "\r");
      err.flush();
    }
  }

  /// Prints what is known, unless the scan has ended.
  ///
  /// @return whether it was interrupted
  synchronized boolean interrupted(PrintStream out) {
    if (ended) {
      return false;
    }
    end();
    out.printf("INTERRUPTED after %d of %d sources%n", done, total);
    found.forEach(each -> out.println(each + " (" + Step.words(each.path()) + ")"));
    out.flush();
    return true;
  }
}
