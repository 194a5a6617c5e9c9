package dev.pitboss.server.scheduling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Started components, in order; closing stops them in reverse order. Not thread-safe: components
/// are started on one thread.
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /// Keeps it until everything is closed.
  ///
  /// @return the same
  public <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  /// Starts a component on a thread of its own, and keeps it. It is started to its end, and closed
  /// with the others, even if nothing asks for it.
  ///
  /// @return gives it, once it is started
  public <T extends AutoCloseable> Supplier<T> keepMeanwhile(Supplier<T> start) {
    CompletableFuture<T> starting =
        CompletableFuture.supplyAsync(
            start, work -> Thread.ofPlatform().daemon().name("starting").start(work));
    AutoCloseable _ = keep(() -> starting.join().close());
    return starting::join;
  }

  @Override
  public void close() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception failure) {
        // the others must still be stopped, the database most of all
        LOG.warn("a component did not stop cleanly", failure);
      }
    }
  }
}
