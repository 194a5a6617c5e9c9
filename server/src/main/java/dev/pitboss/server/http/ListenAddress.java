package dev.pitboss.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/// The listening address: an address of this machine, and a port. Each fault is named before
/// anything is started.
///
/// @param host name or address to bind
/// @param port first port to try
/// @param takesNextPort whether the next free port above is used when that one is taken
public record ListenAddress(String host, int port, boolean takesNextPort) {
  private static final int MAX_PORT = 65_535;

  /// Ports tried above the first one, before giving up.
  private static final int MORE_PORTS = 50;

  /// It cannot be listened there; the message says why, in one line.
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }

    Refused(String message, IOException cause) {
      super(message, cause);
    }
  }

  /// The last port to try.
  int lastPort() {
    return takesNextPort ? Math.min(port + MORE_PORTS, MAX_PORT) : port;
  }

  /// Checks that the port is free; another process may still take it first.
  ///
  /// @throws Refused when the host is not this machine's, or no port that may be used is free
  public void check() throws Refused {
    InetAddress address = address();
    for (int candidate = port; candidate <= lastPort(); candidate++) {
      if (isFree(address, candidate)) {
        return;
      }
    }
    throw noneFree();
  }

  /// No port that may be used is free.
  Refused noneFree() {
    return takesNextPort
        ? new Refused("no port from %d to %d on %s is free".formatted(port, lastPort(), host))
        : new Refused(
            "port %d on %s is in use; choose another with --port, or --port %d+ for the next free one"
                .formatted(port, host, port));
  }

  private InetAddress address() throws Refused {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new Refused(
          "--host: %s is not an address, and no such name is known".formatted(host), unknown);
    }
    // any free port: it fails for the address only
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return address;
    } catch (IOException refused) {
      throw new Refused("--host: %s is not an address of this machine".formatted(host), refused);
    }
  }

  private boolean isFree(InetAddress address, int candidate) throws Refused {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, candidate));
      return true;
    } catch (IOException refused) {
      String reason = String.valueOf(refused.getMessage());
      if (reason.contains("Permission denied")) {
        throw new Refused(
            "port %d on %s: permission denied; ports below 1024 are the system's"
                .formatted(candidate, host),
            refused);
      }
      return false;
    }
  }
}
