package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.clients.ClientAddress;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The counted client address behind proxies, and with forged headers.
class ClientAddressResolverTest {
  private static final String PEER = "198.51.100.7";

  @ParameterizedTest
  @CsvSource({
    "0, 203.0.113.9, 198.51.100.7", // no trusted proxy: the header is the peer's
    "1, 203.0.113.9, 203.0.113.9",
    "1, '10.6.6.6, 203.0.113.9', 203.0.113.9", // elements before the trusted ones are untrusted
    "2, '203.0.113.9, 192.0.2.1', 203.0.113.9",
    "2, '1.1.1.1,203.0.113.9,192.0.2.1', 203.0.113.9",
    "2, 203.0.113.9, 198.51.100.7", // fewer than there are proxies: it came past one
    "1, '  203.0.113.9  ', 203.0.113.9",
    "1, 2001:db8::5, 2001:db8:0:0:0:0:0:5",
    "1, 2001:DB8::5, 2001:db8:0:0:0:0:0:5",
    "1, ::ffff:203.0.113.9, 203.0.113.9", // the same address, written as IPv6
    "1, 203.0.113.9:4711, 203.0.113.9", // some proxies write the port, too
    "1, '[2001:db8::5]', 2001:db8:0:0:0:0:0:5",
    "1, '[2001:db8::5]:4711', 2001:db8:0:0:0:0:0:5"
  })
  void addressIsTheOneThatOurOutermostProxySaw(int proxies, String header, String address) {
    assertThat(addressOf(proxies, List.of(header))).isEqualTo(address);
  }

  /// Nothing is looked up, and what cannot be read is not one client for all of them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "casino.example",
        "1",
        "203.0.113.999",
        "",
        ",",
        "2001:db8:0000:0000:0000:0000:0000:0000:0000:0005"
      })
  void unreadableAddressCountsAsAnAddressOfItsOwn(String header) {
    assertThat(addressOf(1, List.of(header)))
        .startsWith("unreadable-")
        .isNotEqualTo(addressOf(1, List.of(header + "x")));
  }

  @Test
  void severalHeadersAreOneList() {
    List<String> headers = List.of("10.6.6.6", "203.0.113.9, 192.0.2.1");
    assertThat(addressOf(1, headers)).isEqualTo("192.0.2.1");
    assertThat(addressOf(2, headers)).isEqualTo("203.0.113.9");
    assertThat(addressOf(3, headers)).isEqualTo("10.6.6.6");
    assertThat(addressOf(4, headers)).isEqualTo(PEER);
  }

  @Test
  void withoutTheHeaderItIsThePeer() {
    assertThat(addressOf(0, List.of())).isEqualTo(PEER);
    assertThat(addressOf(2, List.of())).isEqualTo(PEER);
  }

  private static String addressOf(int proxies, List<String> forwardedFor) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    forwardedFor.forEach(value -> headers.add("X-Forwarded-For", value));
    Request request =
        new Request(
            "GET",
            "/",
            "/",
            Map.of(),
            MultiMap.caseInsensitiveMultiMap(),
            headers,
            new byte[0],
            "key",
            ClientAddress.of(PEER),
            0);
    return new ClientAddressResolver(proxies).addressOf(request).text();
  }
}
