package dev.pitboss.server.seamlesswallet.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.seamlesswallet.outbound.FakeWalletServer.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Players whose operator keeps their money.
class OutboundIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final String ROULETTE = "play/roulette";
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
  private static final long CHIPS = 1_000_000_000;

  private static RemoteOperator operator;

  private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);
  private String session;

  @BeforeAll
  static void start() throws IOException {
    operator = RemoteOperator.make(CASINO, 1_200);
  }

  @BeforeEach
  void welcome() {
    session = operator.welcome(name);
  }

  @AfterAll
  static void stop() throws IOException {
    operator.close();
  }

  @AfterEach
  void everythingEnds() throws Exception {
    operator.wallet().behave();
    Concurrently.await(
        "all bets end",
        () -> {
          try {
            return operator.unresolved() == 0;
          } catch (java.sql.SQLException failure) {
            throw new AssertionError(failure);
          }
        });
    operator.assertBooksAgree();
    assertThat(CASINO.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  @Test
  void oneShotGamesArePlayedWithTheMoneyWhereItIs() {
    assertThat(operator.get(session, "balance").json().path("balance").asLong()).isEqualTo(CHIPS);
    long balance = CHIPS;
    for (Map.Entry<String, String> bet :
        Map.of(
                "play/slots-20",
                "{\"stake\":20}",
                ROULETTE,
                RED,
                "play/baccarat",
                "{\"bets\":[{\"on\":\"player\",\"stake\":20}]}",
                "play/wheel",
                "{\"segments\":10,\"risk\":\"low\",\"stake\":100}")
            .entrySet()) {
      Answer answer =
          operator.post(session, bet.getKey(), bet.getValue(), "one-" + bet.getKey().hashCode());
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      balance += answer.json().path("payout").asLong() - answer.json().path("stake").asLong();
      assertThat(answer.json().path("balance").asLong()).isEqualTo(balance);
      assertThat(operator.books().balance(name)).isEqualTo(balance);
      Answer again =
          operator.post(session, bet.getKey(), bet.getValue(), "one-" + bet.getKey().hashCode());
      assertThat(again.body()).isEqualTo(answer.body());
      assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }
    assertThat(operator.get(session, "user-info").json().path("balance").asLong())
        .isEqualTo(balance);
    Answer other =
        operator.post(session, ROULETTE, RED.replace("10", "20"), "one-" + ROULETTE.hashCode());
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void roundsAreListedInPagesAndProven() throws Exception {
    for (int i = 0; i < 7; i++) {
      operator.post(session, ROULETTE, RED, "list-" + i);
    }
    JsonNode first = operator.get(session, "game-history?limit=4").json();
    String cursor = first.path("nextCursor").asText();
    JsonNode rest = operator.get(session, "game-history?limit=4&cursor=" + cursor).json();
    assertThat(first.path("rounds")).hasSize(4);
    assertThat(rest.path("rounds")).hasSize(3);
    assertThat(first.at("/rounds/0/balanceAfter").asLong())
        .isEqualTo(operator.books().balance(name));
    String ref = rest.at("/rounds/0/ref").asText();
    operator.post(session, "fairness/rotate", "{}", "rotate");
    Answer proof = operator.post(session, "fairness/verify", "{\"ref\":\"" + ref + "\"}", "verify");
    assertThat(proof.json().path("matches").asBoolean()).as(proof.toString()).isTrue();
  }

  @Test
  void insufficientFundsAreTheWalletsAnswer() {
    operator.books().give(name, 5);
    Answer answer = operator.post(session, ROULETTE, RED, "poor");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("insufficient_funds");
    assertThat(answer.json().path("balance").asLong()).isEqualTo(5);
    assertThat(operator.post(session, ROULETTE, RED, "poor").body()).isEqualTo(answer.body());
    operator.books().give(name, CHIPS);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void betWhoseAnswerIsLostIsTakenBackOrPlayed(Fault fault) throws Exception {
    operator.wallet().fail("bet", fault);
    Answer first = operator.post(session, ROULETTE, RED, "bet");
    // twice is as good as once, but the second answer may be taken for one to the next call
    assertThat(first.status())
        .as(first.toString())
        .isIn(202, fault == Fault.ANSWERS_TWICE ? 200 : 202);
    operator.wallet().behave();

    Answer last = operator.untilFinal(session, ROULETTE, RED, "bet");
    assertThat(last.code()).isEqualTo(fault == Fault.ANSWERS_TWICE ? "" : "bet_taken_back");
    if (fault != Fault.ANSWERS_TWICE) {
      assertThat(operator.get(session, "game-history").json().path("rounds")).isEmpty();
      assertThat(operator.books().balance(name)).isEqualTo(CHIPS);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void winWhoseAnswerIsLostIsToldAgainAndNotShownBefore(Fault fault) throws Exception {
    operator.wallet().fail("win", fault);
    Answer first = operator.post(session, ROULETTE, RED, "win");
    if (fault != Fault.ANSWERS_TWICE) {
      assertThat(first.status()).as(first.toString()).isEqualTo(202);
      assertThat(operator.get(session, "game-history").json().path("rounds")).isEmpty();
      assertThat(operator.get(session, "play/roulette/history").json().path("rounds")).isEmpty();
    }
    operator.wallet().behave();

    Answer last = operator.untilFinal(session, ROULETTE, RED, "win");
    assertThat(last.status()).as(last.toString()).isEqualTo(200);
    assertThat(last.json().path("balance").asLong()).isEqualTo(operator.books().balance(name));
    assertThat(operator.get(session, "game-history").json().path("rounds")).hasSize(1);
    assertThat(operator.get(session, "fairness").json().path("nonce").asLong())
        .as("drawn once")
        .isEqualTo(1);
  }

  @Test
  void walletThatCannotBeReachedChangesNothing() throws Exception {
    try (RemoteOperator away = RemoteOperator.make(CASINO, 0)) {
      String player = away.welcome("gone");
      away.wallet().close();
      Answer answer = away.post(player, ROULETTE, RED, "away");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("wallet_away");
      assertThat(away.get(player, "balance").code()).isEqualTo("wallet_away");
      assertThat(away.unresolved()).isZero();
      assertThat(
              CASINO.number(
                  "SELECT count(*) FROM remote_bet WHERE operator_id = " + away.operatorId()))
          .isZero();
    }
  }

  @Test
  void walletThatHangsTakesNeitherConnectionsNorTimeFromOthers() throws Exception {
    try (RemoteOperator hanging = RemoteOperator.make(CASINO, 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> players =
          java.util.stream.IntStream.range(0, 150).mapToObj(i -> hanging.welcome("h" + i)).toList();
      hanging.wallet().fail("bet", Fault.HANGS_BEFORE);
      var bets =
          players.stream()
              .map(player ->
                  threads.submit(() -> hanging.post(player, ROULETTE, RED, "hangs").status()))
              .toList();
      Concurrently.await("it hangs", () -> hanging.wallet().calls() > 200);
      var guest = CASINO.guest();
      Instant before = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertThat(guest.spin(20).status()).isEqualTo(200);
      }
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
      for (var bet : bets) {
        assertThat(bet.get()).as("asked, or refused at once").isIn(202, 503);
      }
      // each has its place for a whole answer's time; a busy machine may delay some calls by half
      assertThat(hanging.wallet().mostWithin("bet", WalletsOfOperators.ANSWER.dividedBy(2)))
          .as("no more than a wallet is asked at once")
          .isLessThanOrEqualTo(2 * CircuitBreaker.MAX_CALLS);
      hanging.wallet().behave();
      Concurrently.await(
          "all end",
          () -> {
            try {
              return hanging.unresolved() == 0;
            } catch (java.sql.SQLException failure) {
              throw new AssertionError(failure);
            }
          });
      hanging.assertBooksAgree();
    }
  }

  @Test
  void roundsOfSeveralRequestsAreNotForThem() {
    assertThat(operator.post(session, "slots/bet", "{\"stake\":20}", "s").code())
        .isEqualTo("game_not_available");
    assertThat(
            operator
                .post(session, "play/blackjack", "{\"action\":\"deal\",\"stake\":20}", "b")
                .code())
        .isEqualTo("game_not_available");
    assertThat(operator.post(session, "play/crash", "{\"stake\":20}", "c").code())
        .isEqualTo("game_not_available");
  }

  @Test
  void tokensTheWalletDoesNotKnowOpenNothing() {
    assertThat(operator.arrive("nonsense").code()).isEqualTo("token_not_known");
    assertThat(
            CASINO.send("POST", "/api/session/wallet", "{\"token\":\"token-x\"}", Map.of()).code())
        .isEqualTo("no_wallet");
  }

  @Test
  void reconciliationNamesWhatIsInOneBookOnly() throws Exception {
    try (RemoteOperator forged = RemoteOperator.make(CASINO, 0)) {
      String player = forged.welcome("forger");
      Answer bet = forged.post(player, ROULETTE, RED, "kept");
      forged.books().forge(UUID.randomUUID().toString(), 77);
      forged.books().forget(bet.json().path("ref").asText());

      Reconciliation.Result.Compared compared =
          (Reconciliation.Result.Compared)
              CASINO
                  .casino()
                  .services()
                  .remote()
                  .office()
                  .reconciliation()
                  .compare(
                      forged.operatorId(),
                      Instant.now().minusSeconds(3_600),
                      Instant.now().plusSeconds(1));
      assertThat(compared.compared()).isEqualTo(1);
      assertThat(compared.differences().stream().map(Reconciliation.Difference::what))
          .containsExactlyInAnyOrder("only theirs", "only ours");
    }
  }
}
