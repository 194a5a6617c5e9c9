package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Which pages a casino serves at which host.
final class HostsIT {
  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void houseIsAtEveryHostUntilOneIsGivenToAnOperator() {
    // control: no host is given to an operator yet
    assertThat(page("casino.example", "/").body()).contains("<h1 data-open>Choose a game</h1>");
    assertThat(casino.client().guestAt("casino.example").status()).isEqualTo(201);

    Tenant tenant = Tenant.make(casino, "hosted", "CHIP");

    Answer unknown = page("Casino.Example:8443", "/");
    assertThat(unknown.status()).isEqualTo(421);
    assertThat(unknown.body()).contains("<h1>No casino is configured for casino.example</h1>");
    assertThat(page("casino.example", "/no-such-page").status()).isEqualTo(421);
    assertThat(page("casino.example", "/css/base.css").status()).isEqualTo(200);
    assertThat(page("casino.example", "/ops.html").status()).as("staff").isEqualTo(200);
    assertThat(casino.client().guestAt("casino.example").code()).isEqualTo("unknown_host");
    assertThat(page(tenant.host(), "/").body()).contains("· hosted</title>");
    for (String machine : List.of("localhost", "127.0.0.1", "[::1]:8080", "casino")) {
      assertThat(page(machine, "/").body()).as(machine).contains("· Pitboss</title>");
    }

    Tenant.house(casino).withHost("casino.example");
    assertThat(page("casino.example", "/").body()).contains("· Pitboss</title>");
    assertThat(page("www.casino.example", "/").status()).isEqualTo(421);
  }

  @Test
  void staffPagesAreAtEveryHostAndHaveAPageForWrongAddresses() {
    Answer wrong = page("unknown.example", "/ops-nope.html");
    assertThat(wrong.status()).isEqualTo(404);
    assertThat(wrong.body())
        .contains("There is no staff page at this address", "<desk-bar>")
        .doesNotContain("<session-bar>");
    // control: a wrong address of the players' pages
    assertThat(page("localhost", "/nope.html").body())
        .contains("<session-bar>")
        .doesNotContain("<desk-bar>");
  }

  private static Answer page(String host, String path) {
    return casino.client().send("GET", path, null, Map.of("Host", host, "Accept", "text/html"));
  }
}
