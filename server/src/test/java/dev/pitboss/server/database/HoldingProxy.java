package dev.pitboss.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A wire to the database on which requests, or the answers to them, can be held up for good, so
/// that a process can be killed right there.
public final class HoldingProxy implements AutoCloseable {
  /// Where a request is held.
  public enum Point {
    /// It never reaches the database.
    BEFORE_THE_STATEMENT,
    /// The database did it and committed; the answer never comes.
    AFTER_THE_COMMIT
  }

  private record Hold(Point point, List<String> texts) {}

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> held = ConcurrentHashMap.newKeySet();
  private volatile Hold hold = new Hold(Point.BEFORE_THE_STATEMENT, List.of());

  /// @param target the database's port on this machine
  public HoldingProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// From now on holds every request with one of those texts in it.
  public void hold(Point point, String... texts) {
    held.clear();
    hold = new Hold(point, List.of(texts));
  }

  /// Holds nothing more. What is held stays held.
  public void pass() {
    hold = new Hold(Point.BEFORE_THE_STATEMENT, List.of());
  }

  /// How many connections are held.
  public int held() {
    return held.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> requests(client, server));
        Thread.ofVirtual().start(() -> answers(client, server));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void requests(Socket client, Socket server) {
    try (client;
        server;
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream()) {
      byte[] bytes = new byte[64 * 1024];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        Hold now = hold;
        String sent = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
        if (now.texts().stream().anyMatch(sent::contains)) {
          held.add(server);
          if (now.point() == Point.BEFORE_THE_STATEMENT) {
            in.transferTo(OutputStream.nullOutputStream()); // until the client is gone
            return;
          }
        }
        out.write(bytes, 0, n);
      }
    } catch (IOException cut) {
      // the other end is closed with this one
    }
  }

  private void answers(Socket client, Socket server) {
    try (client;
        server;
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream()) {
      byte[] bytes = new byte[64 * 1024];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (!held.contains(server)) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException cut) {
      // the other end is closed with this one
    }
  }
}
