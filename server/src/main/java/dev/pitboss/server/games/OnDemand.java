package dev.pitboss.server.games;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// A value worked out once, by the first thread that asks for it; others wait for that thread.
/// Thread-safe.
///
/// @param <T> what is worked out
final class OnDemand<T> {
  private final FutureTask<T> task;

  OnDemand(Supplier<T> work) {
    this.task = new FutureTask<>(work::get);
  }

  /// The value, however long it takes.
  T get() {
    task.run();
    try {
      return task.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a value", interrupted);
    } catch (ExecutionException failure) {
      throw failed(failure);
    }
  }

  /// The value if it is there within that time; empty while the value is being computed, or not yet
  /// requested.
  Optional<T> within(Duration time) {
    try {
      return Optional.of(task.get(time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException failure) {
      throw failed(failure);
    }
  }

  private static IllegalStateException failed(ExecutionException failure) {
    return new IllegalStateException("a value could not be worked out", failure.getCause());
  }
}
