package dev.pitboss.server.seamlesswallet.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.seamlesswallet.outbound.FakeWalletServer.Fault;
import dev.pitboss.server.staff.Role;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bets whose end another wallet refuses, and what people do about them.
class DisputesIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final StaffClient PLATFORM =
      StaffClient.make(CASINO, "disputes-platform", Role.MANAGER, null);
  private static final StaffClient AUDITOR =
      StaffClient.make(CASINO, "disputes-auditor", Role.AUDITOR, null);
  private static final String ROULETTE = "play/roulette";
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  private RemoteOperator operator;
  private String session;

  @BeforeEach
  void start() throws Exception {
    operator = RemoteOperator.make(CASINO, 1_200);
    session = operator.welcome("punter");
  }

  @AfterEach
  void stop() throws Exception {
    operator.awaitEnd();
    operator.close();
  }

  @Test
  void winThatTheWalletRefusesIsToldAgainOnceItsOperatorHasMendedIt() throws Exception {
    operator.books().refuse("win");
    assertThat(operator.post(session, ROULETTE, RED, "retried").status()).isEqualTo(202);
    JsonNode dispute = onlyDispute();
    assertThat(dispute.path("reason").asText()).isEqualTo("win: ACCOUNT_CLOSED");
    assertThat(dispute.path("remotePlayer").asText()).isEqualTo("punter");
    assertThat(dispute.path("stake").asLong()).isEqualTo(10);
    assertThat(dispute.at("/bet/bets/0/type").asText()).isEqualTo("red");
    assertThat(dispute.has("payout")).isTrue();
    assertThat(dispute.at("/outcome").has("pocket")).isTrue();
    String ref = dispute.path("ref").asText();
    JsonNode whole = AUDITOR.get(disputes() + "/" + ref).json();
    assertThat(whole.path("theirs").findValuesAsText("kind"))
        .as("its own book has the stake and no win")
        .containsExactly("bet");
    assertThat(PLATFORM.send("DELETE", operator.walletPath(), null).json().path("detail").asText())
        .contains("1 disputed");
    assertThat(operator.post(session, ROULETTE, RED, "retried").status())
        .as("nothing is shown before it has ended")
        .isEqualTo(202);

    operator.books().refuse("");
    Answer decided = PLATFORM.post(disputes() + "/" + ref, decision("retry"));

    assertThat(decided.json().path("state").asText()).as(decided.toString()).isEqualTo("decided");
    Answer last = operator.untilFinal(session, ROULETTE, RED, "retried");
    assertThat(last.status()).isEqualTo(200);
    operator.assertBooksAgree();
    assertThat(AUDITOR.get(disputes()).json().path("disputes")).isEmpty();
    assertThat(operator.member().get("audit").body()).contains("dispute.retry", "round:" + ref);
  }

  @Test
  void winThatWasPaidByHandIsClosedOnceWithAReason() throws Exception {
    Instant start = Instant.now().minusSeconds(1);
    operator.books().refuse("win");
    operator.post(session, ROULETTE, RED, "closed");
    String ref = onlyDispute().path("ref").asText();
    String path = disputes() + "/" + ref;
    assertThat(AUDITOR.post(path, decision("close")).code()).isEqualTo("role_missing");
    assertThat(PLATFORM.post(path, "{\"verdict\":\"close\",\"reason\":\" \"}").field())
        .isEqualTo("reason");
    assertThat(PLATFORM.post(path, "{\"verdict\":\"void\",\"reason\":\"x\"}").field())
        .isEqualTo("verdict");
    StaffClient anna = operator.member();
    StaffClient stranger =
        StaffClient.make(
            CASINO,
            "stranger-" + ref.substring(0, 8),
            Role.MANAGER,
            CASINO.casino().services().operators().house().operatorId());
    assertThat(stranger.post(path, decision("close")).code()).isEqualTo("no_such_operator");

    Answer asked = anna.post(path, decision("close"));
    assertThat(asked.status()).as("on the word of two").isEqualTo(202);
    assertThat(anna.post("change-requests/" + asked.json().path("id") + "/approve", "{}").code())
        .isEqualTo("own_request");
    List<Answer> answers = Concurrently.times(6, _ -> PLATFORM.post(path, decision("close")));

    assertThat(answers.stream().filter(answer -> answer.status() == 200))
        .as("exactly one call is the first")
        .hasSize(1)
        .allMatch(answer -> answer.json().path("state").asText().equals("settled"));
    assertThat(answers.stream().filter(answer -> answer.code().equals("no_such_dispute")))
        .hasSize(5);
    assertThat(operator.post(session, ROULETTE, RED, "closed").json().path("ref").asText())
        .isEqualTo(ref);
    assertThat(operator.get(session, "game-history").json().at("/rounds/0/balanceAfter").asLong())
        .as("as the wallet says")
        .isEqualTo(operator.books().balance("punter"));
    JsonNode compared = AUDITOR.get(operator.walletPath() + "/reconciliation?from=" + start).json();
    assertThat(compared.path("agrees").asBoolean()).as(compared.toString()).isTrue();
    assertThat(compared.at("/closedByHand/0/by").asText())
        .isEqualTo("staff:" + PLATFORM.username());
    assertThat(compared.at("/closedByHand/0/reason").asText()).isEqualTo("paid by the desk");
    assertThat(
            anna.get("audit")
                .body()
                .lines()
                .filter(line -> line.contains("\"action\":\"dispute.close\"")))
        .singleElement()
        .asString()
        .contains("paid by the desk", ref, "win: ACCOUNT_CLOSED");
    assertThat(
            PLATFORM.post("change-requests/" + asked.json().path("id") + "/approve", "{}").code())
        .as("there is nothing to close any more")
        .isEqualTo("not_possible");
  }

  @Test
  void betThatOneOfTheOperatorsStaffClosesIsClosedByTheApproval() throws Exception {
    operator.books().refuse("win");
    operator.post(session, ROULETTE, RED, "by-two");
    String ref = onlyDispute().path("ref").asText();
    Answer asked = operator.member().post(disputes() + "/" + ref, decision("close"));
    assertThat(asked.json().path("kind").asText()).isEqualTo("dispute.close");
    assertThat(AUDITOR.get(disputes()).json().path("disputes")).hasSize(1);

    Answer approved =
        PLATFORM.post("change-requests/" + asked.json().path("id") + "/approve", "{}");

    assertThat(approved.status()).as(approved.toString()).isEqualTo(200);
    assertThat(AUDITOR.get(disputes()).json().path("disputes")).isEmpty();
    assertThat(operator.post(session, ROULETTE, RED, "by-two").json().path("ref").asText())
        .isEqualTo(ref);
  }

  @Test
  void stakeThatTheWalletDoesNotGiveBackIsDisputedWithoutARound() throws Exception {
    operator.books().refuse("rollback");
    operator.wallet().fail("bet", Fault.HANGS_AFTER);
    operator.post(session, ROULETTE, RED, "kept");
    operator.wallet().behave();
    JsonNode dispute = onlyDispute();
    assertThat(dispute.has("payout")).isFalse();
    assertThat(dispute.path("reason").asText()).isEqualTo("rollback: ACCOUNT_CLOSED");

    Answer decided =
        PLATFORM.post(disputes() + "/" + dispute.path("ref").asText(), decision("close"));

    assertThat(decided.json().path("state").asText()).isEqualTo("taken_back");
    assertThat(CASINO.get("/metrics").body()).contains("pitboss_wallet_disputed");
    assertThat(operator.post(session, ROULETTE, RED, "kept").code()).isEqualTo("bet_taken_back");
  }

  private JsonNode onlyDispute() throws InterruptedException {
    Concurrently.await(
        "it is disputed", () -> !AUDITOR.get(disputes()).json().path("disputes").isEmpty());
    JsonNode all = AUDITOR.get(disputes()).json().path("disputes");
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private String disputes() {
    return operator.walletPath() + "/disputes";
  }

  private static String decision(String verdict) {
    return "{\"verdict\":\"%s\",\"reason\":\"paid by the desk\"}".formatted(verdict);
  }
}
