package dev.pitboss.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A wire to the database that can be cut at the worst moment: when a statement has committed and
/// its answer is on the way.
public final class CutProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final AtomicInteger armed = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile String mark = "";
  private volatile int target;

  public CutProxy() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// The same database over this wire.
  public DataSource inFrontOf(DataSource database) {
    if (database instanceof PGSimpleDataSource plain) {
      target = plain.getPortNumbers()[0];
      plain.setPortNumbers(new int[] {listener.getLocalPort()});
      return plain;
    }
    DatabaseOptions direct = ((Sessions) database).options();
    target = URI.create(direct.url().substring("jdbc:".length())).getPort();
    return Sessions.ofApplication(
        new DatabaseOptions(
            direct.url().replace(":" + target + "/", ":" + listener.getLocalPort() + "/"),
            direct.user(),
            direct.passwordSource(),
            direct.parameters(),
            direct.poolSize(),
            direct.waits()));
  }

  /// Cuts the answer to the next request that has that text in it.
  public void cutNext(String text) {
    mark = text;
    armed.set(1);
  }

  /// How many answers were lost.
  public int cuts() {
    return cuts.get();
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
        Wire wire = new Wire(client, server);
        Thread.ofVirtual().start(wire::requests);
        Thread.ofVirtual().start(wire::answers);
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private final class Wire {
    private final Socket client;
    private final Socket server;
    private volatile boolean doomed;

    Wire(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() {
      pump(client, server, true);
    }

    void answers() {
      pump(server, client, false);
    }

    private void pump(Socket from, Socket to, boolean requests) {
      try (from;
          to;
          InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        byte[] bytes = new byte[64 * 1024];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          if (requests
              && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(mark)
              && armed.compareAndSet(1, 0)) {
            doomed = true;
          } else if (!requests && doomed) {
            cuts.incrementAndGet();
            return;
          }
          out.write(bytes, 0, n);
        }
      } catch (IOException cut) {
        // the other end is closed with this one
      }
    }
  }
}
