package dev.pitboss.server.api.backoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.api.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Operators side by side on one casino: no operator can see, use or change another's objects.
class TenantsIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant ALPHA = Tenant.make(CASINO, "alpha", "EUR");
  private static final Tenant BETA = Tenant.make(CASINO, "beta", "SEK");

  private static final String SPIN = "/api/casino/play/slots-20";

  @Test
  void noRouteTakesAnotherOperatorsSession() {
    String token = ALPHA.guest();
    String ref = spin(ALPHA, token).json().path("ref").asText();
    Set<String> asked =
        CASINO.casino().api().endpoints().stream()
            .filter(endpoint ->
                endpoint.access() instanceof Access.PlayersOnly
                    || endpoint.access() instanceof Access.Listeners)
            .map(endpoint -> {
              String path = endpoint.path().replaceAll(":\\w+", ref);
              String body = endpoint.method().equals("GET") ? null : "{\"ref\":\"" + ref + "\"}";
              for (String host : List.of(BETA.host(), "127.0.0.1", "localhost")) {
                Answer answer =
                    CASINO.send(
                        endpoint.method(),
                        path,
                        body,
                        Map.of("Host", host, "Authorization", "Bearer " + token));
                assertThat(answer.status()).as(endpoint + " at " + host).isEqualTo(401);
              }
              return endpoint.path();
            })
            .collect(Collectors.toSet());

    assertThat(asked).hasSizeGreaterThan(15);
    assertThat(spin(ALPHA, token).status()).as("the session lives on").isEqualTo(200);
  }

  /// With the own session, another operator's round does not exist.
  @Test
  void noRefLeadsToAnotherOperatorsRound() {
    String own = ALPHA.guest();
    String other = BETA.guest();
    String settled = spin(ALPHA, own).json().path("ref").asText();
    String open =
        ALPHA
            .ask(own, "POST", "/api/casino/slots/bet", "{\"stake\":20}")
            .json()
            .path("ref")
            .asText();

    Map<String, Answer> answers = new HashMap<>();
    for (String ref : List.of(settled, open)) {
      String body = "{\"ref\":\"" + ref + "\"}";
      answers.put("round", BETA.ask(other, "GET", "/api/casino/rounds/" + ref, null));
      answers.put("verify", BETA.ask(other, "POST", "/api/casino/fairness/verify", body));
      answers.put("result", BETA.ask(other, "POST", "/api/casino/slots/result", body));
      answers.put("hit", BETA.ask(other, "POST", "/api/casino/play/blackjack", hit(ref)));
      answers.forEach((name, answer) -> assertThat(answer.status()).as(name).isEqualTo(404));
    }

    assertThat(BETA.ask(other, "GET", "/api/casino/game-history", null).json().path("rounds"))
        .isEmpty();
    assertThat(ALPHA.ask(own, "GET", "/api/casino/slots/bet", null).json().path("ref").asText())
        .isEqualTo(open);
  }

  private static String hit(String ref) {
    return "{\"action\":\"hit\",\"ref\":\"" + ref + "\",\"version\":0}";
  }

  @Test
  void sameKeyOfTwoOperatorsPlayersIsTwoBets() {
    Map<String, String> key = Map.of("Idempotency-Key", "the-same-everywhere");
    Answer alpha = ALPHA.ask(ALPHA.guest(), "POST", SPIN, "{\"stake\":20}", key);
    Answer beta = BETA.ask(BETA.guest(), "POST", SPIN, "{\"stake\":20}", key);

    assertThat(alpha.status()).isEqualTo(200);
    assertThat(beta.status()).isEqualTo(200);
    assertThat(beta.header("Idempotent-Replayed")).isEmpty();
    assertThat(beta.json().path("ref")).isNotEqualTo(alpha.json().path("ref"));
  }

  @Test
  void moneyStaysWithItsOperatorInItsCurrency() throws Exception {
    String token = ALPHA.guest();
    JsonNode player = ALPHA.ask(token, "GET", "/api/casino/user-info", null).json();
    assertThat(player.path("operator").asText()).isEqualTo("alpha");
    assertThat(player.path("currency").asText()).isEqualTo("EUR");
    assertThat(
            ALPHA.ask(token, "GET", "/api/casino/balance", null).json().path("currency").asText())
        .isEqualTo("EUR");
    long others = balances("o.code NOT IN ('alpha')");

    for (int i = 0; i < 20; i++) {
      spin(ALPHA, token);
    }

    assertThat(balances("o.code = 'alpha'")).as("sum of all accounts").isZero();
    assertThat(balances("o.code NOT IN ('alpha')")).isEqualTo(others);
    assertThat(
            CASINO.number(
                "SELECT count(DISTINCT currency) FROM account WHERE operator_id = "
                    + ALPHA.operator().operatorId()))
        .isEqualTo(1);
    assertThat(CASINO.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  private static long balances(String where) throws Exception {
    return CASINO.number(
        "SELECT coalesce(sum(balance), 0) FROM account a JOIN operator o USING (operator_id) WHERE "
            + where);
  }

  @Test
  void hostOfNoOperatorIsRefused() {
    assertThat(at("unassigned.test", "/api/branding").code()).isEqualTo("unknown_host");
    assertThat(at("localhost:80", "/api/branding").json().path("operator").asText())
        .isEqualTo("house");
    assertThat(at("ALPHA.test.:8443", "/api/branding").json().path("operator").asText())
        .as("port, case and final dot make no difference")
        .isEqualTo("alpha");
  }

  @Test
  void catalogueAndLimitsAreTheOperators() {
    Tenant strict = Tenant.make(CASINO, "strict", "EUR");
    strict.terms("slots-20", "{\"minStake\":40,\"maxStake\":200}");
    strict.terms("roulette", "{\"maxPayout\":1000}");
    strict.terms("baccarat", "{\"on\":false}");
    strict.terms("slots", "{\"maxPayout\":430000}");
    assertThat(at(strict.host(), "/api/casino/games/slots").json().path("maxStake").asLong())
        .as("4 200 times 100 is within the payout limit, and 120 is not")
        .isEqualTo(100);

    JsonNode games = at(strict.host(), "/api/casino/games").json();
    assertThat(games.path("currency").asText()).isEqualTo("EUR");
    assertThat(games.findValuesAsText("id")).doesNotContain("baccarat").contains("blackjack");
    assertThat(game(games, "slots-20").path("minStake").asLong()).isEqualTo(40);
    assertThat(game(games, "slots-20").path("maxStake").asLong()).isEqualTo(200);
    assertThat(game(games, "roulette").path("maxPayout").asLong()).isEqualTo(1000);
    assertThat(at(strict.host(), "/api/casino/games/baccarat").code()).isEqualTo("no_such_game");
    assertThat(CASINO.get("/api/casino/games/baccarat").status()).isEqualTo(200);
  }

  private static JsonNode game(JsonNode games, String id) {
    for (JsonNode game : games.path("games")) {
      if (game.path("id").asText().equals(id)) {
        return game;
      }
    }
    throw new AssertionError("no " + id + " in " + games);
  }

  @Test
  void betsOutsideTheTermsAreRefusedBeforeAnythingMoves() {
    Tenant strict = Tenant.make(CASINO, "strict-bets", "EUR");
    strict.terms("slots-20", "{\"minStake\":40,\"maxStake\":200}");
    strict.terms("roulette", "{\"maxPayout\":1000}");
    strict.terms("baccarat", "{\"on\":false}");
    strict.terms("slots", "{\"maxPayout\":1000}");
    strict.terms("blackjack", "{\"maxPayout\":1600}");
    strict.terms("crash", "{\"maxStake\":100}");
    strict.terms("limbo", "{\"maxPayout\":50000}");
    String token = strict.guest();

    assertRefused(strict, token, "play/slots-20", "{\"stake\":20}", "stake_limit");
    assertRefused(strict, token, "play/slots-20", "{\"stake\":220}", "stake_limit");
    assertRefused(
        strict,
        token,
        "play/roulette",
        "{\"bets\":[{\"type\":\"straight\",\"numbers\":[7],\"stake\":28}]}",
        "payout_limit");
    assertRefused(
        strict, token, "play/baccarat", "{\"bets\":[{\"on\":\"tie\",\"stake\":20}]}", "game_off");
    assertRefused(strict, token, "slots/bet", "{\"stake\":20}", "payout_limit");
    assertRefused(
        strict, token, "play/blackjack", "{\"action\":\"deal\",\"stake\":120}", "payout_limit");
    assertRefused(strict, token, "play/limbo", "{\"target\":501,\"stake\":10000}", "payout_limit");
    Answer crash = strict.ask(token, "POST", "/api/casino/play/crash", "{\"stake\":200}");
    assertThat(crash.code()).as(crash.toString()).isIn("stake_limit", "round_full");
    assertThat(balance(strict, token)).isEqualTo(100_000);

    assertThat(
            strict
                .ask(
                    token,
                    "POST",
                    "/api/casino/play/roulette",
                    "{\"bets\":[{\"type\":\"straight\",\"numbers\":[7],\"stake\":27}]}")
                .status())
        .as("36 times 27 is within 1000")
        .isEqualTo(200);
    assertThat(strict.ask(token, "POST", SPIN, "{\"stake\":40}").status()).isEqualTo(200);
  }

  private static void assertRefused(
      Tenant tenant, String token, String path, String body, String code) {
    Answer answer = tenant.ask(token, "POST", "/api/casino/" + path, body);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.status()).isIn(400, 403);
  }

  @Test
  void roundThatIsOpenGoesOnWhenItsGameIsSwitchedOff() {
    Tenant tenant = Tenant.make(CASINO, "closing", "EUR");
    String token = tenant.guest();
    Map<String, String> key = Map.of("Idempotency-Key", "before");
    Answer settled = tenant.ask(token, "POST", SPIN, "{\"stake\":20}", key);
    String ref =
        tenant
            .ask(token, "POST", "/api/casino/slots/bet", "{\"stake\":20}")
            .json()
            .path("ref")
            .asText();

    tenant.change("{\"takesBets\":false}");

    assertRefused(
        tenant, token, "play/blackjack", "{\"action\":\"deal\",\"stake\":20}", "game_off");
    assertRefused(tenant, token, "play/slots-20", "{\"stake\":20}", "game_off");
    assertThat(tenant.ask(token, "POST", SPIN, "{\"stake\":20}", key).body())
        .as("what was settled before is told again")
        .isEqualTo(settled.body());
    assertThat(
            tenant
                .ask(token, "POST", "/api/casino/slots/result", "{\"ref\":\"" + ref + "\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void newPlayersStartWithWhatTheirOperatorGives() {
    Tenant tenant = Tenant.make(CASINO, "frugal", "EUR");
    tenant.change("{\"welcomeGrant\":0}");
    String poor = tenant.guest();
    assertThat(balance(tenant, poor)).isZero();
    assertThat(spin(tenant, poor).code()).isEqualTo("insufficient_funds");

    tenant.change("{\"welcomeGrant\":500}");
    assertThat(balance(tenant, tenant.guest())).isEqualTo(500);

    tenant.change("{\"takesGuests\":false}");
    assertThat(CASINO.client().guestAt(tenant.host()).code()).isEqualTo("no_guests");
    assertThat(CASINO.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  @Test
  void brandingIsAStyleSheetOfCheckedColours() {
    Tenant tenant = Tenant.make(CASINO, "golden", "EUR");
    tenant.change(
        "{\"branding\":{\"logoText\":\"Golden Ace\",\"action\":\"#f5c451\",\"actionInk\":\"#241a00\","
            + "\"lightAction\":\"#7a5200\",\"lightActionInk\":\"#ffffff\"}}");

    Answer css = at(tenant.host(), "/api/branding.css");
    assertThat(css.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
    assertThat(css.body()).contains("--action:#f5c451;--action-ink:#241a00");
    assertThat(CASINO.get("/api/branding.css").body()).isEmpty();
    assertThat(at(tenant.host(), "/api/branding").json().at("/branding/logoText").asText())
        .isEqualTo("Golden Ace");
  }

  @Test
  void pagesAreTheOperatorsOwn() {
    Tenant tenant = Tenant.make(CASINO, "own-pages", "EUR");
    tenant.change(
        """
        {"name":"Ace & Sons","branding":{"minimumAge":18,"termsUrl":"https://ace.example/terms",
         "complaintsUrl":"https://ace.example/complain"}}\
        """);
    tenant.terms("crash", "{\"on\":false}");

    String lobby = at(tenant.host(), "/").body();
    assertThat(lobby)
        .contains("<title>Lobby · Ace &amp; Sons</title>", ">Ace &amp; Sons</span></a>")
        .contains("<b>18+</b> Real money: play responsibly.")
        .contains("<a href=\"https://ace.example/terms\"", "https://ace.example/complain")
        .contains("/api/branding.svg", "/roulette.html")
        .doesNotContain("/crash.html", "connection-table", "Pitboss", "Play money", "No games");
    assertThat(at(tenant.host(), "/api/branding.svg").body()).contains(">A</text>");

    tenant.change("{\"takesBets\":false,\"branding\":{\"demo\":true}}");
    assertThat(at(tenant.host(), "/").body())
        .contains("No games are open right now", "connection-table")
        .doesNotContain("/roulette.html");
    assertThat(CASINO.get("/").body())
        .contains("<title>Lobby · Pitboss</title>", "Play money only.", "/crash.html")
        .doesNotContain("connection-table");
  }

  @Test
  void playersOfAnOperatorInMoneyRegisterAndStartWithNothingUnlessTheOperatorSaysOtherwise() {
    Tenant money = Tenant.make(CASINO, "granting-nothing", "EUR", "");
    assertThat(CASINO.client().guestAt(money.host()).code()).isEqualTo("no_guests");
    money.change("{\"takesGuests\":true}");
    assertThat(balance(money, money.guest())).isZero();
    Tenant chips = Tenant.make(CASINO, "granting-chips", "CHIP", "");
    assertThat(balance(chips, chips.guest())).isEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOPE", "EURO", "eur", "XAU", "XTS", "ZZZ"})
  void currencyIsOfIso4217(String code) {
    assertThatThrownBy(() -> Tenant.make(CASINO, "no-such-currency", code))
        .hasMessageContaining("must be a currency code of ISO 4217");
  }

  @Test
  void missingPageIsAPageForBrowsersAndAProblemForPrograms() {
    Answer page =
        CASINO.send("GET", "/no-such.html", null, Map.of("Accept", "text/html,*/*;q=0.8"));
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.body()).contains("Page not found", "href=\"/\"");
    assertThat(CASINO.get("/no-such.html").code()).isEqualTo("not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (compatible; Googlebot/2.1; +https://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"
      })
  void crawlerMakesNoPlayer(String agent) {
    Answer refused = CASINO.send("POST", "/api/session/guest", "{}", Map.of("User-Agent", agent));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("no_guests");
  }

  private static Answer at(String host, String path) {
    return CASINO.send("GET", path, null, Map.of("Host", host));
  }

  private static Answer spin(Tenant tenant, String token) {
    return tenant.ask(token, "POST", SPIN, "{\"stake\":20}");
  }

  private static long balance(Tenant tenant, String token) {
    return tenant.ask(token, "GET", "/api/casino/balance", null).json().path("balance").asLong(-1);
  }
}
