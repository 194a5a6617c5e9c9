package dev.pitboss.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A connection on which a test writes bytes of its own, well-formed or not.
public final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;

  public RawClient(String url) throws IOException {
    URI at = URI.create(url);
    socket = new Socket(at.getHost(), at.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /// Sends latin-1: one byte a character.
  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /// Sends while the server takes it.
  boolean trySend(String text) {
    try {
      send(text);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Everything until the server closes.
  public Received untilClosed() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] part = new byte[8 * 1024];
    try {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        all.write(part, 0, read);
      }
      return new Received(all.toString(StandardCharsets.UTF_8), true);
    } catch (SocketTimeoutException _) {
      return new Received(all.toString(StandardCharsets.UTF_8), false);
    } catch (SocketException _) {
      return new Received(all.toString(StandardCharsets.UTF_8), true);
    }
  }

  /// Everything until so many responses have begun.
  Received untilResponses(int count) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] part = new byte[8 * 1024];
    while (new Received(all.toString(), false).responses() < count) {
      int read = socket.getInputStream().read(part);
      if (read < 0) {
        return new Received(all.toString(), true);
      }
      all.append(new String(part, 0, read, StandardCharsets.UTF_8));
    }
    return new Received(all.toString(), false);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// What the server sent.
  public record Received(String text, boolean isClosed) {
    int responses() {
      return text.split("HTTP/1\\.[01] [1-5]", -1).length - 1;
    }

    /// Of the first response; 0 without any.
    public int status() {
      return text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    JsonNode problem() throws IOException {
      return new ObjectMapper().readTree(body());
    }
  }
}
