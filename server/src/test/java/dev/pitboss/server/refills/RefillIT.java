package dev.pitboss.server.refills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.TestClock;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.monitoring.LedgerProof;
import dev.pitboss.server.staff.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Play chips again for a registered player who has lost theirs: by the operator's terms, once
/// however many ask at a time, and never money.
class RefillIT {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final TestClock CLOCK = new TestClock(START);
  private static final CasinoFixture CASINO = CasinoFixture.startWithClock(CLOCK);
  private static final String REFILL = "/api/casino/refill";

  @AfterAll
  static void stop() {
    CASINO.close();
  }

  @AfterEach
  void booksAreRight() throws SQLException {
    try (Connection owner = CASINO.owner()) {
      assertThat(LedgerProof.broken(owner)).isEmpty();
    }
  }

  /// An operator whose players start with nothing and are given so much.
  private static Tenant tenant(String code, long amount) {
    return Tenant.make(
        CASINO,
        code,
        "CHIP",
        ",\"welcomeGrant\":0,\"refill\":{\"amount\":%d,\"below\":1000,\"intervalMinutes\":60}"
            .formatted(amount));
  }

  /// A player with a name, without the time that hashing a password takes.
  private static String registered(Tenant tenant) throws SQLException {
    String token = tenant.guest();
    CASINO.sql("UPDATE player SET guest = false WHERE player_id = " + playerOf(tenant, token));
    return token;
  }

  private static long playerOf(Tenant tenant, String token) {
    return tenant.ask(token, "GET", "/api/casino/user-info", null).json().path("playerId").asLong();
  }

  private static Answer refill(Tenant tenant, String token) {
    return tenant.ask(token, "POST", REFILL, "{}");
  }

  private static JsonNode offer(Tenant tenant, String token) {
    return StaffClient.patiently(() -> tenant.ask(token, "GET", REFILL, null)).json();
  }

  private static long balance(Tenant tenant, String token) {
    return tenant.ask(token, "GET", "/api/casino/balance", null).json().path("balance").asLong();
  }

  @Test
  void registeredPlayerGetsChipsWhenTheIntervalIsOverAndTheBalanceIsLow() throws Exception {
    Tenant tenant = tenant("refill-again", 600);
    String player = registered(tenant);
    assertThat(offer(tenant, player).path("available").asBoolean()).isTrue();

    Answer first = refill(tenant, player);

    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    assertThat(first.json().path("amount").asLong()).isEqualTo(600);
    assertThat(first.json().path("balance").asLong()).isEqualTo(600);
    Instant nextAt = Instant.parse(first.json().path("nextAt").asText());
    assertThat(nextAt).isBetween(START.plusSeconds(3_600), CLOCK.instant().plusSeconds(3_600));
    assertThat(balance(tenant, player)).isEqualTo(600);

    Answer early = refill(tenant, player);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.code()).as(early.toString()).isEqualTo("refill_too_early");
    assertThat(Long.parseLong(early.header("Retry-After"))).isBetween(1L, 3_601L);
    assertThat(offer(tenant, player).path("reason").asText()).isEqualTo("refill_too_early");
    assertThat(Instant.parse(offer(tenant, player).path("availableAt").asText())).isEqualTo(nextAt);

    CLOCK.pass(Duration.ofHours(1));
    assertThat(refill(tenant, player).status()).isEqualTo(200);
    CLOCK.pass(Duration.ofHours(1));
    Answer enough = refill(tenant, player);
    assertThat(enough.code()).as(enough.toString()).isEqualTo("refill_not_needed");
    assertThat(enough.json().path("balance").asLong()).isEqualTo(1_200);
    assertThat(tenant.ask(player, "POST", REFILL, "{\"amount\":1}").code())
        .as("the amount is not the player's to choose")
        .isEqualTo("unknown_field");

    assertThat(spin(tenant, player).status()).as("it is money to play with").isEqualTo(200);
  }

  private static Answer spin(Tenant tenant, String player) {
    return tenant.ask(player, "POST", "/api/casino/play/slots-20", "{\"stake\":20}");
  }

  @Test
  void booksAndReportsKnowRefillsAndLimitsDoNotCountThem() throws Exception {
    Tenant tenant = tenant("refill-books", 700);
    String player = registered(tenant);
    refill(tenant, player);
    StaffClient staff =
        StaffClient.make(CASINO, "refill-books", Role.AUDITOR, tenant.operator().operatorId());

    JsonNode books = staff.get("reports/reconciliation?operator=refill-books").json();
    JsonNode movement = books.at("/operators/0/movements/0");
    JsonNode seen = staff.get("players/" + playerOf(tenant, player)).json();
    JsonNode statement =
        tenant.ask(player, "GET", "/api/casino/limits/statement", null).json().path("months");

    assertThat(books.at("/operators/0/agrees").asBoolean()).as(books.toString()).isTrue();
    assertThat(movement.path("kind").asText()).isEqualTo("refill");
    assertThat(movement.path("amount").asLong()).isEqualTo(700);
    assertThat(books.at("/operators/0/accounts/funding").asLong()).isEqualTo(-700);
    assertThat(seen.at("/movements/0/kind").asText()).isEqualTo("refill");
    assertThat(statement.findValuesAsText("paid")).allMatch("0"::equals);
  }

  @Test
  void ofManyAtOnceOverTwoServersExactlyOneIsDone() throws Exception {
    Tenant tenant = tenant("refill-race", 600);
    String player = registered(tenant);
    try (CasinoFixture other = CASINO.another()) {
      Map<String, String> headers =
          Map.of("Host", tenant.host(), "Authorization", "Bearer " + player);

      List<Answer> answers =
          Concurrently.times(
              24, i -> (i % 2 == 0 ? CASINO : other).send("POST", REFILL, "{}", headers));

      assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
      assertThat(answers.stream().filter(answer -> answer.code().equals("refill_too_early")))
          .hasSize(23);
      assertThat(balance(tenant, player)).isEqualTo(600);
      assertThat(other.send("POST", REFILL, "{}", headers).code())
          .as("a server that has just started knows it, too")
          .isEqualTo("refill_too_early");
    }
    List<String> others =
        Stream.of(1, 2, 3, 4)
            .map(_ -> {
              try {
                return registered(tenant);
              } catch (SQLException failure) {
                throw new AssertionError(failure);
              }
            })
            .toList();
    assertThat(Concurrently.times(4, i -> refill(tenant, others.get(i))))
        .as("control: different players at once")
        .allMatch(answer -> answer.status() == 200);
  }

  @Test
  void guestsOpenRoundsAndExclusionsAreInTheWay() throws Exception {
    Tenant tenant = tenant("refill-refused", 600);
    String guest = tenant.guest();
    assertThat(refill(tenant, guest).code()).isEqualTo("not_registered");
    String player = registered(tenant);
    assertThat(refill(tenant, player).status()).as("control").isEqualTo(200);
    CLOCK.pass(Duration.ofHours(1));

    Answer bet = tenant.ask(player, "POST", "/api/casino/slots/bet", "{\"stake\":200}");
    assertThat(bet.status()).as(bet.toString()).isEqualTo(200);
    assertThat(refill(tenant, player).code()).isEqualTo("round_open");
    tenant.ask(
        player,
        "POST",
        "/api/casino/slots/result",
        "{\"ref\":\"%s\"}".formatted(bet.json().path("ref").asText()));
    assertThat(refill(tenant, player).code()).isNotEqualTo("round_open");

    for (String body :
        List.of("{\"type\":\"coolingOff\",\"hours\":1}", "{\"type\":\"permanentSelfExclusion\"}")) {
      String excluded = registered(tenant);
      assertThat(tenant.ask(excluded, "POST", "/api/casino/limits/exclusion", body).status())
          .isEqualTo(200);
      Answer refused = refill(tenant, excluded);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
      assertThat(refused.code()).isIn("cooling_off", "self_excluded");
      assertThat(offer(tenant, excluded).path("available").asBoolean()).isFalse();
      assertThat(balance(tenant, excluded)).isZero();
    }
  }

  @Test
  void moneyIsNeverGivenByAnyRoute() throws Exception {
    assertThatThrownBy(
            () -> Tenant.make(CASINO, "refill-euro", "EUR", ",\"refill\":{\"amount\":1}"))
        .isInstanceOfSatisfying(
            InvalidInput.class, refused -> assertThat(refused.field()).isEqualTo("refill.amount"));
    Tenant euro = Tenant.make(CASINO, "refill-euros", "EUR");
    assertThat(euro.operator().refill().isOffered()).isFalse();
    assertThat(Tenant.make(CASINO, "refill-chips", "CHIP").operator().refill().amount())
        .as("in play chips it is on, with what new players start with")
        .isEqualTo(100_000);
    String player = registered(euro);
    StaffClient platform = StaffClient.make(CASINO, "refill-chief", Role.MANAGER, null);

    Answer refused = platform.post("operators/refill-euros", "{\"refill\":{\"amount\":5}}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field()).isEqualTo("refill.amount");
    assertThat(refused.json().path("detail").asText()).contains("EUR", "play chips");
    assertThat(refill(euro, player).code()).isEqualTo("refill_not_offered");
    assertThat(offer(euro, player).path("amount").asLong()).isZero();
    assertThatThrownBy(
            () -> CASINO.sql("UPDATE operator SET refill_amount = 5 WHERE code = 'refill-euros'"))
        .as("nor the database")
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("refill_is_play_chips");
    Database database = CASINO.casino().services().database();
    Wallet wallet = CASINO.casino().services().wallet();
    long playerId = playerOf(euro, player);
    assertThatThrownBy(() ->
            database.inTransaction(connection -> {
              PlayerAccount account = wallet.lock(connection, playerId);
              wallet.refill(connection, account, 5, CLOCK.instant());
              return true;
            }))
        .as("nor the ledger")
        .isInstanceOf(RuntimeException.class);
    assertThat(balance(euro, player)).isEqualTo(100_000);
  }

  @Test
  void switchedOffItGivesNothing() throws Exception {
    Tenant tenant = tenant("refill-off", 0);
    String player = registered(tenant);
    assertThat(refill(tenant, player).code()).isEqualTo("refill_not_offered");
    tenant.change("{\"refill\":{\"amount\":50}}");
    assertThat(refill(tenant, player).status()).as("control").isEqualTo(200);
  }

  @Test
  void playerWhoRegistersCanHaveOne() {
    Tenant tenant = tenant("refill-name", 600);
    String guest = tenant.guest();
    Answer registered =
        tenant.ask(
            guest,
            "POST",
            "/api/session/register",
            "{\"username\":\"refill-nora\",\"password\":\"four plain words do\"}");
    assertThat(registered.status()).as(registered.toString()).isEqualTo(201);

    assertThat(refill(tenant, registered.json().path("token").asText()).status()).isEqualTo(200);
  }
}
