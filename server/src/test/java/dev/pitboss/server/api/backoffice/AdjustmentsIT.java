package dev.pitboss.server.api.backoffice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.staff.Adjustments;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.StaffMember;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Money moved by hand: two people, once, both ways on the books.
class AdjustmentsIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant EAST = Tenant.make(CASINO, "east", "EUR");
  private static final StaffClient ANNA = member("anna");
  private static final StaffClient BERT = member("bert");
  private static final StaffClient CARL = member("carl");

  private final String token = EAST.guest();
  private final String player =
      EAST.ask(token, "GET", "/api/casino/user-info", null).json().path("playerId").asText();

  private static StaffClient member(String name) {
    return StaffClient.make(CASINO, name, Role.MANAGER, EAST.operator().operatorId());
  }

  @Test
  void moneyMovesWhenAnotherApproves() throws Exception {
    long id = request(ANNA, 500);
    assertThat(balance()).isEqualTo(100_000);

    Answer approved = approve(BERT, id);

    assertThat(approved.status()).as(approved.toString()).isEqualTo(200);
    assertThat(approved.json().path("state").asText()).isEqualTo("approved");
    assertThat(approved.json().path("decidedBy").asText()).isEqualTo("bert");
    assertThat(balance()).isEqualTo(100_500);
    assertThat(ANNA.get("audit").body())
        .contains("\"adjustment.requested\"", "\"adjustment.approved\"");
    assertBooksAgree();
  }

  @Test
  void whoAskedCannotApprove() throws Exception {
    long id = request(ANNA, 500);

    assertThat(approve(ANNA, id).code()).isEqualTo("own_request");
    assertThat(balance()).isEqualTo(100_000);
    assertThat(ANNA.post("adjustments/" + id + "/reject", "{}").json().path("state").asText())
        .as("but take it back")
        .isEqualTo("rejected");
    assertThat(approve(BERT, id).code()).isEqualTo("already_decided");
    assertThat(balance()).isEqualTo(100_000);
  }

  @Test
  void approvedByManyAtOnceMovesOnce() throws Exception {
    long id = request(ANNA, 700);

    List<Answer> answers = Concurrently.times(40, i -> approve(i % 2 == 0 ? BERT : CARL, id));

    assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 409);
    assertThat(answers.stream().filter(answer -> answer.status() == 200).count())
        .as("one of the two, however often")
        .isEqualTo(20);
    assertThat(balance()).isEqualTo(100_700);
    assertBooksAgree();
  }

  @Test
  void approvalRacingARejectionEndsOneWay() throws Exception {
    long id = request(ANNA, 300);

    List<Answer> answers =
        Concurrently.times(20, i -> i % 2 == 0 ? approve(BERT, id) : decide(CARL, id, "reject"));

    boolean moved = balance() == 100_300;
    assertThat(balance()).isIn(100_000L, 100_300L);
    assertThat(answers.stream().filter(answer -> answer.status() == 200))
        .hasSize(10)
        .allMatch(
            answer -> answer.json().path("state").asText().equals(moved ? "approved" : "rejected"));
    assertBooksAgree();
  }

  @Test
  void sameRequestAgainIsOneAdjustment() {
    Map<String, String> key = Map.of("Idempotency-Key", "adjust-" + player);
    Answer first = ANNA.send("POST", "adjustments", body(250), key);
    Answer again = ANNA.send("POST", "adjustments", body(250), key);
    Answer other = ANNA.send("POST", "adjustments", body(260), key);

    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(other.code()).isEqualTo("idempotency_key_reused");
  }

  @Test
  void moreThanThePlayerHasIsNotTaken() throws Exception {
    long id = request(ANNA, -100_001);

    Answer refused = approve(BERT, id);

    assertThat(refused.code()).isEqualTo("insufficient_funds");
    assertThat(refused.json().path("balance").asLong()).isEqualTo(100_000);
    long less = request(ANNA, -100_000);
    assertThat(approve(BERT, less).status()).isEqualTo(200);
    assertThat(balance()).isZero();
    assertBooksAgree();
  }

  /// The casino remembers seats from bet to bet; an adjustment makes the memory stale.
  @Test
  void betsSeeTheAdjustedBalanceAtOnce() throws Exception {
    EAST.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":20}");
    long before = balance();
    approve(BERT, request(ANNA, -before));

    assertThat(EAST.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":20}").code())
        .isEqualTo("insufficient_funds");

    approve(BERT, request(ANNA, 20));
    Answer spin = EAST.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":20}");
    assertThat(spin.status()).isEqualTo(200);
    assertThat(spin.json().path("balance").asLong()).isEqualTo(spin.json().path("payout").asLong());
    assertBooksAgree();
  }

  /// Bets and adjustments of one player at the same time: nothing is lost and nothing made up.
  @Test
  void adjustmentsAmongBetsAddUp() throws Exception {
    List<Long> ids = Concurrently.times(10, _ -> request(ANNA, 1_000));
    List<Long> won =
        Concurrently.times(
            60,
            i -> {
              if (i % 6 == 0) {
                assertThat(approve(BERT, ids.get(i / 6)).status()).isEqualTo(200);
                return 1_000L;
              }
              Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
              Answer spin =
                  CasinoClient.settled(() ->
                      EAST.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":20}", key));
              assertThat(spin.status()).isEqualTo(200);
              return spin.json().path("payout").asLong() - 20;
            });

    assertThat(balance()).isEqualTo(100_000 + won.stream().mapToLong(Long::longValue).sum());
    assertBooksAgree();
  }

  @Test
  void reversalIsAnotherAdjustmentAndHappensOnce() throws Exception {
    long id = request(ANNA, 400);
    approve(BERT, id);
    String reverse = "adjustments/" + id + "/reversal";
    String why = "{\"reason\":\"was meant for another player\"}";
    long first = CARL.post(reverse, why).json().path("id").asLong();
    long second = ANNA.post(reverse, why).json().path("id").asLong();

    assertThat(approve(BERT, first).status()).isEqualTo(200);
    assertThat(approve(BERT, second).code()).isEqualTo("already_reversed");
    assertThat(ANNA.post(reverse, why).code()).isEqualTo("not_reversible");
    assertThat(balance()).isEqualTo(100_000);
    assertBooksAgree();
  }

  @Test
  void undecidedRequestExpires() {
    long id = request(ANNA, 100);
    InstantSource later =
        () -> InstantSource.system().instant().plus(Adjustments.LIFETIME).plusSeconds(1);
    Adjustments expired =
        new Adjustments(
            CASINO.casino().services().database(),
            CASINO.casino().services().wallet(),
            new AuditTrail(later),
            later);

    assertThat(expired.approve(new StaffMember(1, null, "later-member", Role.MANAGER), id))
        .isInstanceOf(Adjustments.Decision.Expired.class);
    assertThat(balance()).isEqualTo(100_000);
  }

  @Test
  void badRequestsNameTheirField() {
    assertThat(ANNA.post("adjustments", body(0)).field()).isEqualTo("amount");
    assertThat(ANNA.post("adjustments", body(Long.MIN_VALUE)).field()).isEqualTo("amount");
    assertThat(
            ANNA.post(
                    "adjustments",
                    "{\"playerId\":\"%s\",\"amount\":5,\"reason\":\" \"}".formatted(player))
                .field())
        .isEqualTo("reason");
    assertThat(
            ANNA.post("adjustments", "{\"playerId\":\"-1\",\"amount\":5,\"reason\":\"x\"}").field())
        .isEqualTo("playerId");
    assertThat(ANNA.post("adjustments/99999999/approve", "{}").code())
        .isEqualTo("no_such_adjustment");
  }

  @Test
  void otherOperatorsPlayersAndAdjustmentsAreNotThere() {
    Tenant other = Tenant.make(CASINO, "far-east", "EUR");
    StaffClient stranger =
        StaffClient.make(CASINO, "stranger", Role.MANAGER, other.operator().operatorId());
    long id = request(ANNA, 100);

    assertThat(approve(stranger, id).code()).isEqualTo("no_such_adjustment");
    assertThat(stranger.post("adjustments", body(100)).code()).isEqualTo("no_such_player");
    assertThat(stranger.get("adjustments").json().path("adjustments")).isEmpty();
    assertThat(balance()).isEqualTo(100_000);
  }

  private static List<String> broken() {
    return new Invariants(CASINO.casino().services().database())
        .quick().stream().map(Invariants.Broken::name).toList();
  }

  private long request(StaffClient member, long amount) {
    Answer answer = member.post("adjustments", body(amount));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    assertThat(answer.json().path("state").asText()).isEqualTo("waiting");
    return answer.json().path("id").asLong();
  }

  private String body(long amount) {
    return "{\"playerId\":\"%s\",\"amount\":%d,\"reason\":\"a lost round, ticket 17\"}"
        .formatted(player, amount);
  }

  private static Answer approve(StaffClient member, long id) {
    return decide(member, id, "approve");
  }

  /// A busy machine answers that it should be asked again.
  private static Answer decide(StaffClient member, long id, String how) {
    Answer answer = member.post("adjustments/" + id + "/" + how, "{}");
    for (int i = 0; i < 20 && answer.status() == 503; i++) {
      answer = member.post("adjustments/" + id + "/" + how, "{}");
    }
    return answer;
  }

  private long balance() {
    return EAST.ask(token, "GET", "/api/casino/balance", null).json().path("balance").asLong(-1);
  }

  private static void assertBooksAgree() {
    JsonNode books =
        ANNA.get("reports/reconciliation?operator=east").json().path("operators").get(0);
    assertThat(books.path("agrees").asBoolean()).as(books.toString()).isTrue();
    assertThat(broken()).isEmpty();
  }
}
