package dev.pitboss.server.seamlesswallet.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.OperatorKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The example of the contract's page, in another language: a player comes from it, bets and loses,
/// and the books agree. Needs Python 3.
class ExampleWalletIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Path EXAMPLE = Path.of("..", "docs", "examples", "wallet.py");

  @Test
  void exampleKeepsAPlayersMoney() throws Exception {
    Tenant tenant = Tenant.make(CASINO, "example", "EUR");
    int operatorId = tenant.operator().operatorId();
    OperatorKeys.Made key =
        CASINO
            .casino()
            .services()
            .operatorModule()
            .keys()
            .make(KeyHolder.of(tenant.operator()), "system")
            .orElseThrow();
    Process wallet = start(key);
    try (BufferedReader said = wallet.inputReader(StandardCharsets.UTF_8)) {
      String url = said.readLine().replace("serving ", "");
      WalletModule office = CASINO.casino().services().remote().office();
      office.wallets().keepAt(operatorId, url, key.keyId(), "system");

      Answer arrived =
          CASINO.send(
              "POST",
              "/api/session/wallet",
              "{\"token\":\"token-anna\"}",
              Map.of("Host", tenant.host()));
      assertThat(arrived.status()).as(arrived.toString()).isEqualTo(201);
      String session = arrived.json().path("token").asText();
      long balance = 100_000;
      for (int i = 0; i < 5; i++) {
        Answer bet =
            tenant.ask(
                session,
                "POST",
                "/api/casino/play/roulette",
                "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}");
        assertThat(bet.status()).as(bet.toString()).isEqualTo(200);
        balance += bet.json().path("payout").asLong() - 100;
        assertThat(bet.json().path("balance").asLong()).isEqualTo(balance);
      }
      Reconciliation.Result result =
          office
              .reconciliation()
              .compare(operatorId, Instant.now().minusSeconds(60), Instant.now());
      assertThat(result).isInstanceOf(Reconciliation.Result.Compared.class);
      Reconciliation.Result.Compared compared = (Reconciliation.Result.Compared) result;
      assertThat(compared.compared()).isEqualTo(5);
      assertThat(compared.agrees()).as(compared.toString()).isTrue();
    } finally {
      wallet.destroy();
    }
  }

  private static Process start(OperatorKeys.Made key) {
    try {
      return new ProcessBuilder("python3", EXAMPLE.toString(), key.keyId(), key.secret(), "0")
          .redirectErrorStream(true)
          .start();
    } catch (IOException absent) {
      assumeTrue(false, "there is no python3 here: " + absent.getMessage());
      throw new AssertionError(absent);
    }
  }
}
