package dev.pitboss.bench.floods;

import dev.pitboss.bench.ContentLength;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Well-behaved requests, each on a connection of its own, or on one that is kept.
final class Asking implements AutoCloseable {
  private static final int GIVE_UP_MILLIS = 5_000;

  private final Socket socket;

  Asking(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(GIVE_UP_MILLIS);
  }

  /// The whole answer to one request on a new connection.
  static String once(int port, String line, String headers, String body) throws IOException {
    try (Asking asking = new Asking(port)) {
      asking.send(line, headers + "Connection: close\r\n", body);
      return new String(asking.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Status of one request on this connection.
  int ask(String line, String headers, String body) throws IOException {
    send(line, headers, body);
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after " + head);
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    in.readNBytes(ContentLength.of(text));
    return Integer.parseInt(text.substring(9, 12));
  }

  private void send(String line, String headers, String body) throws IOException {
    String request =
        "%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(line, headers, body.length(), body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
