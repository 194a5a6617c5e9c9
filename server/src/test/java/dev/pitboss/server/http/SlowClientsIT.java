package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.http.RawClient.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A client that takes too long is cut off, however many bytes it sends.
class SlowClientsIT {
  private static final String HOST = "Host: localhost\r\n";
  private static final String POST = "POST /api/session/guest HTTP/1.1\r\n" + HOST;

  /// A loaded machine looks late; without a deadline a dripping client stays for minutes.
  private static final double TIMEOUT_SECONDS = 12;

  private static final long DRIP_MILLIS = 200;

  private final CasinoFixture casino = CasinoFixture.shared();

  private record Ended(Received received, double seconds) {}

  @Test
  void requestThatTricklesForTooLongIsEnded() throws Exception {
    String get = "GET /health/live HTTP/1.1\r\n" + HOST;
    List<Callable<Ended>> clients =
        List.of(
            () -> drip("", "x"),
            () -> drip(get, "X: y\r\n"),
            () -> drip(get + "X: ", "y"),
            () -> drip(get + "\r\n" + get, "X: y\r\n"),
            () -> drip(POST + "Content-Length: 16000\r\n\r\n", "x"),
            () -> drip(POST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n", ""),
            () -> drip(POST + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
            () -> drip(POST + "Transfer-Encoding: chunked\r\n\r\n1;", "x"),
            () -> drip(POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n"),
            () -> drip("", ""));

    List<Ended> all = together(clients);

    for (int i = 0; i < all.size(); i++) {
      Ended ended = all.get(i);
      assertThat(ended.seconds()).as("client %s", i).isBetween(3.5, TIMEOUT_SECONDS);
      boolean hasAsked = i < all.size() - 1;
      assertThat(ended.received().isClosed()).isTrue();
      if (hasAsked) {
        assertThat(ended.received().text())
            .as("client %s", i)
            .contains("HTTP/1.1 408 Request Timeout\r\n", "\"code\":\"too_slow\"")
            .contains("application/problem+json", "nosniff", "Connection: close");
      } else {
        assertThat(ended.received().text()).as("nothing was asked").isEmpty();
      }
    }
    assertThat(all.get(3).received().text()).as("the whole request before").contains(" 200 OK");
  }

  @Test
  void clientThatAsksAndDoesNotReadIsCut() throws Exception {
    try (RawClient client = new RawClient(casino.url())) {
      String pages = ("GET / HTTP/1.1\r\n" + HOST + "\r\n").repeat(20);
      long start = System.nanoTime();
      double seconds = 0;
      // the kernel's buffers take some megabytes of answers first
      while (client.trySend(pages) && seconds < 60) {
        Thread.sleep(20);
        seconds = secondsSince(start);
      }

      assertThat(seconds).isLessThan(60);
    }
  }

  /// The control: what is slow and not too slow is served, and a connection is kept.
  @Test
  void clientThatPausesInMidRequestIsServed() throws Exception {
    try (RawClient client = new RawClient(casino.url())) {
      client.send("POST /api/session/guest HT");
      Thread.sleep(1_000);
      client.send("TP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: 2\r\n");
      Thread.sleep(1_000);
      client.send("\r\n{");
      Thread.sleep(1_000);
      assertThat(client.send("}").untilResponses(1).status()).isEqualTo(201);

      Thread.sleep(6_000); // idle, which is longer than a head may take
      Received second =
          client.send("GET /health/live HTTP/1.1\r\n" + HOST + "\r\n").untilResponses(1);
      assertThat(second.status()).isEqualTo(200);
    }
  }

  private Ended drip(String first, String drop) throws IOException, InterruptedException {
    try (RawClient client = new RawClient(casino.url())) {
      client.send(first);
      long start = System.nanoTime();
      Thread dripping =
          Thread.ofVirtual()
              .start(() -> {
                while (secondsSince(start) < 2 * TIMEOUT_SECONDS && client.trySend(drop)) {
                  try {
                    Thread.sleep(DRIP_MILLIS);
                  } catch (InterruptedException _) {
                    return;
                  }
                }
              });
      Received received = client.untilClosed();
      double seconds = secondsSince(start);
      dripping.interrupt();
      dripping.join();
      return new Ended(received, seconds);
    }
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static List<Ended> together(List<Callable<Ended>> clients) throws Exception {
    List<Ended> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Ended> ended : threads.invokeAll(clients)) {
        all.add(ended.get());
      }
    }
    return all;
  }
}
