package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.seamlesswallet.SignedClient;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// `pitboss provider` and `pitboss wallet` on a casino that runs.
class SharedWalletCommandsIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final String ROULETTE = "play/roulette";
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  @Test
  void providerIsMadeAndItsKeysAreChanged() throws Exception {
    String code = "typed-" + UUID.randomUUID().toString().substring(0, 8);
    assertThat(done("provider", "create", "house", code, "--name", "Typed"))
        .containsPattern(code + " +Typed +CHIP +0\\.00 ");
    assertThat(run("provider", "create", "house", code, "--name", "Typed").err())
        .contains("already has a provider " + code);
    SignedClient first = key(code);
    assertThat(first.post("balance", "{\"player\":\"1\"}").status()).isEqualTo(200);
    key(code);
    assertThat(run("provider", "key", "house", code, "create").code()).isEqualTo(1);

    String keys = done("provider", "key", "house", code, "list");
    String oldest = keys.lines().toList().getLast().substring(0, 16);
    done("provider", "key", "house", code, "revoke", oldest);

    Concurrently.await(
        "the running casino knows",
        () -> first.post("balance", "{\"player\":\"1\"}").status() == 401);
    assertThat(done("provider", "disable", "house", code)).doesNotContainPattern(" -\n$");
    assertThat(done("provider", "enable", "house", code)).containsPattern(" -\n$");
    assertThat(done("provider", "list", "house")).contains(code);
    assertThat(run("provider", "disable", "house", "absent").err())
        .isEqualTo("pitboss provider: house has no provider absent\n");
    assertThat(run("provider", "create", "house", "No").code()).isEqualTo(2);
    assertThat(run("provider", "create", "house", "No Code", "--name", "x").code()).isEqualTo(2);
    assertThat(run("provider", "sell", "house").code()).isEqualTo(2);
  }

  @Test
  void walletIsShownComparedSettledAndEnded() throws Exception {
    try (RemoteOperator operator = RemoteOperator.make(CASINO, 0)) {
      String code = operator.tenant().operator().code();
      String session = operator.welcome("typed");
      operator.post(session, ROULETTE, RED, "bet");
      String shown = done("wallet", "show", code);
      assertThat(shown).startsWith("url        " + operator.wallet().url() + "\nkey        ");
      assertThat(done("wallet", "reconcile", code)).startsWith("AGREED: 1 bets from ");

      operator.books().refuse("win");
      operator.post(session, ROULETTE, RED, "disputed");
      String ref = done("wallet", "disputes", code).lines().toList().getLast().substring(0, 36);
      assertThat(done("wallet", "dispute", code, ref))
          .contains("there typed", "refused  win: ACCOUNT_CLOSED", "wallet statement bet " + ref);
      Ran different = run("wallet", "reconcile", code);
      assertThat(different.code()).isEqualTo(1);
      assertThat(different.out()).startsWith("disputed: ").contains("\nDIFFERENT: 2 bets");
      assertThat(run("wallet", "end", code).err()).contains("0 bets are unresolved and 1 disputed");
      assertThat(run("wallet", "settle", code, ref, "close").err())
          .contains("--reason is required");
      assertThat(done("wallet", "settle", code, ref, "close", "--reason", "paid by hand"))
          .isEqualTo(ref + " is settled\n");
      assertThat(run("wallet", "settle", code, ref, "close", "--reason", "twice").code())
          .isEqualTo(1);
      assertThat(done("wallet", "reconcile", code, "--csv"))
          .startsWith("finding,player,ref,")
          .contains("\r\nclosed by hand,", ",paid by hand,cli");

      operator.books().forge(UUID.randomUUID().toString(), 77);
      assertThat(run("wallet", "reconcile", code, "--json").out())
          .matches("\\{\"from\":.*,\"compared\":2,\"agrees\":false,\"findings\":\\[.*\\]\\}\n")
          .contains("{\"finding\":\"only theirs\",", "\"stake\":10,\"payout\":");
      String keyId = shown.lines().toList().get(1).substring("key        ".length());
      assertThat(done("wallet", "keep-at", code, "https://wallet.test/v1", "--key", keyId))
          .startsWith("url        https://wallet.test/v1\n");
      assertThat(run("wallet", "keep-at", code, "https://wallet.test/v1", "--key", "no").err())
          .contains("--key must be an active key");
      assertThat(done("wallet", "end", code))
          .startsWith(code + " no longer has an external wallet");
      assertThat(run("wallet", "show", code).err()).contains("has no external wallet");
    }
  }

  @Test
  void commandsSayHowTheyAreUsed() {
    for (String command : List.of("provider", "wallet")) {
      assertThat(run(command, "--help").out()).startsWith("Usage: pitboss " + command + " ");
      assertThat(run(command).code()).isEqualTo(2);
    }
    assertThat(run("wallet", "reconcile", "house", "--day", "2026-02-30").code()).isEqualTo(2);
    assertThat(run("wallet", "show", "absent").err()).contains("no such operator: absent");
  }

  private static SignedClient key(String provider) {
    List<String> lines = done("provider", "key", "house", provider, "create").lines().toList();
    return new SignedClient(
        CASINO.url(),
        lines.get(0).substring("key     ".length()),
        Base64.getUrlDecoder().decode(lines.get(1).substring("secret  ".length())));
  }

  private static String done(String... words) {
    return run(words).done();
  }

  private static Ran run(String... words) {
    return Ran.on(CASINO, words);
  }
}
