package dev.pitboss.server.http;

import dev.pitboss.server.clients.ClientAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts faults of requests by their kind, limits them per address, and logs each kind at most
/// once a second with its count. Thread-safe.
public final class RequestFaults {
  private static final Logger LOG = LoggerFactory.getLogger(RequestFaults.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Function<ClientAddress, Optional<Response>> limit;
  private final RequestMetrics metrics;
  private final Map<RequestFault, Unlogged> unlogged = new EnumMap<>(RequestFault.class);

  /// What happened since the last line of the log.
  private static final class Unlogged {
    private long count;
    private String lastAddress = "";
    private String lastRequestId = "";
    private long loggedAtNanos = System.nanoTime() - LOG_EVERY_NANOS;
  }

  /// @param limit the refusal of an address that has caused too many faults
  public RequestFaults(Function<ClientAddress, Optional<Response>> limit, RequestMetrics metrics) {
    this.limit = limit;
    this.metrics = metrics;
    for (RequestFault fault : RequestFault.values()) {
      unlogged.put(fault, new Unlogged());
    }
  }

  /// Counts a fault and gives the whole response to it.
  ///
  /// @param isExempt whether the address stands for many clients, so that it is not limited
  byte[] responseTo(RequestFault fault, String requestId, ClientAddress address, boolean isExempt) {
    metrics.fault(fault);
    note(fault, requestId, address);
    if (!isExempt) {
      Response tooMany = limit.apply(address).orElse(null);
      if (tooMany != null) {
        metrics.answered(ROUTE, tooMany, 0);
        return RequestFault.lastResponse(tooMany, Problem.Status.TOO_MANY_REQUESTS, requestId);
      }
    }
    metrics.answered(ROUTE, fault.reply(), 0);
    return fault.response(requestId);
  }

  /// Logs the kinds whose last line is a second old. Called often, from any event loop.
  void logDue() {
    long now = System.nanoTime();
    synchronized (unlogged) {
      unlogged.forEach((fault, since) -> {
        if (since.count > 0 && now - since.loggedAtNanos >= LOG_EVERY_NANOS) {
          LOG.warn(
              "{} requests refused before routing: {}, {}; last: {} from {}",
              since.count,
              fault.tag(),
              fault.reply().status(),
              since.lastRequestId,
              since.lastAddress);
          since.count = 0;
          since.loggedAtNanos = now;
        }
      });
    }
  }

  private void note(RequestFault fault, String requestId, ClientAddress address) {
    synchronized (unlogged) {
      Unlogged since = unlogged.get(fault);
      if (since != null) {
        since.count++;
        since.lastAddress = address.text();
        since.lastRequestId = requestId;
      }
    }
  }

  /// The route such requests are counted at.
  private static final String ROUTE = "(refused)";
}
