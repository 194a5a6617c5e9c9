package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Does the same with many things, on all processors, in threads that bear deeply nested code.
final class Workers {
  /// An expression of some ten thousand terms is a tree as deep.
  private static final long STACK_BYTES = 512L << 20;

  private static final int MAX_THREADS = 8;

  private final int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());

  /// Handles each thing; one that cannot be handled is named with the reason and does not keep the
  /// rest from being handled. Reasons are handed over one at a time.
  <T> void forEach(List<T> things, Consumer<T> work, BiConsumer<T, String> failed) {
    var next = new AtomicInteger();
    Runnable loop =
        () -> {
          for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
            T thing = things.get(i);
            String reason = attempt(thing, work);
            if (reason != null) {
              synchronized (next) {
                failed.accept(thing, reason);
              }
            }
          }
        };
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, things.size()); i++) {
      var thread = new Thread(null, loop, "python-scan-" + i, STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
      running.add(thread);
    }
    running.forEach(Workers::join);
  }

  private static <T> @org.jspecify.annotations.Nullable String attempt(T thing, Consumer<T> work) {
    try {
      work.accept(thing);
      return null;
    } catch (StackOverflowError _) {
      return "it is nested too deeply";
    } catch (RuntimeException e) {
      return "the analysis failed: " + e;
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
