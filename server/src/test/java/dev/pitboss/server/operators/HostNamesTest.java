package dev.pitboss.server.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8080, localhost, true",
    "LOCALHOST., localhost, true",
    "play.localhost:80, play.localhost, true",
    "127.0.0.1:8080, 127.0.0.1, true",
    "[::1]:8080, [::1], true",
    "[fe80::1.2.3.4], [fe80::1.2.3.4], true",
    "casino:8080, casino, true",
    "'', '', true",
    "Play.Acme.Example:8443, play.acme.example, false",
    "play.acme.example., play.acme.example, false",
    "127.0.0.1.example, 127.0.0.1.example, false",
    "localhost.example, localhost.example, false",
  })
  void nameAndWhetherItIsAMachines(String header, String name, boolean isLocal) {
    assertThat(HostNames.of(header)).isEqualTo(name);
    assertThat(HostNames.isLocal(HostNames.of(header))).isEqualTo(isLocal);
  }
}
