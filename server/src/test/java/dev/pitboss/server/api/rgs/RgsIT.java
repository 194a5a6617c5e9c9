package dev.pitboss.server.api.rgs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Front ends of published games, over HTTP: what a round does to the money, and what happens to it
/// when its front end goes, comes back or repeats itself.
class RgsIT {
  /// 1.00 as the protocol has it, and in minor units.
  private static final long ONE = 1_000_000;

  private static final long START = 100_000 * 10_000L;

  @TempDir static Path folder;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.start();
    SureGames.add(casino, folder);
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @AfterEach
  void everyConnectionIsReturned() throws Exception {
    Concurrently.await(
        "all connections are returned",
        () ->
            casino.tracker().report().topConnectionUsers().stream()
                .allMatch(it -> it.active() == 0));
  }

  private static FrontEnd open(Guest guest) {
    return FrontEnd.of(casino, guest, SureGames.ID);
  }

  @Test
  void authenticateTellsWhatCanBeBetAndNoRound() {
    JsonNode told = open(casino.guest()).authenticate().json();

    assertThat(told.at("/balance/amount").asLong()).isEqualTo(START);
    assertThat(told.at("/balance/currency").asText()).isEqualTo("CHIP");
    assertThat(told.get("round").isNull()).isTrue();
    JsonNode config = told.path("config");
    assertThat(config.path("gameID").asText()).isEqualTo(SureGames.ID);
    assertThat(config.path("minBet").asLong()).isEqualTo(10_000);
    assertThat(config.path("maxBet").asLong()).isEqualTo(100 * ONE);
    assertThat(config.path("stepBet").asLong()).isEqualTo(10_000);
    assertThat(config.path("defaultBetLevel").asLong()).isEqualTo(ONE);
    assertThat(config.path("betLevels"))
        .extracting(JsonNode::asLong)
        .contains(10_000L, ONE, 2 * ONE, 100 * ONE)
        .isSorted();
    assertThat(config.at("/betModes/buy/costMultiplier").asDouble()).isEqualTo(100);
    assertThat(config.at("/betModes/buy/feature").asBoolean()).isTrue();
    assertThat(config.at("/betModes/win/feature").asBoolean()).isFalse();
    assertThat(config.at("/jurisdiction/socialCasino").asBoolean()).isTrue();
    assertThat(config.at("/jurisdiction/disabledBuyFeature").asBoolean()).isFalse();
    assertThat(config.at("/jurisdiction/minimumRoundDuration").asLong()).isZero();
  }

  @Test
  void winIsDebitedByPlayAndCreditedByEndRound() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    JsonNode played = front.play("WIN", ONE).json();

    assertThat(played.at("/balance/amount").asLong()).isEqualTo(START - ONE);
    JsonNode round = played.path("round");
    assertThat(round.path("active").asBoolean()).isTrue();
    assertThat(round.path("mode").asText()).as("as it was written").isEqualTo("WIN");
    assertThat(round.path("amount").asLong()).isEqualTo(ONE);
    assertThat(round.path("payout").asLong()).isEqualTo(2 * ONE);
    assertThat(round.path("payoutMultiplier").asDouble()).isEqualTo(2);
    assertThat(round.path("betID").asLong()).isPositive().isLessThan(1L << 53);
    assertThat(round.get("event").isNull()).isTrue();
    assertThat(round.at("/state/0/type").asText()).isEqualTo("finalWin");
    assertThat(guest.get("balance").json().path("openStakes").asLong()).isEqualTo(100);
    assertThat(guest.get("game-history").json().path("rounds")).isEmpty();

    Answer ended = front.endRound();

    assertThat(ended.json().at("/balance/amount").asLong()).isEqualTo(START + ONE);
    JsonNode detail = guest.get("rounds/" + round.path("ref").asText()).json();
    assertThat(detail.path("bet").toString()).isEqualTo("{\"mode\":\"win\",\"baseBet\":100}");
    assertThat(detail.path("payout").asLong()).isEqualTo(200);
    guest.post("fairness/rotate", "{}");
    assertThat(guest.post("fairness/verify", "{\"ref\":" + round.path("ref") + "}").body())
        .contains("\"matches\":true");
    assertThat(casino.number("SELECT sum(balance) FROM account")).isZero();
  }

  @Test
  void roundThatPaysNothingEndsAtOnce() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    JsonNode played = front.play("lose", ONE).json();

    assertThat(played.at("/round/active").asBoolean(true)).isFalse();
    assertThat(played.at("/round/payout").asLong(-1)).isZero();
    assertThat(played.at("/balance/amount").asLong()).isEqualTo(START - ONE);
    assertThat(front.endRound().json().at("/balance/amount").asLong()).isEqualTo(START - ONE);
    assertThat(front.play("lose", ONE).status()).isEqualTo(200);
    assertThat(guest.balance()).isEqualTo(99_800);
  }

  @Test
  void modeCostsItsMultipleOfTheBaseBet() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    JsonNode round = front.play("buy", ONE).json().path("round");

    assertThat(guest.balance()).isEqualTo(90_000);
    assertThat(round.path("amount").asLong()).isEqualTo(ONE);
    assertThat(round.path("costMultiplier").asDouble()).isEqualTo(100);
    assertThat(round.path("payout").asLong()).isEqualTo(50 * ONE);
    front.endRound();
    assertThat(guest.balance()).isEqualTo(95_000);
  }

  @Test
  void endRoundAskedAgainPaysOnce() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    front.play("win", ONE);

    List<Answer> answers = Concurrently.times(30, _ -> front.endRound());

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(guest.balance()).isEqualTo(100_100);
    assertThat(front.endRound().json().at("/balance/amount").asLong()).isEqualTo(START + ONE);
    assertThat(guest.get("game-history").json().path("rounds")).hasSize(1);
  }

  @Test
  void endRoundWithoutAnyRoundIsNoSuchBet() {
    Answer refused = open(casino.guest()).endRound();

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").asText()).isEqualTo("ERR_BNF");
  }

  @Test
  void secondBetWhileARoundIsActiveIsRefusedAndMovesNothing() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    front.play("win", ONE);

    Answer second = front.play("win", 2 * ONE);

    assertThat(second.status()).isEqualTo(400);
    assertThat(second.json().path("error").asText()).isEqualTo("ERR_PAB");
    assertThat(second.json().path("code").asText()).isEqualTo("ERR_PAB");
    assertThat(guest.balance()).isEqualTo(99_900);
    // another game is not in the way, and neither is our own way to play this one
    assertThat(FrontEnd.of(casino, guest, SureGames.OTHER).play("win", ONE).status())
        .isEqualTo(200);
    assertThat(
            guest
                .post("play/books/" + SureGames.ID, "{\"mode\":\"lose\",\"baseBet\":100}")
                .status())
        .isEqualTo(200);
    front.endRound();
    assertThat(guest.balance()).isEqualTo(99_900);
  }

  @Test
  void betsSentAtOnceStakeOnce() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    List<Answer> answers = Concurrently.times(30, _ -> front.play("win", ONE));

    assertThat(answers)
        .extracting(answer -> answer.status() == 200 ? "played" : answer.code())
        .isSubsetOf("played", "ERR_PAB")
        .contains("played");
    assertThat(
            answers.stream()
                .filter(it -> it.status() == 200)
                .map(it -> it.json().at("/round/ref").asText())
                .distinct())
        .hasSize(1);
    assertThat(guest.balance()).isEqualTo(99_900);
  }

  @Test
  void sameKeyIsTheSameBet() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    for (String mode : List.of("lose", "win")) {
      Answer first = front.play(mode, ONE, "key-" + mode);
      assertThat(front.play(mode, ONE, "key-" + mode).body()).isEqualTo(first.body());
    }
    assertThat(guest.balance()).isEqualTo(99_800);
    assertThat(front.play("win", 2 * ONE, "key-win").code()).isEqualTo("ERR_VAL");
    front.endRound();
    JsonNode late = front.play("win", ONE, "key-win").json();
    assertThat(late.at("/round/active").asBoolean(true)).isFalse();
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void anotherFrontEndResumesTheRoundWhereTheFirstWas() {
    Guest guest = casino.guest();
    FrontEnd first = open(guest);
    JsonNode played = first.play("WIN", ONE).json().path("round");
    assertThat(first.event("7").json().path("event").asText()).isEqualTo("7");
    assertThat(first.event("8").status()).isEqualTo(200);

    FrontEnd second = open(guest);
    JsonNode resumed = second.round();

    assertThat(resumed.path("ref")).isEqualTo(played.path("ref"));
    assertThat(resumed.path("betID")).isEqualTo(played.path("betID"));
    assertThat(resumed.path("state")).isEqualTo(played.path("state"));
    assertThat(resumed.path("mode").asText()).isEqualTo("WIN");
    assertThat(resumed.path("active").asBoolean()).isTrue();
    assertThat(resumed.path("event").asText()).isEqualTo("8");
    assertThat(second.endRound().json().at("/balance/amount").asLong()).isEqualTo(START + ONE);
    JsonNode last = second.round();
    assertThat(last.path("ref")).isEqualTo(played.path("ref"));
    assertThat(last.path("active").asBoolean(true)).isFalse();
    JsonNode next = second.play("lose", ONE).json().path("round");
    assertThat(next.get("event").isNull()).as("an event is of one round").isTrue();
  }

  @Test
  void eventNeedsARoundAndABoundedText() {
    FrontEnd front = open(casino.guest());

    assertThat(front.event("1").code()).isEqualTo("ERR_BNF");
    front.play("win", ONE);
    assertThat(front.event("x".repeat(1000)).status()).isEqualTo(200);
    assertThat(front.event("x".repeat(1001)).code()).isEqualTo("ERR_VAL");
    assertThat(front.round().path("event").asText()).hasSize(1000);
  }

  @Test
  void roundLeftActiveIsPaidUnasked() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    String ref = front.play("win", ONE).json().at("/round/ref").asText();
    casino.sql(
        "UPDATE open_round SET ends_at = now() - interval '1 second' WHERE round_id = '"
            + ref
            + "'");

    Concurrently.await("it is paid", () -> guest.balance() == 100_100);

    assertThat(front.round().path("active").asBoolean(true)).isFalse();
    assertThat(front.endRound().json().at("/balance/amount").asLong()).isEqualTo(START + ONE);
    assertThat(guest.get("rounds/" + ref).json().path("payout").asLong()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"mode\":\"win\",\"amount\":1000001|amount must be a multiple of 10000 from 10000",
        "\"mode\":\"win\",\"amount\":0|amount must be a multiple",
        "\"mode\":\"win\",\"amount\":-1000000|amount must be a multiple",
        "\"mode\":\"win\",\"amount\":1.5|amount must be a whole number",
        "\"mode\":\"win\",\"amount\":\"1000000\"|amount must be a whole number",
        "\"mode\":\"win\",\"amount\":100010000|amount must be a multiple",
        "\"mode\":\"win\"|amount is required",
        "\"amount\":1000000|mode is required",
        "\"mode\":\"none\",\"amount\":1000000|mode must be one of win, lose, buy, got none",
        "\"mode\":\"win\",\"amount\":1000000,\"currency\":\"EUR\"|currency must be CHIP, got EUR"
      })
  void badBetsAreInvalidAndMoveNothing(String fields, String message) {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    Answer refused = front.call("/wallet/play", fields);

    assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
    assertThat(refused.json().path("error").asText()).isEqualTo("ERR_VAL");
    assertThat(refused.json().path("message").asText()).contains(message);
    assertThat(guest.balance()).isEqualTo(100_000);
    assertThat(front.round().isNull()).isTrue();
  }

  @Test
  void malformedBodiesAreInvalid() {
    FrontEnd front = open(casino.guest());

    assertThat(front.send("/wallet/balance", "{", Map.of()).code()).isEqualTo("ERR_VAL");
    assertThat(front.send("/wallet/balance", "[]", Map.of()).code()).isEqualTo("ERR_VAL");
    assertThat(front.send("/wallet/balance", "", Map.of()).code()).isEqualTo("ERR_VAL");
    assertThat(
            front
                .send(
                    "/wallet/balance",
                    "{\"sessionID\":\"" + front.session() + "\"}",
                    Map.of("Content-Type", "text/plain"))
                .status())
        .as("under any content type: no cookie is looked at")
        .isEqualTo(200);
  }

  @Test
  void stakeAboveTheBalanceIsRefused() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);

    Answer refused = front.play("buy", 20 * ONE);

    assertThat(refused.json().path("error").asText()).isEqualTo("ERR_IPB");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(guest.balance()).isEqualTo(100_000);
    assertThat(
            casino.number(
                "SELECT count(*) FROM open_round o JOIN player p USING (player_id)"
                    + " WHERE o.game = 'sure' AND o.staked = 200000"))
        .isZero();
  }
}
