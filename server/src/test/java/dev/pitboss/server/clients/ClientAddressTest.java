package dev.pitboss.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 203.0.113.77, 203.0.113.0/24, false",
    "127.0.0.1, 127.0.0.1, 127.0.0.0/24, true",
    "::1, 0:0:0:0:0:0:0:0, 0:0:0:0:0:0:0:0/48, true",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0, 2001:db8:1:0:0:0:0:0/48, false",
    "::ffff:203.0.113.77, 203.0.113.77, 203.0.113.0/24, false",
    "localhost, unknown, unknown, false",
    "evil.example, unknown, unknown, false",
    "1.2.3.4.5, unknown, unknown, false",
    "'', unknown, unknown, false"
  })
  void addressIsReadAndNeverLookedUp(
      String text, String household, String network, boolean loopback) {
    ClientAddress address = ClientAddress.of(text);

    assertThat(address.household()).isEqualTo(household);
    assertThat(address.network()).isEqualTo(network);
    assertThat(address.isLoopback()).isEqualTo(loopback);
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8:1234, 8.8.8.8",
    "' 8.8.8.8 ', 8.8.8.8",
    "[2001:db8::1]:443, 2001:db8:0:0:0:0:0:1",
    "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
    "[fe80::1%25eth0]:80, fe80:0:0:0:0:0:0:1",
    "::ffff:8.8.8.8, 8.8.8.8",
    "[::ffff:8.8.8.8]:9, 8.8.8.8",
    "'\"[2001:db8::1]:4711\"', 2001:db8:0:0:0:0:0:1",
    "'\"8.8.8.8\"', 8.8.8.8",
    "'for=\"[2001:db8::1]:4711\";proto=https', 2001:db8:0:0:0:0:0:1",
    "'proto=http;by=203.0.113.43;For=8.8.8.8:99', 8.8.8.8",
    "'for=8.8.8.8', 8.8.8.8",
    "8.8.8.8:_port, 8.8.8.8"
  })
  void whatAProxyWroteIsReadDownToTheAddress(String text, String address) {
    assertThat(ClientAddress.ofForwarded(text).text()).isEqualTo(address);
  }

  @Test
  void unreadableAddressesAreDistinct() {
    List<String> unreadable =
        List.of(
            "unknown",
            "_hidden",
            "_gazonk",
            "",
            "256.1.1.1:80",
            "host.example:80",
            "[::1",
            "x".repeat(9_000),
            "8.8.8.8:1:2",
            "1.2.3.4.5",
            "\"",
            "for=",
            "for=\"_SEVKISEK\"");

    assertThat(unreadable.stream().map(it -> ClientAddress.ofForwarded(it).household()).distinct())
        .hasSize(unreadable.size());
    assertThat(unreadable)
        .allSatisfy(text -> {
          ClientAddress address = ClientAddress.ofForwarded(text);
          assertThat(address.isReadable()).isFalse();
          assertThat(address.isLoopback()).isFalse();
          assertThat(address.network()).isEqualTo("unknown");
          assertThat(address.text()).hasSizeLessThan(40);
          assertThat(address).isEqualTo(ClientAddress.ofForwarded(text));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', Firefox on Linux",
    "'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
        + " Safari/537.36 Edg/140.0', Edge on Windows",
    "'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0"
        + " Safari/604.1', Safari on iPhone",
    "curl/8.14.1, a program",
    "'', unknown"
  })
  void agentIsCalledWhatItsOwnerCallsIt(String userAgent, String name) {
    assertThat(ClientInfo.of(userAgent, ClientAddress.UNKNOWN).agent()).isEqualTo(name);
  }

  @Test
  void clientNameIsBounded() {
    ClientInfo clientInfo = ClientInfo.of("Firefox/" + "x".repeat(5_000), ClientAddress.of("::1"));

    assertThat(clientInfo.agent()).isEqualTo("Firefox");
  }
}
