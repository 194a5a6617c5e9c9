package dev.pitboss.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.Together;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.players.Support;
import dev.pitboss.server.sharedwallet.SignedClient;
import dev.pitboss.server.sharedwallet.Sportsbook.Punter;
import dev.pitboss.server.staff.Role;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// One person of an operator's staff cannot be two, whatever accounts they make or take over, and
/// gives nobody money alone. Each refusal has its control: the same by an independent person.
class FourEyesIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final StaffClient PLATFORM =
      StaffClient.make(CASINO, "eyes-platform", Role.OPERATOR, null);
  private static final String OWN_WORDS = "eleven slow tramways";

  /// Each test has an operator of its own, with three who do not know each other's passwords.
  private final String code = "eyes-" + UUID.randomUUID().toString().substring(0, 8);

  private final Tenant tenant = Tenant.make(CASINO, code, "CHIP");
  private final StaffClient anna = member("anna");
  private final StaffClient bert = member("bert");
  private final String guest = tenant.guest();

  private StaffClient member(String name) {
    return StaffClient.make(
        CASINO, name + "-" + code, Role.OPERATOR, tenant.operator().operatorId());
  }

  @Test
  void accountThatOneMadeIsNoSecondPerson() {
    long id = requested(anna, 5_000);
    StaffClient puppet = makes(anna, "puppet");

    Answer refused = puppet.post("adjustments/" + id + "/approve", "{}");

    assertThat(refused.code()).as(refused.toString()).isEqualTo("not_independent");
    assertThat(refused.json().path("detail").asText()).contains(anna.username());
    assertThat(waiting(puppet).path("sharedController").asText()).isEqualTo(anna.username());
    assertThat(waiting(bert).has("sharedController")).isFalse();
    assertThat(balance()).isEqualTo(100_000);
    assertThat(anna.post("adjustments/" + requested(puppet, 10) + "/approve", "{}").code())
        .as("nor the other way round")
        .isEqualTo("not_independent");
    assertThat(bert.post("adjustments/" + id + "/approve", "{}").status()).isEqualTo(200);
    assertThat(balance()).isEqualTo(105_000);
  }

  @Test
  void accountsOfOneMakerAreOnePersonHoweverLongTheChain() {
    StaffClient puppet = makes(anna, "puppet");
    StaffClient sibling = makes(anna, "sibling");
    StaffClient grandchild = makes(puppet, "grandchild");

    for (StaffClient asks : List.of(puppet, sibling, grandchild)) {
      long id = requested(asks, 7);
      for (StaffClient approves : List.of(anna, puppet, sibling, grandchild)) {
        assertThat(approves.post("adjustments/" + id + "/approve", "{}").code())
            .as(asks.username() + " and " + approves.username())
            .isIn("not_independent", "own_request");
      }
    }
    assertThat(balance()).isEqualTo(100_000);
  }

  @Test
  void colleagueWhosePasswordOneSetIsNoSecondPersonUntilSomebodyConfirms() {
    long before = requested(anna, 1);
    StaffClient borrowed = takesOver(anna, bert);
    long during = requested(borrowed, 2);

    assertThat(borrowed.post("adjustments/" + before + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(anna.post("adjustments/" + during + "/approve", "{}").code())
        .isEqualTo("not_independent");
    String confirm = "staff/" + bert.username() + "/confirm";
    assertThat(anna.post(confirm, "{}").code()).isEqualTo("not_independent");
    assertThat(borrowed.post(confirm, "{}").code()).isEqualTo("not_independent");
    assertThat(PLATFORM.post(confirm, "{}").code())
        .as("it still has the password that anna set")
        .isEqualTo("password_of_another");

    StaffClient owner = changesOwnPassword(borrowed, StaffClient.PASSWORD, OWN_WORDS);
    assertThat(controllers(bert)).containsExactly(anna.username());
    assertThat(member("cleo").post(confirm, "{}").status())
        .as("an independent colleague will do")
        .isEqualTo(204);

    assertThat(controllers(bert)).isEmpty();
    assertThat(owner.post("adjustments/" + before + "/approve", "{}").code())
        .as("control was there after the request")
        .isEqualTo("not_independent");
    assertThat(anna.post("adjustments/" + during + "/approve", "{}").code())
        .as("it may have been anna who asked")
        .isEqualTo("not_independent");
    assertThat(PLATFORM.post("adjustments/" + before + "/approve", "{}").status()).isEqualTo(200);
    assertThat(balance()).isEqualTo(100_001);
  }

  @Test
  void whoIsConfirmedIsASecondPersonForWhatIsAskedLongAfterwards() throws Exception {
    StaffClient borrowed = takesOver(anna, bert);
    StaffClient owner = changesOwnPassword(borrowed, StaffClient.PASSWORD, OWN_WORDS);
    assertThat(PLATFORM.post("staff/" + bert.username() + "/confirm", "{}").status())
        .isEqualTo(204);
    assertThat(
            owner.post("adjustments/" + requested(anna, 3) + "/approve", "{}").code())
        .as("servers' clocks differ, so minutes do not count")
        .isEqualTo("not_independent");
    CASINO.sql(
        "UPDATE staff_control SET ended_at = ended_at - interval '6 minutes' WHERE staff_id ="
            + " (SELECT staff_id FROM staff WHERE username = '%s')".formatted(bert.username()));

    assertThat(owner.post("adjustments/" + requested(anna, 4) + "/approve", "{}").status())
        .isEqualTo(200);
  }

  @Test
  void accountMadeWithABorrowedOneStaysTheBorrowers() {
    StaffClient borrowed = takesOver(anna, bert);
    StaffClient puppet = makes(borrowed, "puppet");
    changesOwnPassword(borrowed, StaffClient.PASSWORD, OWN_WORDS);
    PLATFORM.post("staff/" + bert.username() + "/confirm", "{}");

    assertThat(puppet.post("adjustments/" + requested(anna, 9) + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(PLATFORM.post("staff/" + puppet.username() + "/confirm", "{}").code())
        .isEqualTo("password_of_another");
  }

  @Test
  void secondFactorThatOneResetCountsAsControl() throws Exception {
    CASINO.sql(
        """
        INSERT INTO staff_second_factor (staff_id, secret_sealed, begun_at, confirmed_at)
        SELECT staff_id, '\\x00', now(), now() FROM staff WHERE username = '%s'
        """
            .formatted(bert.username()));
    assertThat(anna.send("DELETE", "staff/" + bert.username() + "/second-factor", null).status())
        .isEqualTo(204);
    StaffClient again = StaffClient.enter(CASINO, bert.username(), StaffClient.PASSWORD);

    assertThat(again.post("adjustments/" + requested(anna, 5) + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(PLATFORM.post("staff/" + bert.username() + "/confirm", "{}").status())
        .as("whose password nobody set")
        .isEqualTo(204);
  }

  @Test
  void platformsStaffIsNeverInTheWay() {
    StaffClient made = makes(PLATFORM, "made", ",\"operator\":\"" + code + "\"");
    StaffClient other = makes(PLATFORM, "other", ",\"operator\":\"" + code + "\"");

    assertThat(other.post("adjustments/" + requested(made, 5) + "/approve", "{}").status())
        .as("two whom the platform made are two")
        .isEqualTo(200);
    assertThat(PLATFORM.post("adjustments/" + requested(made, 5) + "/approve", "{}").status())
        .isEqualTo(200);
    assertThat(made.post("adjustments/" + requested(PLATFORM, 5) + "/approve", "{}").status())
        .isEqualTo(200);
    assertThat(PLATFORM.post("adjustments/" + requested(PLATFORM, 5) + "/approve", "{}").code())
        .isEqualTo("own_request");
  }

  @Test
  void welcomeGrantIsRaisedByTwoAndNeverAboveThePlatformsMaximum() {
    String path = "operators/" + code;
    assertThat(anna.post(path, "{\"welcomeGrant\":1000000000000}").field())
        .isEqualTo("welcomeGrant");
    assertThat(anna.post(path, "{\"maxWelcomeGrant\":1000000000000}").field())
        .isEqualTo("maxWelcomeGrant");
    assertThat(anna.post(path, "{\"welcomeGrant\":10}").json().path("welcomeGrant").asLong())
        .as("lower is one person's business")
        .isEqualTo(10);

    Answer asked = anna.post(path, "{\"welcomeGrant\":90000,\"name\":\"Renamed\"}");

    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    assertThat(asked.json().at("/change/welcomeGrant").asLong()).isEqualTo(90_000);
    assertThat(asked.json().path("change").has("name")).isFalse();
    assertThat(anna.get(path).json().path("name").asText())
        .as("what needs nobody else is done")
        .isEqualTo("Renamed");
    assertThat(balanceOf(tenant.guest())).isEqualTo(10);
    assertThat(anna.post(path, "{\"welcomeGrant\":90000}").json().path("id"))
        .as("asked again it is the same request")
        .isEqualTo(asked.json().path("id"));
    assertThat(approve(anna, asked).code()).isEqualTo("own_request");
    assertThat(approve(makes(anna, "puppet"), asked).code()).isEqualTo("not_independent");
    assertThat(approve(bert, asked).status()).isEqualTo(200);
    assertThat(approve(bert, asked).code()).isEqualTo("already_decided");
    assertThat(balanceOf(tenant.guest())).isEqualTo(90_000);

    Answer late = anna.post(path, "{\"welcomeGrant\":100000}");
    assertThat(PLATFORM.post(path, "{\"maxWelcomeGrant\":95000}").status()).isEqualTo(200);
    assertThat(approve(bert, late).code()).isEqualTo("not_possible");
    assertThat(
            PLATFORM.post(path, "{\"welcomeGrant\":5000000}").json().path("maxWelcomeGrant"))
        .as("the platform's staff as ever")
        .hasToString("5000000");
  }

  @Test
  void limitsOfAGameAreRaisedByTwoAndLoweredByOne() {
    String path = "operators/" + code + "/games/slots-20";
    assertThat(anna.send("PUT", path, "{\"maxStake\":100,\"maxPayout\":5000}").status())
        .isEqualTo(200);
    assertThat(anna.send("PUT", path, "{\"maxStake\":80,\"maxPayout\":5000}").status())
        .isEqualTo(200);
    for (String laxer :
        List.of(
            "{\"maxStake\":81,\"maxPayout\":5000}",
            "{\"maxStake\":80,\"maxPayout\":5001}",
            "{\"maxStake\":80}",
            "{}")) {
      assertThat(anna.send("PUT", path, laxer).status()).as(laxer).isEqualTo(202);
      assertThat(tenant.operator().terms("slots-20").maxStake()).isEqualTo(80);
      assertThat(tenant.operator().terms("slots-20").maxPayout()).isEqualTo(5_000);
    }
    Answer asked = anna.send("PUT", path, "{\"maxStake\":200,\"maxPayout\":5000}");
    assertThat(approve(bert, asked).status()).isEqualTo(200);
    assertThat(tenant.operator().terms("slots-20").maxStake()).isEqualTo(200);
    assertThat(bert.post("change-requests/" + requestsOf(anna).getFirst() + "/reject", "{}").status())
        .isEqualTo(200);
    assertThat(tenant.operator().terms("slots-20").maxStake()).isEqualTo(200);
  }

  @Test
  void jurisdictionAndSecondFactorAreLoosenedByTwo() {
    String path = "operators/" + code;
    assertThat(anna.post(path, "{\"needsSecondFactor\":false}").status())
        .as("it is so already")
        .isEqualTo(200);
    Answer moved = anna.post(path, "{\"jurisdiction\":\"measured\"}");
    assertThat(moved.status()).isEqualTo(202);
    assertThat(tenant.operator().jurisdiction()).isEqualTo("social");
    assertThat(approve(bert, moved).status()).isEqualTo(200);
    assertThat(tenant.operator().jurisdiction()).isEqualTo("measured");
    tenant.change("{\"needsSecondFactor\":true}");
    assertThat(
            CASINO
                .casino()
                .services()
                .tenancy()
                .settings()
                .change(
                    tenant.operator(),
                    JsonObject.parse(
                        "{\"needsSecondFactor\":false}"
                            .getBytes(StandardCharsets.UTF_8)),
                    "system",
                    Authority.ALONE))
        .hasValue("{\"needsSecondFactor\":false}");
    assertThat(tenant.operator().needsSecondFactor()).isTrue();
  }

  @Test
  void neitherHalfOfAKeySignsAndBothDo() {
    provider();
    Answer asked = anna.post(providers() + "/book/keys", "{}");
    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    String keyId = asked.json().path("keyId").asText();
    String first = asked.json().path("secretPart").asText();
    assertThat(anna.get("change-requests").body()).doesNotContain(first);
    assertThat(approve(anna, asked.json().path("changeRequest")).code()).isEqualTo("own_request");
    assertThat(signs(keyId, first + "A".repeat(21))).isFalse();

    Answer approved = approve(bert, asked.json().path("changeRequest"));

    String second = approved.json().path("secretPart").asText();
    assertThat(first.length() + second.length()).isEqualTo(43);
    assertThat(signs(keyId, first + "A".repeat(21))).isFalse();
    assertThat(signs(keyId, "A".repeat(22) + second)).isFalse();
    assertThat(signs(keyId, first + second)).isTrue();
    assertThat(PLATFORM.get("audit/entries?operator=" + code).body())
        .contains("key.made")
        .doesNotContain(first, second);

    Answer own = anna.post("operators/" + code + "/keys", "{}");
    assertThat(own.status()).as("the operator's own, too: its wallet trusts them").isEqualTo(202);
    assertThat(anna.get("operators/" + code + "/keys").json().path("keys")).isEmpty();
  }

  @Test
  void keyIsMadeOnceHoweverManyApproveAtOnce() throws Exception {
    provider();
    JsonNode id = anna.post(providers() + "/book/keys", "{}").json().path("changeRequest");
    StaffClient cleo = member("cleo");

    List<Answer> answers = Together.times(12, i -> approve(i % 2 == 0 ? bert : cleo, id));

    assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.code().equals("already_decided")))
        .hasSize(11);
    assertThat(anna.get(providers() + "/book/keys").json().path("keys")).hasSize(1);
  }

  @Test
  void providerPaysBeyondStakesWhatItsLimitsOfTheDayAllow() throws Exception {
    provider();
    Punter punter = punter(PLATFORM.post(providers() + "/book/keys", "{}"));
    UUID promotional = UUID.randomUUID();
    assertThat(status(punter.betAndWin(promotional, 0, 1_000_000))).isEqualTo("PAYOUT_LIMIT");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 0, 1))).isEqualTo("PAYOUT_LIMIT");
    UUID free = UUID.randomUUID();
    assertThat(status(punter.bet(free, 0))).isEqualTo("OK");
    assertThat(status(punter.win(UUID.randomUUID(), free, 1))).isEqualTo("PAYOUT_LIMIT");
    assertThat(balance()).isEqualTo(100_000);

    PLATFORM.send(
        "PUT", providers() + "/book/limits", "{\"gainPerDay\":1000,\"promotionalPerDay\":50}");
    UUID big = UUID.randomUUID();
    UUID bet = UUID.randomUUID();
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 0, 50))).isEqualTo("OK");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 0, 1))).isEqualTo("PAYOUT_LIMIT");
    assertThat(status(punter.betAndWin(big, 100, 1_051))).as("951").isEqualTo("PAYOUT_LIMIT");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 5_000, 5_000)))
        .as("stakes given back count nothing")
        .isEqualTo("OK");
    assertThat(status(punter.bet(bet, 100))).isEqualTo("OK");
    assertThat(status(punter.win(UUID.randomUUID(), bet, 100))).isEqualTo("OK");
    List<Answer> wins = Together.times(20, _ -> punter.win(UUID.randomUUID(), bet, 100));
    long paid = wins.stream().filter(answer -> status(answer).equals("OK")).count();
    assertThat(paid).as("950 are left, whoever comes first").isBetween(1L, 9L);
    while (status(punter.win(UUID.randomUUID(), bet, 100)).equals("OK")) {
      paid++;
    }
    assertThat(paid).as("and none is lost on the way").isEqualTo(9);
    assertThat(balance()).isEqualTo(100_000 + 50 + 900);
    UUID last = UUID.randomUUID();
    String taken = punter.win(last, bet, 50).body();
    assertThat(status(punter.win(UUID.randomUUID(), bet, 1))).isEqualTo("PAYOUT_LIMIT");
    assertThat(punter.win(last, bet, 50).body()).as("its first answer").isEqualTo(taken);
    assertThat(status(punter.bet(UUID.randomUUID(), 5))).as("bets go on").isEqualTo("OK");
  }

  @Test
  void gainThatDidNotMoveIsNotCounted() {
    provider();
    Punter punter = punter(PLATFORM.post(providers() + "/book/keys", "{}"));
    PLATFORM.send(
        "PUT", providers() + "/book/limits", "{\"gainPerDay\":100,\"promotionalPerDay\":0}");
    for (int i = 0; i < 3; i++) {
      assertThat(status(punter.betAndWin(UUID.randomUUID(), 100_001, 100_101)))
          .isEqualTo("INSUFFICIENT_FUNDS");
    }
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 100, 200))).isEqualTo("OK");
  }

  @Test
  void limitsOfAProviderAreRaisedByTwoAndLoweredByOne() {
    provider();
    String path = providers() + "/book/limits";
    assertThat(
            anna.send("PUT", path, "{\"gainPerDay\":500,\"promotionalPerDay\":0}")
                .json()
                .path("gainPerDay")
                .asLong())
        .isEqualTo(500);
    Answer asked = anna.send("PUT", path, "{\"gainPerDay\":500,\"promotionalPerDay\":500}");
    assertThat(asked.status()).isEqualTo(202);
    assertThat(anna.get(providers() + "/book").json().path("promotionalPerDay").asLong()).isZero();
    assertThat(approve(makes(anna, "puppet"), asked).code()).isEqualTo("not_independent");
    assertThat(approve(bert, asked).status()).isEqualTo(200);
    assertThat(anna.get(providers() + "/book").json().path("promotionalPerDay").asLong())
        .isEqualTo(500);
    assertThat(anna.send("PUT", path, "{\"gainPerDay\":1,\"promotionalPerDay\":2}").field())
        .isEqualTo("promotionalPerDay");
    assertThat(anna.send("PUT", path, "{\"gainPerDay\":-1,\"promotionalPerDay\":0}").field())
        .isEqualTo("gainPerDay");
  }

  @Test
  void playerIsUnlockedAFewTimesADay() {
    String player = playerOf(guest);
    for (int i = 0; i < Support.MAX_UNLOCKS; i++) {
      assertThat(anna.post("players/" + player + "/unlock", "{}").status()).isEqualTo(204);
    }
    assertThat(bert.post("players/" + player + "/unlock", "{}").code())
        .isEqualTo("too_many_unlocks");
    assertThat(PLATFORM.post("players/" + player + "/unlock", "{}").status()).isEqualTo(204);
  }

  @Test
  void auditorsSeeWhatGavePowerLately() {
    makes(anna, "puppet");
    requested(anna, 11);
    anna.post("operators/" + code, "{\"welcomeGrant\":1}");
    anna.post("operators/" + code, "{\"welcomeGrant\":2}");

    JsonNode rows = bert.get("reports/power?days=1").json().path("rows");

    assertThat(rows.findValuesAsText("action"))
        .contains(
            "staff.created", "adjustment.requested", "operator.changed", "change.requested");
    assertThat(rows.findValuesAsText("operator")).containsOnly(code);
    assertThat(bert.get("reports/power?days=1&format=csv").body())
        .startsWith("at,actor,operator,action,subject,details\r\n")
        .contains("staff:" + anna.username() + "," + code + ",staff.created");
    assertThat(bert.get("reports/power?days=0").field()).isEqualTo("days");
  }

  @Test
  void anothersRequestsAreNobodysOfAnotherOperator() {
    Answer asked = anna.post("operators/" + code, "{\"welcomeGrant\":100000,\"jurisdiction\":\"strict\"}");
    assertThat(asked.status()).isEqualTo(202);
    Tenant elsewhere = Tenant.make(CASINO, code + "-x", "CHIP");
    StaffClient stranger =
        StaffClient.make(
            CASINO, "otto-" + code, Role.OPERATOR, elsewhere.operator().operatorId());
    assertThat(approve(stranger, asked).code()).isEqualTo("no_such_change_request");
    assertThat(stranger.get("change-requests").json().path("changeRequests")).isEmpty();
    assertThat(anna.post("staff/" + stranger.username() + "/confirm", "{}").code())
        .isEqualTo("no_such_account");
    assertThat(approve(bert, asked).status()).isEqualTo(200);
  }

  private StaffClient makes(StaffClient maker, String name) {
    return makes(maker, name, "");
  }

  private StaffClient makes(StaffClient maker, String name, String more) {
    String username = name + "-" + code;
    Answer made =
        maker.post(
            "staff",
            "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"operator\"%s}"
                .formatted(username, StaffClient.PASSWORD, more));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return StaffClient.enter(CASINO, username, StaffClient.PASSWORD);
  }

  private StaffClient takesOver(StaffClient thief, StaffClient victim) {
    assertThat(
            thief
                .post(
                    "staff/" + victim.username() + "/password",
                    "{\"password\":\"" + StaffClient.PASSWORD + "\"}")
                .status())
        .isEqualTo(204);
    return StaffClient.enter(CASINO, victim.username(), StaffClient.PASSWORD);
  }

  private StaffClient changesOwnPassword(StaffClient owner, String current, String password) {
    assertThat(
            owner
                .post(
                    "staff/" + owner.username() + "/password",
                    "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(current, password))
                .status())
        .isEqualTo(204);
    return StaffClient.enter(CASINO, owner.username(), password);
  }

  private List<String> controllers(StaffClient member) {
    for (JsonNode account : PLATFORM.get("staff").json().path("staff")) {
      if (account.path("username").asText().equals(member.username())) {
        return account.path("controllers").valueStream().map(JsonNode::asText).toList();
      }
    }
    throw new AssertionError(member.username());
  }

  private long requested(StaffClient member, long amount) {
    Answer asked =
        member.post(
            "adjustments",
            "{\"playerId\":\"%s\",\"amount\":%d,\"reason\":\"a test\"}"
                .formatted(playerOf(guest), amount));
    assertThat(asked.status()).as(asked.toString()).isEqualTo(201);
    return asked.json().path("id").asLong();
  }

  private JsonNode waiting(StaffClient member) {
    return member.get("adjustments?state=waiting").json().at("/adjustments/0");
  }

  private static List<String> requestsOf(StaffClient member) {
    return member.get("change-requests?state=waiting").json().path("changeRequests").valueStream()
        .map(it -> it.path("id").asText())
        .toList();
  }

  private static Answer approve(StaffClient member, Answer asked) {
    return approve(member, asked.json().path("id"));
  }

  private static Answer approve(StaffClient member, JsonNode id) {
    return member.post("change-requests/" + id.asText() + "/approve", "{}");
  }

  private String playerOf(String token) {
    return tenant
        .ask(token, "GET", "/api/casino/user-info", null)
        .json()
        .path("playerId")
        .asText();
  }

  private long balance() {
    return balanceOf(guest);
  }

  private long balanceOf(String token) {
    return tenant.ask(token, "GET", "/api/casino/balance", null).json().path("balance").asLong();
  }

  private String providers() {
    return "operators/" + code + "/providers";
  }

  private void provider() {
    Answer made = anna.post(providers(), "{\"code\":\"book\",\"name\":\"A sportsbook\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
  }

  private static SignedClient client(String keyId, String secret) {
    return new SignedClient(CASINO.url(), keyId, Base64.getUrlDecoder().decode(secret));
  }

  private boolean signs(String keyId, String secret) {
    return client(keyId, secret).post("balance", "{\"player\":\"%s\"}".formatted(playerOf(guest)))
            .status()
        == 200;
  }

  private Punter punter(Answer key) {
    SignedClient client =
        client(key.json().path("keyId").asText(), key.json().path("secret").asText());
    String token =
        tenant
            .ask(
                guest,
                "POST",
                "/api/casino/launch",
                "{\"provider\":\"book\",\"game\":\"football\"}")
            .json()
            .path("token")
            .asText();
    JsonNode handed = client.post("user-info", "{\"token\":\"" + token + "\"}").json();
    return new Punter(
        client, handed.path("player").asText(), handed.path("session").asText(), "round-1");
  }

  private static String status(Answer answer) {
    return answer.json().path("status").asText();
  }
}
