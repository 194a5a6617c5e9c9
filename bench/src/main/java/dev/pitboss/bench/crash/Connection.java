package dev.pitboss.bench.crash;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A player's kept HTTP connection. One thread at a time.
final class Connection implements AutoCloseable {
  /// The server ends connections that say nothing for half a minute.
  private static final long FRESH_NANOS = 20_000_000_000L;

  private final int port;
  private Socket socket;
  private InputStream in;
  private long usedAt;

  Connection(int port) throws IOException {
    this.port = port;
    socket = connect(port);
    in = new BufferedInputStream(socket.getInputStream());
    usedAt = System.nanoTime();
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /// An answer, and how long it took.
  record Answer(int status, String body, long nanos) {
    /// The text of a field that has one.
    String text(String field) {
      int start = body.indexOf("\"" + field + "\":\"");
      if (start < 0) {
        throw new IllegalStateException("no " + field + " in " + body);
      }
      start += field.length() + 4;
      return body.substring(start, body.indexOf('"', start));
    }
  }

  /// @param token of the player's session; empty without one
  Answer post(String path, String token, String body) throws IOException {
    if (System.nanoTime() - usedAt > FRESH_NANOS) {
      socket.close();
      socket = connect(port);
      in = new BufferedInputStream(socket.getInputStream());
    }
    String request =
        """
        POST %s HTTP/1.1\r
        Host: 127.0.0.1\r
        %sContent-Type: application/json\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(
                path,
                token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n",
                body.length(),
                body);
    long start = System.nanoTime();
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    usedAt = System.nanoTime();
    return new Answer(status, answer, usedAt - start);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
