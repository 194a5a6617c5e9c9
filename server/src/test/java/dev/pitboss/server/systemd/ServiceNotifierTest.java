package dev.pitboss.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/// With a socket as systemd's.
@EnabledOnOs(OS.LINUX)
final class ServiceNotifierTest {
  private static final int PATIENCE_MILLIS = 10_000;

  @TempDir Path folder;

  private static ServiceNotifier notifier(String socket) {
    return ServiceNotifier.of(Map.of("NOTIFY_SOCKET", socket));
  }

  private static String received(AFUNIXDatagramSocket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    DatagramPacket packet = new DatagramPacket(new byte[1_024], 1_024);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void readinessAndStopAreOneDatagramEach() throws IOException {
    Path path = folder.resolve("notify");
    try (AFUNIXDatagramSocket systemd = AFUNIXDatagramSocket.newInstance()) {
      systemd.bind(AFUNIXSocketAddress.of(path));
      ServiceNotifier notifier = notifier(path.toString());

      notifier.ready("serving at\nhttp://localhost:8080");
      notifier.stopping();

      assertThat(received(systemd)).isEqualTo("READY=1\nSTATUS=serving at http://localhost:8080");
      assertThat(received(systemd)).startsWith("STOPPING=1\nSTATUS=");
    }
  }

  @Test
  void socketMayBeInTheAbstractNamespace() throws IOException {
    String name = "pitboss-test-" + ProcessHandle.current().pid();
    try (AFUNIXDatagramSocket systemd = AFUNIXDatagramSocket.newInstance()) {
      systemd.bind(AFUNIXSocketAddress.inAbstractNamespace(name));

      notifier("@" + name).ready("serving");

      assertThat(received(systemd)).isEqualTo("READY=1\nSTATUS=serving");
    }
  }

  @Test
  void withoutTheVariableOrWithASocketThatIsGoneTheServiceGoesOn() {
    ServiceNotifier.of(Map.of()).ready("serving");
    ServiceNotifier.of(Map.of("NOTIFY_SOCKET", "")).ready("serving");
    notifier(folder.resolve("gone").toString()).ready("serving");
    notifier("vsock:2:1234").stopping();

    assertThat(folder).as("nothing was made").isEmptyDirectory();
  }

  /// One that is not read: the report is given up after a while, and the service goes on.
  @Test
  void fullQueueHoldsNothingUp() throws IOException {
    Path path = folder.resolve("notify");
    try (AFUNIXDatagramSocket systemd = AFUNIXDatagramSocket.newInstance()) {
      systemd.bind(AFUNIXSocketAddress.of(path));
      int queue =
          Integer.parseInt(Files.readString(Path.of("/proc/sys/net/unix/max_dgram_qlen")).strip());
      ServiceNotifier notifier = notifier(path.toString());
      long start = System.nanoTime();
      for (int i = 0; i <= queue + 1; i++) {
        notifier.ready("serving");
      }

      assertThat(System.nanoTime() - start).isLessThan(PATIENCE_MILLIS * 1_000_000L);
      assertThat(received(systemd)).startsWith("READY=1");
    }
  }
}
