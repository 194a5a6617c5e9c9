package dev.pitboss.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Concurrent calls, and waiting for conditions.
public final class Concurrently {
  /// A machine may be many times slower than the one a test was written on.
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private Concurrently() {}

  /// What the call returned, each time of that many, all at once.
  public static <T> List<T> times(int times, IntFunction<T> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls =
          IntStream.range(0, times).<Callable<T>>mapToObj(i -> () -> call.apply(i)).toList();
      List<T> answers = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  /// Does what a busy machine may refuse, passwords that have to be hashed in time, until it is
  /// done.
  public static void insist(BooleanSupplier work) {
    for (int i = 0; i < 20; i++) {
      if (work.getAsBoolean()) {
        return;
      }
    }
    throw new AssertionError("refused twenty times");
  }

  /// Returns once the condition holds; fails when it does not for so long that it never will, on a
  /// busy machine too.
  public static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(25))
        .pollInSameThread()
        .until(condition::getAsBoolean);
  }
}
