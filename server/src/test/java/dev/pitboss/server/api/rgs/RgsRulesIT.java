package dev.pitboss.server.api.rgs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.TestClock;
import dev.pitboss.server.players.GameSessions;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Front ends of published games: whose session it is and for how long, and that every rule of ours
/// holds for what they ask.
class RgsRulesIT {
  private static final long ONE = 1_000_000;

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

  private static FrontEnd open(Guest guest) {
    return FrontEnd.of(casino, guest, SureGames.ID);
  }

  private static void assertRefused(Answer answer, String error) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).as(answer.toString()).isEqualTo(error);
  }

  @Test
  void sessionIsForOneGameAndNothingElse() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    FrontEnd other = FrontEnd.of(casino, guest, SureGames.OTHER);

    assertRefused(front.with(other.session()).authenticate(), "ERR_IS");
    assertRefused(front.with(guest.token()).authenticate(), "ERR_IS");
    assertRefused(front.with("").balance(), "ERR_IS");
    assertRefused(front.with("x".repeat(43)).play("win", ONE), "ERR_IS");
    assertThat(casino.player(front.session()).get("balance").status())
        .as("it is no session of the player's own")
        .isEqualTo(401);
    assertThat(front.authenticate().status()).isEqualTo(200);
  }

  @Test
  void sessionEndsWithTheOneItWasMadeFrom() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    assertThat(front.balance().status()).isEqualTo(200);

    guest.send("DELETE", "/api/session", null);

    assertRefused(front.balance(), "ERR_IS");
  }

  @Test
  void sessionExpires() throws Exception {
    TestClock clock = new TestClock(Instant.now());
    try (CasinoFixture own = CasinoFixture.startWithClock(clock)) {
      SureGames.add(own, folder.resolve("expires"));
      FrontEnd front = FrontEnd.of(own, own.guest(), SureGames.ID);

      clock.pass(GameSessions.LIFETIME.minus(Duration.ofMinutes(1)));
      assertThat(front.balance().status()).isEqualTo(200);
      clock.pass(Duration.ofMinutes(1));
      assertRefused(front.balance(), "ERR_IS");
    }
  }

  @Test
  void sessionOfOneOperatorIsNoneAtAnothersHost() {
    Tenant tenant = Tenant.make(casino, "rgs-own", "CHIP");
    FrontEnd house = open(casino.guest());
    FrontEnd own = FrontEnd.of(casino, tenant, tenant.guest(), SureGames.ID);

    assertThat(own.balance().status()).isEqualTo(200);
    assertRefused(own.with(house.session()).balance(), "ERR_IS");
  }

  @Test
  void launchNeedsAPlayerAndAPublishedGame() {
    Guest guest = casino.guest();

    assertThat(guest.post("games/roulette/launch", "{}").code()).isEqualTo("no_such_game");
    assertThat(guest.post("games/none/launch", "{}").code()).isEqualTo("no_such_game");
    assertThat(guest.post("games/sure/launch", "{\"x\":1}").code()).isEqualTo("unknown_field");
    assertThat(casino.send("POST", "/api/casino/games/sure/launch", "{}", Map.of()).status())
        .isEqualTo(401);
    Answer launched = guest.post("games/sure/launch", "{}");
    assertThat(Instant.parse(launched.json().path("expiresAt").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofHours(11)), Instant.now().plus(Duration.ofHours(12)));
  }

  @Test
  void pagesOfAnyOriginMayAskFrontEndCallsAndNoOthers() {
    FrontEnd front = open(casino.guest());
    String origin = "https://games.studio.test";

    assertThat(front.balance().header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(front.with("").balance().header("Access-Control-Allow-Origin")).isEqualTo("*");
    Answer asked =
        casino.send(
            "OPTIONS",
            "/rgs/sure/wallet/play",
            null,
            Map.of("Origin", origin, "Access-Control-Request-Method", "POST"));
    assertThat(asked.status()).isEqualTo(204);
    assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(asked.header("Access-Control-Allow-Headers")).contains("Content-Type");
    assertThat(asked.header("Access-Control-Allow-Credentials")).isEmpty();

    Answer own = casino.send("OPTIONS", "/api/casino/balance", null, Map.of("Origin", origin));
    assertThat(own.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(casino.send("POST", "/api/session/guest", "{}", Map.of("Origin", origin)).code())
        .isEqualTo("foreign_origin");
  }

  @Test
  void limitsOfThePlayerHold() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    guest.send(
        "PUT",
        "/api/casino/limits",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\",\"amount\":150}]}");

    assertThat(front.play("lose", ONE).status()).isEqualTo(200);
    Answer refused = front.play("lose", ONE);

    assertRefused(refused, "ERR_GLE");
    assertThat(refused.json().path("message").asText()).contains("loss limit");
    assertThat(guest.balance()).isEqualTo(99_900);
  }

  @Test
  void stakeOfAnActiveRoundCountsTowardsTheLimits() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    guest.send(
        "PUT",
        "/api/casino/limits",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\",\"amount\":150}]}");
    front.play("win", ONE);

    assertRefused(FrontEnd.of(casino, guest, SureGames.OTHER).play("win", ONE), "ERR_GLE");
    front.endRound();
    assertThat(front.play("win", 2 * ONE).status()).as("what was won is no loss").isEqualTo(200);
  }

  @Test
  void breakStopsBetsAndPaysTheOpenRound() {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    front.play("win", ONE);
    guest.post("limits/exclusion", "{\"type\":\"coolingOff\",\"hours\":1}");

    assertThat(front.endRound().status()).isEqualTo(200);
    assertThat(guest.balance()).isEqualTo(100_100);
    assertRefused(front.play("win", ONE), "ERR_GLE");
  }

  @Test
  void termsOfTheOperatorHold() throws Exception {
    Tenant tenant =
        Tenant.make(casino, "rgs-terms", "EUR", ",\"welcomeGrant\":100000,\"takesGuests\":true");
    FrontEnd front = FrontEnd.of(casino, tenant, tenant.guest(), SureGames.ID);
    casino.sql(
        "INSERT INTO operator_game (operator_id, game, is_on, min_stake, max_stake, max_payout)"
            + " VALUES ("
            + tenant.operator().operatorId()
            + ", 'sure', true, 50, 5000, 4000)");
    casino.casino().services().operators().refresh();

    JsonNode config = front.authenticate().json().path("config");
    assertThat(config.path("minBet").asLong()).isEqualTo(500_000);
    assertThat(config.path("maxBet").asLong()).as("4000 is twice 2000").isEqualTo(20 * ONE);
    assertThat(config.at("/jurisdiction/socialCasino").asBoolean(true)).isFalse();
    assertRefused(front.play("win", 490_000), "ERR_GLE");
    assertRefused(front.play("win", 21 * ONE), "ERR_GLE");
    assertThat(front.play("win", 20 * ONE).status()).isEqualTo(200);
    tenant.change("{\"takesBets\":false}");
    assertThat(front.endRound().status()).as("an open round is paid in any case").isEqualTo(200);
    assertRefused(front.play("lose", ONE), "ERR_VAL");
  }

  @Test
  void jurisdictionIsToldAndHolds() {
    Tenant strict =
        Tenant.make(
            casino,
            "rgs-strict",
            "EUR",
            ",\"welcomeGrant\":100000,\"takesGuests\":true,\"jurisdiction\":\"strict\"");
    String player = strict.guest();
    FrontEnd front = FrontEnd.of(casino, strict, player, SureGames.ID);

    JsonNode config = front.authenticate().json().path("config");
    JsonNode flags = config.path("jurisdiction");
    assertThat(flags.path("minimumRoundDuration").asLong()).isEqualTo(5000);
    for (String flag :
        new String[] {
          "disabledBuyFeature",
          "disabledAutoplay",
          "disabledTurbo",
          "disabledSuperTurbo",
          "disabledSlamstop",
          "displayNetPosition",
          "displayRTP",
          "displaySessionTimer"
        }) {
      assertThat(flags.path(flag).asBoolean()).as(flag).isTrue();
    }
    assertThat(flags.path("disabledFullscreen").asBoolean(true)).isFalse();
    assertThat(config.path("maxBet").asLong()).isEqualTo(2 * ONE);

    assertRefused(front.play("win", ONE), "ERR_GLE"); // limits are required first
    strict.ask(
        player,
        "PUT",
        "/api/casino/limits",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\",\"amount\":5000},"
            + "{\"kind\":\"time\",\"period\":\"day\",\"amount\":60}]}");
    assertRefused(front.play("buy", 10_000), "ERR_LOC");
    assertThat(
            strict
                .ask(
                    player,
                    "POST",
                    "/api/casino/play/books/sure",
                    "{\"mode\":\"BUY\",\"baseBet\":1}")
                .code())
        .as("nor by our own API")
        .isEqualTo("mode_not_allowed");
    assertRefused(front.play("win", 3 * ONE), "ERR_GLE");
    assertThat(front.play("lose", ONE).status()).isEqualTo(200);
    assertRefused(front.play("lose", ONE), "ERR_GLE"); // within five seconds
  }

  @Test
  void currencyWithoutDecimalsHasWholeUnits() {
    Tenant yen =
        Tenant.make(casino, "rgs-yen", "JPY", ",\"welcomeGrant\":100000,\"takesGuests\":true");
    String player = yen.guest();
    FrontEnd front = FrontEnd.of(casino, yen, player, SureGames.ID);

    JsonNode told = front.authenticate().json();
    assertThat(told.at("/balance/amount").asLong()).isEqualTo(100_000 * ONE);
    assertThat(told.at("/config/stepBet").asLong()).isEqualTo(ONE);
    assertRefused(front.play("lose", 500_000), "ERR_VAL");
    assertThat(front.play("lose", ONE).json().at("/balance/amount").asLong())
        .isEqualTo(99_999 * ONE);
  }

  @Test
  void moneyOfAnotherWalletIsStakedAndPaidThereAtOnce() throws Exception {
    try (RemoteOperator operator = RemoteOperator.make(casino, 0)) {
      String session = operator.welcome("front");
      FrontEnd front = FrontEnd.of(casino, operator.tenant(), session, SureGames.ID);
      long before = front.amount();

      JsonNode won = front.play("win", ONE).json();

      assertThat(won.at("/round/active").asBoolean(true)).isFalse();
      assertThat(won.at("/round/payout").asLong()).isEqualTo(2 * ONE);
      assertThat(won.at("/balance/amount").asLong()).isEqualTo(before + ONE);
      assertThat(front.endRound().json().at("/balance/amount").asLong()).isEqualTo(before + ONE);
      assertThat(front.event("3").status()).isEqualTo(200);
      assertThat(front.round().path("ref")).isEqualTo(won.at("/round/ref"));
      assertThat(front.round().path("event").asText()).isEqualTo("3");
      front.play("lose", ONE);
      assertThat(front.amount()).isEqualTo(before);
      operator.awaitEnd();
      operator.assertBooksAgree();
    }
  }

  @Test
  void roundGoesOnAtAnotherServerAndAfterARestart() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = open(guest);
    JsonNode played = front.play("win", ONE).json().path("round");
    front.event("2");

    // a server that starts while the round is open, as after a restart
    try (CasinoFixture other = casino.another()) {
      SureGames.add(other, folder.resolve("another"));
      FrontEnd there = front.at(other);
      JsonNode resumed = there.round();
      assertThat(resumed.path("ref")).isEqualTo(played.path("ref"));
      assertThat(resumed.path("state")).isEqualTo(played.path("state"));
      assertThat(resumed.path("event").asText()).isEqualTo("2");
      assertThat(there.endRound().status()).isEqualTo(200);
      assertThat(front.endRound().status()).isEqualTo(200);
      assertThat(guest.balance()).isEqualTo(100_100);
    }
  }

  @Test
  void openRoundIsPaidWhenItsGameIsGone() throws Exception {
    Guest guest = casino.guest();
    FrontEnd front = FrontEnd.of(casino, guest, SureGames.OTHER);
    front.play("win", ONE);

    // a server that has none of the games
    try (CasinoFixture other = casino.another()) {
      FrontEnd there = front.at(other);
      assertRefused(there.authenticate(), "ERR_VAL");
      assertRefused(there.play("win", ONE), "ERR_VAL");
      assertThat(there.endRound().status()).isEqualTo(200);
      assertThat(guest.balance()).isEqualTo(100_100);
    }
  }

  @Test
  void bookThatCannotBeReadIsAFaultAndTheRoundIsPaid() throws Exception {
    SureGames.addOne(casino, folder.resolve("broken"), "broken", "1,1,330");
    Guest guest = casino.guest();
    FrontEnd front = FrontEnd.of(casino, guest, "broken");
    SureGames.damageBooks(casino, "broken");

    Answer played = front.play("base", ONE);

    assertThat(played.status()).as(played.toString()).isEqualTo(500);
    assertThat(played.json().path("error").asText()).isEqualTo("ERR_GEN");
    assertThat(front.endRound().status()).isEqualTo(200);
    assertThat(guest.balance()).isEqualTo(100_230);
  }
}
