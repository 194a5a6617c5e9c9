package dev.pitboss.server.scheduling;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/// A periodic background task on its own thread, which is created when it starts. A run that fails
/// is logged, and the next one may succeed. Thread-safe.
public final class PeriodicTask implements AutoCloseable {
  private final Logger log;
  private final ScheduledExecutorService schedule;

  /// @param name of the thread
  /// @param log where failed runs are reported
  public PeriodicTask(String name, Logger log) {
    this.log = log;
    this.schedule =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
  }

  /// Starts, with a pause before the first run, and one between the end of a run and the next.
  ///
  /// @param failure what is logged of a run that throws, before the exception
  public void start(Duration pause, Runnable work, String failure) {
    start(pause, pause, work, failure);
  }

  /// Starts with a run at once.
  public void startNow(Duration pause, Runnable work, String failure) {
    start(Duration.ZERO, pause, work, failure);
  }

  private void start(Duration first, Duration pause, Runnable work, String failure) {
    // attempt never throws, not even an error, so there is no failure to wait for
    ScheduledFuture<?> _ =
        schedule.scheduleWithFixedDelay(
            () -> attempt(work, failure),
            first.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("IllegalCatch") // the schedule would silently end
  private void attempt(Runnable work, String failure) {
    try {
      work.run();
    } catch (RuntimeException thrown) {
      // the schedule would silently end with an exception
      log.warn("{}: {}", failure, thrown.toString());
    } catch (Throwable thrown) {
      FatalErrors.check(thrown);
      log.error("{}", failure, thrown);
    }
  }

  /// Whether it has been told to end.
  public boolean isEnding() {
    return schedule.isShutdown();
  }

  /// Interrupts the run in work, and does not wait for it.
  public void interrupt() {
    schedule.shutdownNow();
  }

  /// Lets the run in work end.
  @Override
  public void close() {
    schedule.close();
  }
}
