package dev.pitboss.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.pitboss.server.clients.ClientAddress;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Limits of open connections, in total and per address. Beyond either a connection is spare: it is
/// asked about health only, and the oldest spare one makes room for the next, though not before it
/// had the time to send its request. So a health check from a new connection is answered however
/// many connections others hold or open. Thread-safe.
///
/// @param all connections that are not spare
/// @param ofAddress of those, from one IPv4 address or IPv6 /64
/// @param ofNetwork of those, from one IPv6 /48
/// @param spare connections beyond these
/// @param spareLife for which a spare connection is not closed for the next one
public record ConnectionLimits(
    int all, int ofAddress, int ofNetwork, int spare, Duration spareLife) {
  /// Every listener of the live table, and as many again.
  private static final int MAX_ALL = 20_000;

  /// The server cannot work with fewer; a test's small machine gets this number, too.
  private static final int MIN_ALL = 32;

  /// Descriptors for the database's connections, wallets, files that are opened later, and
  /// connections that were accepted in the moment in which [AcceptGate] learns that it must rest.
  private static final int OTHER_DESCRIPTORS = 192;

  /// A body of 16 KiB that waits for its end, and its buffers.
  private static final int HEAP_BYTES_OF_ONE = 32 * 1024;

  /// What the server's memory holds at rest. Connections that took the rest of a small heap would
  /// leave its collector no room, and deadlines would pass unseen.
  private static final long HEAP_BYTES_AT_REST = 32 * 1024 * 1024;

  /// A school or company behind one address, each with a page and its live table.
  private static final int MAX_OF_ADDRESS = 512;

  private static final int MAX_OF_NETWORK = 4 * MAX_OF_ADDRESS;
  private static final int MAX_SPARE = 256;

  /// Many times what a load balancer nearby needs for its request. With 256 spare connections 2 500
  /// clients a second take their turn; the others wait in the system's queue.
  private static final Duration SPARE_LIFE = Duration.ofMillis(100);

  /// What this process can hold: by the descriptors it may still open, and its heap.
  public static ConnectionLimits ofProcess() {
    long room = MAX_ALL + MAX_SPARE;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      room =
          unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - OTHER_DESCRIPTORS;
    }
    long heap = Runtime.getRuntime().maxMemory() - HEAP_BYTES_AT_REST;
    return of(Math.min(room, heap / HEAP_BYTES_OF_ONE));
  }

  /// @param room connections there may be, spare ones included
  static ConnectionLimits of(long room) {
    int most = Math.clamp(room, MIN_ALL, MAX_ALL + MAX_SPARE);
    int spare = Math.min(MAX_SPARE, most / 4);
    int all = most - spare;
    int ofAddress = Math.min(MAX_OF_ADDRESS, all / 2);
    return new ConnectionLimits(
        all, ofAddress, Math.min(MAX_OF_NETWORK, 3 * all / 4), spare, SPARE_LIFE);
  }

  /// The connections that are open. Thread-safe.
  public static final class Open {
    private final ConnectionLimits limits;
    private final AtomicInteger regular = new AtomicInteger();
    private final AtomicInteger spare = new AtomicInteger();
    private final Map<String, Integer> perSource = new ConcurrentHashMap<>();

    public Open(ConnectionLimits limits) {
      this.limits = limits;
    }

    /// Counts a connection in; false when it is spare.
    ///
    /// @param isExempt whether the address stands for many clients: this machine's, or a proxy's
    boolean admit(ClientAddress address, boolean isExempt) {
      if (regular.incrementAndGet() > limits.all) {
        regular.decrementAndGet();
        spare.incrementAndGet();
        return false;
      }
      if (isExempt) {
        return true;
      }
      int own = perSource.merge(address.household(), 1, Integer::sum);
      boolean isIpv6 = address.text().contains(":");
      int network = isIpv6 ? perSource.merge(address.network(), 1, Integer::sum) : 0;
      if (own <= limits.ofAddress && network <= limits.ofNetwork) {
        return true;
      }
      leave(address, false);
      spare.incrementAndGet();
      return false;
    }

    /// Counts out a connection that was admitted.
    void leave(ClientAddress address, boolean isExempt) {
      regular.decrementAndGet();
      if (!isExempt) {
        leave(address.household());
        if (address.text().contains(":")) {
          leave(address.network());
        }
      }
    }

    /// Counts out a spare connection.
    void leaveSpare() {
      spare.decrementAndGet();
    }

    /// Whether there are more spare connections than there may be.
    boolean hasTooManySpare() {
      return spare.get() > limits.spare;
    }

    /// For which a spare connection is not closed for the next one.
    long spareLifeNanos() {
      return limits.spareLife.toNanos();
    }

    /// Whether idle connections should go soon: an eighth or less is free.
    boolean isNearlyFull() {
      return regular.get() > limits.all - limits.all / 8;
    }

    int all() {
      return regular.get() + spare.get();
    }

    private void leave(String source) {
      perSource.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
