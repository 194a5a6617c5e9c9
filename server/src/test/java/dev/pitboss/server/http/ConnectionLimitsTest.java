package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.clients.ClientAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimitsTest {
  private static final ConnectionLimits LIMITS =
      new ConnectionLimits(100, 5, 8, 10, Duration.ofMillis(50));

  private final ConnectionLimits.Open open = new ConnectionLimits.Open(LIMITS);

  @Test
  void addressHasItsShareAndGetsItBack() {
    ClientAddress greedy = ClientAddress.of("192.0.2.1");
    for (int i = 0; i < LIMITS.ofAddress(); i++) {
      assertThat(open.admit(greedy, false)).isTrue();
    }

    assertThat(open.admit(greedy, false)).as("one more").isFalse();
    open.leaveSpare();
    assertThat(open.admit(ClientAddress.of("192.0.2.2"), false)).as("another's").isTrue();

    open.leave(greedy, false);
    assertThat(open.admit(greedy, false)).as("after one has left").isTrue();
    assertThat(open.all()).isEqualTo(LIMITS.ofAddress() + 1);
  }

  @Test
  void networkOfIpv6HasItsShareWithAnyNumberOfAddresses() {
    int admitted = 0;
    for (int i = 0; i < 50; i++) {
      if (open.admit(ClientAddress.of("2001:db8:1:" + i + "::1"), false)) {
        admitted++;
      } else {
        open.leaveSpare();
      }
    }

    assertThat(admitted).isEqualTo(LIMITS.ofNetwork());
    assertThat(open.admit(ClientAddress.of("2001:db8:2::1"), false)).as("another /48").isTrue();
  }

  @Test
  void proxyIsLimitedByAllOnly() {
    ClientAddress proxy = ClientAddress.of("10.0.0.1");
    for (int i = 0; i < LIMITS.all(); i++) {
      assertThat(open.admit(proxy, true)).isTrue();
    }

    assertThat(open.admit(proxy, true)).isFalse();
    assertThat(open.isNearlyFull()).isTrue();
    for (int i = 0; i < LIMITS.all(); i++) {
      open.leave(proxy, true);
    }
    open.leaveSpare();
    assertThat(open.all()).isZero();
    assertThat(open.isNearlyFull()).isFalse();
  }

  @Test
  void spareConnectionsAreBoundedToo() {
    for (int i = 0; i < LIMITS.all() + LIMITS.spare(); i++) {
      boolean _ = open.admit(ClientAddress.of("10.0.0.1"), true);
    }
    assertThat(open.hasTooManySpare()).isFalse();

    boolean _ = open.admit(ClientAddress.of("10.0.0.1"), true);

    assertThat(open.hasTooManySpare()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-5, 24, 8", "132, 99, 33", "756, 567, 189", "10000000, 20000, 256"})
  void limitsFollowTheRoomThereIs(long room, int all, int spare) {
    ConnectionLimits limits = ConnectionLimits.of(room);

    assertThat(limits.all()).isEqualTo(all);
    assertThat(limits.spare()).isEqualTo(spare);
    assertThat(limits.ofAddress()).isLessThan(all);
    assertThat(limits.ofNetwork()).isBetween(limits.ofAddress(), all);
  }

  @Test
  void thisProcessHasRoom() {
    assertThat(ConnectionLimits.ofProcess().all()).isBetween(24, 20_000);
  }
}
