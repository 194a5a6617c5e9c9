package dev.pitboss.server.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reports the state of this process to systemd, by the protocol of `sd_notify(3)`: a datagram to
/// the Unix socket that the variable `NOTIFY_SOCKET` names, as units of `Type=notify` have it.
/// Without the variable nothing is sent. A report that cannot be sent is logged and has no other
/// effect: systemd itself ends a service that never gets ready. Thread-safe.
public final class ServiceNotifier {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifier.class);

  private static final String VARIABLE = "NOTIFY_SOCKET";

  /// Begins the name of a socket that has no file.
  private static final char ABSTRACT = '@';

  /// systemd reads all reports of all services one by one; a queue that stays full for longer means
  /// that it does not read at all.
  private static final Duration QUEUE_FULL = Duration.ofSeconds(2);

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final Optional<String> socket;

  private ServiceNotifier(Optional<String> socket) {
    this.socket = socket;
  }

  /// Reports to the socket that the environment names.
  public static ServiceNotifier of(Map<String, String> environment) {
    return new ServiceNotifier(
        Optional.ofNullable(environment.get(VARIABLE)).filter(name -> !name.isEmpty()));
  }

  /// The service takes requests. systemd starts what is ordered after it.
  ///
  /// @param status for `systemctl status`, in one line
  public void ready(String status) {
    send("READY=1\nSTATUS=" + status.replace('\n', ' '));
  }

  /// The service has begun to stop.
  public void stopping() {
    send("STOPPING=1\nSTATUS=completing requests and stopping the database");
  }

  private void send(String state) {
    if (socket.isEmpty()) {
      return;
    }
    try (AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open()) {
      channel.configureBlocking(false);
      send(channel, address(socket.get()), ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | LinkageError failure) { // its native part cannot be loaded
      LOG.warn("systemd cannot be notified at {}: {}", socket.get(), failure.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(
      AFUNIXDatagramChannel channel, AFUNIXSocketAddress address, ByteBuffer state)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (channel.send(state, address) == 0) {
      if (System.nanoTime() - start > QUEUE_FULL.toNanos()) {
        throw new IOException("the socket's queue is full");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static AFUNIXSocketAddress address(String name) throws IOException {
    if (name.charAt(0) == ABSTRACT) {
      return AFUNIXSocketAddress.inAbstractNamespace(name.substring(1));
    }
    if (name.charAt(0) != '/') {
      throw new IOException("must be an absolute path or begin with @");
    }
    return AFUNIXSocketAddress.of(Path.of(name));
  }
}
