package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.clients.ClientAddress;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestFaultsTest {
  private static final ClientAddress ADDRESS = ClientAddress.of("192.0.2.7");

  /// Stands still.
  private static final TimeMeter CLOCK =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return 0;
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RateLimits limits = new RateLimits(1, CLOCK);
  private final RequestFaults faults =
      new RequestFaults(
          address -> limits.refuse(RateLimits.Rate.FAULTS_OF_ADDRESS, address),
          new RequestMetrics(registry));

  @Test
  void addressThatSendsManyIsToldToWaitAndOthersAreNot() {
    long most = RateLimits.Rate.FAULTS_OF_ADDRESS.capacity();
    for (int i = 0; i < most; i++) {
      assertThat(statusTo(ADDRESS, false)).isEqualTo("400");
    }

    assertThat(statusTo(ADDRESS, false)).isEqualTo("429");
    assertThat(statusTo(ClientAddress.of("192.0.2.8"), false)).isEqualTo("400");
    assertThat(statusTo(ADDRESS, true)).as("a proxy's or this machine's").isEqualTo("400");
    assertThat(registry.get("pitboss.http.faults").tag("kind", "escape").counter().count())
        .as("each is counted")
        .isEqualTo((double) (most + 3));
  }

  private String statusTo(ClientAddress address, boolean isExempt) {
    byte[] response = faults.responseTo(RequestFault.ESCAPE, "id", address, isExempt);
    return new String(response, StandardCharsets.US_ASCII).substring(9, 12);
  }
}
