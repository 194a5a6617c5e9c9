package dev.pitboss.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.RefillTerms;
import dev.pitboss.server.staff.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What creates power over money is asked for by one of an operator's staff and approved by
/// another.
class ChangeRequestsIT extends TwoOfStaff {
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
        .as("changes without dual control are done")
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
    assertThat(PLATFORM.post(path, "{\"welcomeGrant\":5000000}").json().path("maxWelcomeGrant"))
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
            "{\"maxStake\":100,\"maxPayout\":5000}",
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
    assertThat(
            bert.post("change-requests/" + requestsOf(anna).getFirst() + "/reject", "{}").status())
        .isEqualTo(200);
    assertThat(tenant.operator().terms("slots-20").maxStake()).isEqualTo(200);
  }

  /// A member who sees a fault must not have to wait for another.
  @Test
  void gameIsSwitchedOffAtOnceAndKeepsItsLimits() {
    String path = "operators/" + code + "/games/slots-20";
    anna.send("PUT", path, "{\"minStake\":20,\"maxStake\":100,\"maxPayout\":5000}");

    Answer off = anna.send("PUT", path, "{\"on\":false}");

    assertThat(off.status()).as(off.toString()).isEqualTo(200);
    assertThat(tenant.operator().terms("slots-20"))
        .isEqualTo(new GameTerms(false, 20L, 100L, 5_000L));
    assertThat(requestsOf(anna)).isEmpty();
    assertThat(PLATFORM.send("PUT", path, "{\"on\":false}").status()).isEqualTo(200);
    assertThat(tenant.operator().terms("slots-20").maxPayout()).isEqualTo(5_000);

    Answer both = anna.send("PUT", path, "{\"minStake\":160,\"maxStake\":200,\"maxPayout\":10}");
    assertThat(both.status()).as("a higher stake waits: " + both).isEqualTo(202);
    assertThat(tenant.operator().terms("slots-20"))
        .as("what is stricter does not")
        .isEqualTo(new GameTerms(true, 20L, 100L, 10L));
    assertThat(approve(bert, both).status()).isEqualTo(200);
    assertThat(tenant.operator().terms("slots-20")).isEqualTo(new GameTerms(true, 160L, 200L, 10L));

    Answer offAndHigher = anna.send("PUT", path, "{\"on\":false,\"maxStake\":300}");
    assertThat(offAndHigher.status()).isEqualTo(202);
    assertThat(tenant.operator().terms("slots-20"))
        .as("off at once, independent of other changes in the request")
        .isEqualTo(new GameTerms(false, null, 200L, 10L));
  }

  @Test
  void refillsAreRaisedOrSoonerByTwoAndLoweredByOne() {
    String path = "operators/" + code;
    tenant.change("{\"refill\":{\"amount\":500,\"below\":100,\"intervalMinutes\":60}}");
    Answer lower =
        anna.post(path, "{\"refill\":{\"amount\":400,\"below\":90,\"intervalMinutes\":70}}");
    assertThat(lower.status()).as(lower.toString()).isEqualTo(200);
    assertThat(tenant.operator().refill()).isEqualTo(new RefillTerms(400, 90, 70));

    Answer asked =
        anna.post(path, "{\"refill\":{\"amount\":100000,\"below\":80,\"intervalMinutes\":1}}");

    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    assertThat(asked.json().at("/change/refill").toString())
        .isEqualTo("{\"amount\":100000,\"intervalMinutes\":1}");
    assertThat(tenant.operator().refill())
        .as("a lower threshold holds at once")
        .isEqualTo(new RefillTerms(400, 80, 70));
    assertThat(approve(makes(anna, "puppet"), asked).code()).isEqualTo("not_independent");
    assertThat(approve(bert, asked).status()).isEqualTo(200);
    assertThat(tenant.operator().refill()).isEqualTo(new RefillTerms(100_000, 80, 1));
    assertThat(anna.post(path, "{\"refill\":{\"amount\":100001}}").field())
        .as("never above the platform's maximum")
        .isEqualTo("refill.amount");
    assertThat(PLATFORM.post(path, "{\"maxWelcomeGrant\":300,\"welcomeGrant\":1}").status())
        .isEqualTo(200);
    assertThat(tenant.operator().refill().amount()).as("which lowers it").isEqualTo(300);
    for (String wrong :
        List.of("{\"amount\":-1}", "{\"below\":0}", "{\"intervalMinutes\":0}", "{\"often\":1}")) {
      Answer refused = anna.post(path, "{\"refill\":" + wrong + "}");
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.field()).startsWith("refill.");
    }
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
                .operatorModule()
                .settings()
                .change(
                    tenant.operator(),
                    JsonObject.parse(
                        "{\"needsSecondFactor\":false}".getBytes(StandardCharsets.UTF_8)),
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

    List<Answer> answers = Concurrently.times(12, i -> approve(i % 2 == 0 ? bert : cleo, id));

    assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.code().equals("already_decided")))
        .hasSize(11);
    assertThat(anna.get(providers() + "/book/keys").json().path("keys")).hasSize(1);
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
    assertThat(anna.send("PUT", path, "{\"gainPerDay\":400,\"promotionalPerDay\":300}").status())
        .isEqualTo(202);
    assertThat(anna.get(providers() + "/book").json().path("gainPerDay").asLong())
        .as("the lower of two limits does not wait for the higher")
        .isEqualTo(400);
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
  void requestsAreInvisibleToOtherOperators() {
    Answer asked =
        anna.post("operators/" + code, "{\"welcomeGrant\":100000,\"jurisdiction\":\"strict\"}");
    assertThat(asked.status()).isEqualTo(202);
    Tenant elsewhere = Tenant.make(CASINO, code + "-x", "CHIP");
    StaffClient stranger =
        StaffClient.make(CASINO, "otto-" + code, Role.MANAGER, elsewhere.operator().operatorId());
    assertThat(approve(stranger, asked).code()).isEqualTo("no_such_change_request");
    assertThat(stranger.get("change-requests").json().path("changeRequests")).isEmpty();
    assertThat(anna.post("staff/" + stranger.username() + "/confirm", "{}").code())
        .isEqualTo("no_such_account");
    assertThat(approve(bert, asked).status()).isEqualTo(200);
  }
}
