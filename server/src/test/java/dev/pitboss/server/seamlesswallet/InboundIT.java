package dev.pitboss.server.seamlesswallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.seamlesswallet.SignedClient.Signed;
import dev.pitboss.server.seamlesswallet.Sportsbook.Punter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a provider may do with our players' money, and what it may not.
class InboundIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Sportsbook BOOK = Sportsbook.at(CASINO, "book-" + System.nanoTime());

  private final Guest guest = CASINO.guest();
  private final Punter punter = BOOK.welcome(guest);

  @Test
  void splitCallsMoveStakeAndWinAndAreAnsweredWithTheBalance() {
    UUID bet = UUID.randomUUID();
    assertThat(punter.bet(bet, 1_000).json().path("balance").asLong()).isEqualTo(99_000);
    JsonNode won = punter.win(UUID.randomUUID(), bet, 2_500).json();
    assertThat(won.path("status").asText()).isEqualTo("OK");
    assertThat(won.path("balance").asLong()).isEqualTo(101_500);
    assertThat(guest.balance()).isEqualTo(101_500);
    assertThat(punter.win(UUID.randomUUID(), bet, 0).json().path("balance").asLong())
        .as("a round may win more than once, and nothing at all")
        .isEqualTo(101_500);
    assertInvariantsHold();
  }

  @Test
  void combinedCallDoesBothAtOnce() {
    JsonNode answer = punter.betAndWin(UUID.randomUUID(), 100_000, 30).json();
    assertThat(answer.path("balance").asLong()).isEqualTo(30);
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 31, 1_000)))
        .as("a win does not pay its own stake")
        .isEqualTo("INSUFFICIENT_FUNDS");
  }

  @Test
  void roundOfSeveralBetsEndsEachOfThem() {
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    punter.bet(first, 100);
    punter.bet(second, 200);
    assertThat(status(punter.rollback(UUID.randomUUID(), first))).isEqualTo("OK");
    assertThat(status(punter.win(UUID.randomUUID(), second, 500))).isEqualTo("OK");
    assertThat(guest.balance()).isEqualTo(100_300);
  }

  @Test
  void duplicateGetsTheFirstAnswerByteForByte() {
    UUID bet = UUID.randomUUID();
    UUID win = UUID.randomUUID();
    UUID combined = UUID.randomUUID();
    String betAnswer = punter.bet(bet, 1_000).body();
    String winAnswer = punter.win(win, bet, 700).body();
    String combinedAnswer = punter.betAndWin(combined, 10, 20).body();
    guest.spin(20);

    assertThat(punter.bet(bet, 1_000).body()).isEqualTo(betAnswer);
    assertThat(punter.win(win, bet, 700).body()).isEqualTo(winAnswer);
    assertThat(punter.betAndWin(combined, 10, 20).body()).isEqualTo(combinedAnswer);
  }

  @Test
  void duplicateWithAnotherPayloadIsRefused() {
    UUID bet = UUID.randomUUID();
    punter.bet(bet, 1_000);
    long balance = guest.balance();

    assertThat(status(punter.bet(bet, 1_001))).isEqualTo("DUPLICATE_TRANSACTION");
    assertThat(status(punter.inRound("other").bet(bet, 1_000))).isEqualTo("DUPLICATE_TRANSACTION");
    assertThat(status(BOOK.welcome(CASINO.guest()).bet(bet, 1_000)))
        .isEqualTo("DUPLICATE_TRANSACTION");
    assertThat(status(punter.win(bet, UUID.randomUUID(), 5))).isEqualTo("DUPLICATE_TRANSACTION");
    assertThat(guest.balance()).isEqualTo(balance);
  }

  @Test
  void hundredTimesTheSameBetAtOnceIsOneBet() throws Exception {
    UUID bet = UUID.randomUUID();
    List<Answer> answers = Concurrently.times(100, _ -> punter.bet(bet, 10));
    assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    assertThat(guest.balance()).isEqualTo(99_990);
  }

  @Test
  void sameTransactionForTwoPlayersAtOnceHasOneEffect() throws Exception {
    for (int i = 0; i < 20; i++) {
      UUID bet = UUID.randomUUID();
      List<Punter> both = List.of(punter, BOOK.welcome(CASINO.guest()));
      List<Answer> answers = Concurrently.times(2, n -> both.get(n).bet(bet, 10));
      assertThat(answers.stream().map(InboundIT::status))
          .containsExactlyInAnyOrder("OK", "DUPLICATE_TRANSACTION");
    }
    assertInvariantsHold();
  }

  @Test
  void insufficientFundsIsAnAnswer() {
    Answer answer = punter.bet(UUID.randomUUID(), 100_001);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"INSUFFICIENT_FUNDS\",\"balance\":100000}");
  }

  @Test
  void parallelBetsBeyondTheBalanceStakeNoMoreThanThereIs() throws Exception {
    List<Answer> answers = Concurrently.times(100, _ -> punter.bet(UUID.randomUUID(), 3_000));
    assertThat(answers.stream().filter(answer -> status(answer).equals("OK"))).hasSize(33);
    assertThat(guest.balance()).isEqualTo(1_000);
  }

  @Test
  void rollbackGivesTheStakeBackOnce() {
    UUID bet = UUID.randomUUID();
    UUID rollback = UUID.randomUUID();
    punter.bet(bet, 1_000);
    String answer = punter.rollback(rollback, bet).body();
    assertThat(guest.balance()).isEqualTo(100_000);

    assertThat(punter.rollback(rollback, bet).body()).isEqualTo(answer);
    assertThat(status(punter.rollback(UUID.randomUUID(), bet)))
        .as("what is wanted is so already")
        .isEqualTo("OK");
    assertThat(guest.balance()).isEqualTo(100_000);
    assertThat(status(punter.win(UUID.randomUUID(), bet, 5))).isEqualTo("TRANSACTION_ROLLED_BACK");
  }

  @Test
  void rollbackBeforeItsBetIsRememberedAndTheBetHasNoEffect() {
    UUID bet = UUID.randomUUID();
    UUID rollback = UUID.randomUUID();
    String answer = punter.rollback(rollback, bet).body();
    assertThat(status(punter.bet(bet, 1_000))).isEqualTo("TRANSACTION_ROLLED_BACK");
    assertThat(status(punter.bet(bet, 1_000))).isEqualTo("TRANSACTION_ROLLED_BACK");
    assertThat(punter.rollback(rollback, bet).body()).isEqualTo(answer);
    assertThat(status(punter.win(UUID.randomUUID(), bet, 5))).isEqualTo("TRANSACTION_ROLLED_BACK");
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void betAndItsRollbackAtOnceLeaveNothingBehind() throws Exception {
    int before = 0;
    for (int i = 0; i < 50; i++) {
      UUID bet = UUID.randomUUID();
      UUID rollback = UUID.randomUUID();
      List<Answer> answers =
          Concurrently.times(2, n -> n == 0 ? punter.bet(bet, 70) : punter.rollback(rollback, bet));
      assertThat(status(answers.get(1))).isEqualTo("OK");
      assertThat(status(answers.get(0))).isIn("OK", "TRANSACTION_ROLLED_BACK");
      before += status(answers.get(0)).equals("OK") ? 0 : 1;
      assertThat(guest.balance()).isEqualTo(100_000);
    }
    assertThat(before).as("rollbacks that came first, of 50").isBetween(0, 50);
    assertInvariantsHold();
  }

  @Test
  void rollbackAndWinAtOnceEndTheBetOneWay() throws Exception {
    for (int i = 0; i < 30; i++) {
      UUID bet = UUID.randomUUID();
      long had = guest.balance();
      punter.bet(bet, 70);
      List<Answer> answers =
          Concurrently.times(
              2,
              n ->
                  n == 0
                      ? punter.win(UUID.randomUUID(), bet, 100)
                      : punter.rollback(UUID.randomUUID(), bet));
      boolean won = status(answers.get(0)).equals("OK");
      assertThat(status(answers.get(won ? 1 : 0)))
          .isEqualTo(won ? "TRANSACTION_SETTLED" : "TRANSACTION_ROLLED_BACK");
      assertThat(guest.balance()).isEqualTo(won ? had + 30 : had);
    }
    assertInvariantsHold();
  }

  @Test
  void wonBetIsNotRolledBack() {
    UUID bet = UUID.randomUUID();
    UUID combined = UUID.randomUUID();
    punter.bet(bet, 100);
    punter.win(UUID.randomUUID(), bet, 0);
    punter.betAndWin(combined, 100, 0);
    assertThat(status(punter.rollback(UUID.randomUUID(), bet))).isEqualTo("TRANSACTION_SETTLED");
    assertThat(status(punter.rollback(UUID.randomUUID(), combined)))
        .isEqualTo("TRANSACTION_SETTLED");
    assertThat(guest.balance()).isEqualTo(99_800);
  }

  @Test
  void winNeedsABetOfItsPlayerAndRound() {
    UUID bet = UUID.randomUUID();
    UUID win = UUID.randomUUID();
    punter.bet(bet, 100);
    punter.win(win, bet, 10);
    Punter other = BOOK.welcome(CASINO.guest());
    assertThat(status(other.win(UUID.randomUUID(), bet, 10))).isEqualTo("TRANSACTION_NOT_FOUND");
    assertThat(status(other.rollback(UUID.randomUUID(), bet))).isEqualTo("TRANSACTION_NOT_FOUND");
    assertThat(status(punter.inRound("another").win(UUID.randomUUID(), bet, 10)))
        .isEqualTo("TRANSACTION_NOT_FOUND");
    assertThat(status(punter.win(UUID.randomUUID(), UUID.randomUUID(), 10)))
        .isEqualTo("TRANSACTION_NOT_FOUND");
    assertThat(status(punter.rollback(UUID.randomUUID(), win))).isEqualTo("TRANSACTION_NOT_FOUND");
  }

  @Test
  void afterTheSessionExpiredOnlyBetsAreRefused() throws Exception {
    UUID bet = UUID.randomUUID();
    UUID taken = UUID.randomUUID();
    String first = punter.bet(bet, 1_000).body();
    punter.bet(taken, 500);
    CASINO.sql(
        "UPDATE provider_session SET expires_at = now() - interval '1 second' WHERE player_id = "
            + punter.player());

    assertThat(status(punter.bet(UUID.randomUUID(), 1))).isEqualTo("INVALID_SESSION");
    assertThat(punter.bet(bet, 1_000).body()).as("a bet made before").isEqualTo(first);
    assertThat(status(punter.win(UUID.randomUUID(), bet, 1_100))).isEqualTo("OK");
    assertThat(status(punter.rollback(UUID.randomUUID(), taken))).isEqualTo("OK");
    assertThat(guest.balance()).isEqualTo(100_100);
  }

  @Test
  void launchTokenIsTakenOnceByItsProviderAndSoon() throws Exception {
    Sportsbook other = Sportsbook.at(CASINO, "other-" + System.nanoTime());
    String token = BOOK.launch(guest);
    assertThat(status(other.exchange(token))).isEqualTo("INVALID_SESSION");
    JsonNode handed = BOOK.exchange(token).json();
    assertThat(handed.path("status").asText()).isEqualTo("OK");
    assertThat(handed.path("balance").asLong()).isEqualTo(100_000);
    assertThat(handed.path("username").asText()).startsWith("guest-");
    assertThat(status(BOOK.exchange(token))).isEqualTo("INVALID_SESSION");

    String late = BOOK.launch(guest);
    CASINO.sql("UPDATE launch SET expires_at = now() WHERE player_id = " + punter.player());
    assertThat(status(BOOK.exchange(late))).isEqualTo("INVALID_SESSION");

    String replaced = BOOK.launch(guest);
    BOOK.launch(guest);
    assertThat(status(BOOK.exchange(replaced))).isEqualTo("INVALID_SESSION");
    assertThat(guest.post("launch", "{\"provider\":\"absent\",\"game\":\"g\"}").status())
        .isEqualTo(404);
  }

  @Test
  void callsThatAreNotSignedRightAreRefusedAllTheSame() {
    SignedClient client = BOOK.client();
    Signed good = client.sign("POST", "balance", punter.balanceBody());
    SignedClient wrongSecret = new SignedClient(CASINO.url(), BOOK.keyId(), new byte[32]);
    SignedClient unknown = new SignedClient(CASINO.url(), "unknown000000000", new byte[32]);
    Instant now = Instant.now();
    List<Answer> refused =
        Stream.of(
                wrongSecret.sign("POST", "balance", punter.balanceBody()),
                unknown.sign("POST", "balance", punter.balanceBody()),
                good.withBody(punter.balanceBody() + " "),
                good.withTarget("/api/wallet/v1/balance?x=1"),
                good.withTarget("/api/wallet/v1/bet"),
                good.with(WalletSignature.NONCE, UUID.randomUUID().toString()),
                good.with(WalletSignature.TIMESTAMP, Long.toString(now.toEpochMilli() + 1)),
                good.with(WalletSignature.SIGNATURE, ""),
                client.sign("POST", "balance", punter.balanceBody(), now.minusSeconds(31), nonce()),
                client.sign("POST", "balance", punter.balanceBody(), now.plusSeconds(32), nonce()),
                client.sign("POST", "balance", punter.balanceBody(), now, "short"))
            .map(client::send)
            .toList();

    assertThat(refused).allMatch(answer -> answer.status() == 401);
    assertThat(refused.stream().map(Answer::body).distinct()).as("they tell nothing").hasSize(1);
    Answer answer = client.send(good);
    assertThat(answer.status()).as("none of them used up its nonce").isEqualTo(200);
    assertThat(client.isSigned(good, answer)).isTrue();
    assertThat(CASINO.send("POST", "/api/wallet/v1/balance", "{}", java.util.Map.of()).status())
        .isEqualTo(401);
  }

  @Test
  void replayedNonceIsRefusedAlsoByAnotherServer() throws Exception {
    SignedClient client = BOOK.client();
    Signed once = client.sign("POST", "balance", punter.balanceBody());
    List<Answer> answers = Concurrently.times(20, _ -> client.send(once));
    assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);

    try (CasinoFixture another = CASINO.another()) {
      SignedClient there = BOOK.clientAt(another);
      assertThat(there.send(once).status()).isEqualTo(401);
      UUID bet = UUID.randomUUID();
      String body = punter.betBody(bet, 1_000);
      String here = client.post("bet", body).body();
      assertThat(there.post("bet", body).body()).isEqualTo(here);
      assertThat(status(there.post("rollback", punter.rollbackBody(UUID.randomUUID(), bet))))
          .isEqualTo("OK");
      assertThat(guest.balance()).isEqualTo(100_000);
    }
  }

  @Test
  void twoKeysAreLiveAndARetiredOneIsNot() {
    Sportsbook rotating = Sportsbook.at(CASINO, "rotating-" + System.nanoTime());
    Punter there = rotating.welcome(CASINO.guest());
    SignedClient second = rotating.secondKey();
    assertThat(second.post("balance", there.balanceBody()).status()).isEqualTo(200);
    assertThat(rotating.client().post("balance", there.balanceBody()).status()).isEqualTo(200);
    assertThat(rotating.hasRoomForAKey()).isFalse();

    rotating.retireFirstKey();
    assertThat(rotating.client().post("balance", there.balanceBody()).status()).isEqualTo(401);
    assertThat(second.post("balance", there.balanceBody()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount\":-1",
        "\"amount\":1.5",
        "\"amount\":\"1\"",
        "\"amount\":1000000000001",
        "\"amount\":1,\"balance\":5",
        "\"amount\":1,\"amount\":2",
        "\"amount\":null",
        "\"amount\":1,\"round_closed\":\"yes\""
      })
  void malformedBetIsRefusedByItsFieldAndMovesNothing(String fields) {
    String body = punter.betBody(UUID.randomUUID(), 7).replace("\"amount\":7", fields);
    Signed call = BOOK.client().sign("POST", "bet", body);
    Answer answer = BOOK.client().send(call);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(BOOK.client().isSigned(call, answer)).isTrue();
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void wrongCurrencyAndUnknownPlayersAreRefused() {
    String body = punter.betBody(UUID.randomUUID(), 7);
    assertThat(status(BOOK.client().post("bet", body.replace("CHIP", "EUR"))))
        .isEqualTo("WRONG_CURRENCY");
    String unknown = punter.balanceBody().replace(punter.player(), "999999999999");
    assertThat(status(BOOK.client().post("balance", unknown))).isEqualTo("UNKNOWN_PLAYER");
    String win = punter.winBody(UUID.randomUUID(), UUID.randomUUID(), 7);
    String own = punter.balanceBody().replaceAll("[{}]", "");
    String others = own.replace(punter.player(), "999999999999");
    assertThat(status(BOOK.client().post("win", win.replace(own, others))))
        .isEqualTo("UNKNOWN_PLAYER");
  }

  @Test
  void transactionsAreListedWithRoundAndGame() {
    Sportsbook listed = Sportsbook.at(CASINO, "listed-" + System.nanoTime());
    Instant from = Instant.now().minusSeconds(60);
    Punter there = listed.welcome(CASINO.guest());
    UUID bet = UUID.randomUUID();
    there.bet(bet, 100);
    there.win(UUID.randomUUID(), bet, 40);
    there.rollback(UUID.randomUUID(), UUID.randomUUID());

    JsonNode all = listed.client().get("transactions?from=" + from).json();
    assertThat(all.path("transactions")).hasSize(3);
    JsonNode first = all.at("/transactions/0");
    assertThat(first.path("transaction_uuid").asText()).isEqualTo(bet.toString());
    assertThat(first.path("round").asText()).isEqualTo("round-1");
    assertThat(first.path("game").asText()).isEqualTo("football");
    assertThat(first.path("stake").asLong()).isEqualTo(100);
    String after =
        "transactions?from=" + first.path("at").asText() + "&after=" + first.path("id").asText();
    JsonNode rest = listed.client().get(after).json();
    assertThat(rest.path("transactions")).hasSize(2);
    assertThat(listed.client().get("transactions").status()).isEqualTo(400);
  }

  private static String status(Answer answer) {
    return answer.json().path("status").asText();
  }

  private static String nonce() {
    return UUID.randomUUID().toString();
  }

  private static void assertInvariantsHold() {
    assertThat(CASINO.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }
}
