package dev.pitboss.bench.settlement;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A player at the other end of one kept connection. It does as little as a client can, so that the
/// machine it shares with the server is the server's.
final class HttpClient implements Load.Client {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final List<byte[]> requests;
  private int next;

  /// @param requests sent in turn, again and again
  HttpClient(int port, List<byte[]> requests) throws IOException {
    this.requests = List.copyOf(requests);
    socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// A request of that player.
  static byte[] request(String method, String path, String token, String body) {
    return """
    %s %s HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(method, path, token, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void bet() throws IOException {
    out.write(requests.get(next++ % requests.size()));
    int length = 0;
    String status = line();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status + " " + new String(body, StandardCharsets.UTF_8));
    }
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
