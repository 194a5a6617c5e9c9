package dev.pitboss.server.http;

import dev.pitboss.server.scheduling.FatalErrors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event loops of a server, and the gate before its connections. They need nothing that a
/// server answers with, so a start can make them while its database starts. Thread-safe; closing
/// them again does nothing.
public final class EventLoops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

  /// They only read and write; most of the machine is for what is asked for.
  static final int COUNT = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /// Vert.x warns in one line of an event loop that had no turn for so long: on a machine with more
  /// to do than processors, a start holds one up for two or three seconds without any fault.
  private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(8);

  /// From then on the warning has a stack: something blocks.
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long CLOSE_SECONDS = WebServer.DRAIN.toSeconds() + 2;

  private final Vertx vertx;
  private final AcceptGate gate;

  private EventLoops(Vertx vertx, AcceptGate gate) {
    this.vertx = vertx;
    this.gate = gate;
  }

  /// Starts them; they have nothing to do yet.
  public static EventLoops start() {
    System.setProperty("vertx.disableFileCPResolving", "true");
    System.setProperty("vertx.disableFileCaching", "true");
    AcceptGate gate = new AcceptGate();
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(COUNT)
                    .setMaxEventLoopExecuteTime(HELD_UP_NANOS)
                    .setWarningExceptionTime(STUCK_NANOS))
            .withTransport(GatedTransport.of(gate))
            .build();
    vertx.exceptionHandler(failure -> {
      FatalErrors.check(failure);
      LOG.error("unexpected failure on an event loop", failure);
    });
    return new EventLoops(vertx, gate);
  }

  Vertx vertx() {
    return vertx;
  }

  AcceptGate gate() {
    return gate;
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  /// Waits for a part of the server to close, for as long as that may take.
  static void await(Future<?> closing) {
    try {
      closing.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      LOG.warn("the web server did not close cleanly", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
