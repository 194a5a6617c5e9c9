package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("sets a system property")
class GatedTransportTest {
  private final AcceptGate gate = new AcceptGate();

  @AfterEach
  void usual() {
    System.clearProperty(GatedTransport.IO_URING);
  }

  @Test
  void ioUringIsUsedOnlyWhereItIsAskedFor() {
    assumeThat(Transport.IO_URING).isNotNull();
    assumeThat(Transport.IO_URING.available()).isTrue();

    assertThat(GatedTransport.of(gate).name()).isNotEqualTo("io_uring");
    System.setProperty(GatedTransport.IO_URING, "true");
    assertThat(GatedTransport.of(gate).name()).isEqualTo("io_uring");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void anAvailableTransportIsFoundInAnyCase(String asked) {
    System.setProperty(GatedTransport.IO_URING, asked);

    assertThat(GatedTransport.of(gate).available()).isTrue();
  }
}
