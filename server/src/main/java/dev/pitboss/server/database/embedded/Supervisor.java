package dev.pitboss.server.database.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the server of a [Cluster] and starts it again when it ends without having been told to
/// by [#close()], however that came about. A server that is frozen has not ended: nothing is done
/// about it. Gives up when a start fails for long or the server ends too often. Thread-safe.
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /// Transient causes of a failed start are over by then; the rest needs an operator. With the exit
  /// that follows, an attempt under way and a busy machine it is at most five seconds.
  static final Duration KEEP_TRYING = Duration.ofMillis(2_500);

  private static final Duration PAUSE = Duration.ofMillis(250);

  /// A server that ends so often within [#WINDOW] is not mended by another start.
  private static final int MAX_ENDS = 10;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final String password;
  private final int port;
  private final Consumer<String> onLost;
  private final Thread thread;
  private final AtomicLong restarts = new AtomicLong();
  private final Deque<Long> ends = new ArrayDeque<>();
  private volatile ProcessHandle server;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean closing;

  private Supervisor(
      Cluster cluster, Cluster.Running running, String password, Consumer<String> onLost) {
    this.cluster = cluster;
    this.password = password;
    this.port = running.port();
    this.server = running.process();
    this.onLost = onLost;
    this.thread = Thread.ofPlatform().daemon().name("embedded-database").unstarted(this::run);
  }

  /// Watches from now on.
  ///
  /// @param onLost receives, once, in one line, why the server cannot be kept running
  static Supervisor watch(
      Cluster cluster, Cluster.Running running, String password, Consumer<String> onLost) {
    Supervisor supervisor = new Supervisor(cluster, running, password, onLost);
    supervisor.thread.start();
    return supervisor;
  }

  /// How often the server was started again.
  long restarts() {
    return restarts.get();
  }

  /// What is wrong with the server at this moment; empty when it runs.
  Optional<String> trouble() {
    return trouble;
  }

  int port() {
    return port;
  }

  /// Stops watching, and then the server in order.
  @Override
  public void close() throws IOException {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
      if (ClusterProcesses.isRunning(server)) {
        cluster.stop(server);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("IllegalCatch") // the database would no longer be supervised
  private void run() {
    try {
      while (!closing) {
        Thread.sleep(LOOK_EVERY);
        if (!ClusterProcesses.isRunning(server)) {
          startAgain();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing
    } catch (Throwable failure) {
      lose("the embedded database is no longer supervised: " + failure);
    }
  }

  private void startAgain() throws InterruptedException {
    long now = System.nanoTime();
    ends.addLast(now);
    while (now - ends.getFirst() > WINDOW.toNanos()) {
      ends.removeFirst();
    }
    if (ends.size() >= MAX_ENDS) {
      lose(
          "the embedded database exited %d times in %d s; its log is %s"
              .formatted(ends.size(), WINDOW.toSeconds(), cluster.log()));
      return;
    }
    LOG.error("the embedded database exited (process {}); restarting it", server.pid());
    trouble = Optional.of("the embedded database exited and is being restarted");
    while (true) {
      try {
        Cluster.Running running = cluster.obtain(() -> port, password);
        server = running.process();
        if (running.port() != port) { // started from outside, where no casino finds it
          cluster.stop(server);
          continue;
        }
        restarts.incrementAndGet();
        trouble = Optional.empty();
        LOG.info(
            "the embedded database is running again after {} ms (process {})",
            Duration.ofNanos(System.nanoTime() - now).toMillis(),
            server.pid());
        return;
      } catch (IOException failure) {
        if (System.nanoTime() - now > KEEP_TRYING.toNanos()) {
          lose("the embedded database exited and cannot be restarted: " + failure.getMessage());
          return;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private void lose(String why) {
    closing = true;
    trouble = Optional.of(why);
    LOG.error("{}", why);
    onLost.accept(why);
  }
}
