package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What players do about their play, as they meet it, in a casino whose clock the tests move.
class LimitsIT {
  /// A Wednesday; the tests move on from here.
  private static final Instant START = Instant.parse("2031-03-12T10:00:00Z");

  private static TestClock clock;
  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    clock = new TestClock(START);
    casino = CasinoFixture.startWithClock(clock);
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void firstLimitHoldsAtOnceAndTheRefusalSaysWhatIsUsed() {
    Guest guest = casino.guest();
    assertThat(red(guest, 100).status()).isEqualTo(200);

    JsonNode overview = put(guest, "stake", "day", "150").json();

    assertThat(overview.at("/limits/0/used").asLong()).isEqualTo(100);
    assertThat(overview.at("/limits/0/left").asLong()).isEqualTo(50);
    Answer refused = red(guest, 60);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("limit_reached");
    JsonNode restriction = refused.json().path("restriction");
    assertThat(restriction.path("kind").asText()).isEqualTo("stake");
    assertThat(restriction.path("period").asText()).isEqualTo("day");
    assertThat(restriction.path("limit").asLong()).isEqualTo(150);
    assertThat(restriction.path("used").asLong()).isEqualTo(100);
    assertThat(Instant.parse(restriction.path("resetsAt").asText())).isAfter(clock.instant());
    assertThat(red(guest, 50).status()).isEqualTo(200);
    assertThat(red(guest, 10).code()).isEqualTo("limit_reached");
  }

  @Test
  void increaseHoldsADayLaterAndCanBeWithdrawnUntilThen() {
    Guest guest = casino.guest();
    put(guest, "stake", "week", "100");
    red(guest, 100);

    JsonNode pending = put(guest, "stake", "week", "1000").json().at("/limits/0");
    assertThat(pending.path("amount").asLong()).isEqualTo(100);
    assertThat(pending.at("/pending/amount").asLong()).isEqualTo(1_000);
    assertThat(red(guest, 10).code()).isEqualTo("limit_reached");
    JsonNode withdrawn = put(guest, "stake", "week", "100").json().at("/limits/0");
    assertThat(withdrawn.has("pending")).isFalse();
    put(guest, "stake", "week", "1000");

    clock.pass(Duration.ofHours(23));
    assertThat(red(guest, 10).code()).isEqualTo("limit_reached");
    clock.pass(Duration.ofHours(1));
    assertThat(red(guest, 10).status()).isEqualTo(200);
    assertThat(guest.get("limits").json().at("/limits/0/amount").asLong()).isEqualTo(1_000);
  }

  @Test
  void removedLimitHoldsForAnotherDayAndIsGoneThen() {
    Guest guest = casino.guest();
    put(guest, "loss", "month", "100");
    Answer removed = guest.send("PUT", "/api/casino/limits", limit("loss", "month", null));
    assertThat(removed.json().at("/limits/0/pending").has("amount")).isFalse();
    assertThat(red(guest, 110).code()).isEqualTo("limit_reached");
    clock.pass(Duration.ofHours(24));
    assertThat(red(guest, 110).status()).isEqualTo(200);
    assertThat(guest.get("limits").json().path("limits")).isEmpty();
  }

  @Test
  void dayBeginsAnewAtMidnight() {
    Guest guest = casino.guest();
    put(guest, "stake", "day", "100");
    red(guest, 100);
    Answer refused = red(guest, 10);
    assertThat(refused.code()).isEqualTo("limit_reached");
    Instant midnight = Instant.parse(refused.json().at("/restriction/resetsAt").asText());
    assertThat(midnight.toString()).endsWith("T00:00:00Z");
    clock.pass(Duration.between(clock.instant(), midnight));
    assertThat(red(guest, 100).status()).isEqualTo(200);
    assertThat(red(guest, 10).code()).isEqualTo("limit_reached");
  }

  @Test
  void openStakesCountAndWhatIsWonCountsAgainstLoss() {
    Guest guest = casino.guest();
    put(guest, "loss", "day", "100");
    JsonNode bet = guest.post("slots/bet", "{\"stake\":100}").json();
    assertThat(red(guest, 10).code()).isEqualTo("limit_reached");
    JsonNode round = guest.post("slots/result", "{\"ref\":" + bet.path("ref") + "}").json();
    long payout = round.path("payout").asLong();
    JsonNode day = guest.get("limits").json().path("day");
    assertThat(day.path("staked").asLong()).isEqualTo(100);
    assertThat(day.path("paid").asLong()).isEqualTo(payout);
    assertThat(day.path("net").asLong()).isEqualTo(payout - 100);
    assertThat(red(guest, payout + 10).code()).isEqualTo("limit_reached");
    assertThat(payout == 0 || red(guest, payout).status() == 200).isTrue();
  }

  @Test
  void timeAtPlayEnds() {
    Guest guest = casino.guest();
    put(guest, "time", "day", "10");
    for (int minute = 0; minute < 9; minute += 3) {
      assertThat(red(guest, 10).status()).isEqualTo(200);
      clock.pass(Duration.ofMinutes(3));
    }
    Answer refused = red(guest, 10);
    assertThat(refused.code()).isEqualTo("limit_reached");
    assertThat(refused.json().at("/restriction/kind").asText()).isEqualTo("time");
    assertThat(refused.json().at("/restriction/used").asLong()).isEqualTo(7);
    clock.pass(Duration.ofHours(20)); // a break does not make it less; a new day does
    clock.pass(Duration.ofHours(4));
    assertThat(red(guest, 10).status()).isEqualTo(200);
  }

  @Test
  void realityCheckHasToBeSeenBeforeBettingOn() {
    Guest guest = casino.guest();
    guest.send("PUT", "/api/casino/limits", "{\"realityCheckMinutes\":20}");
    long net = 0;
    for (int i = 0; i < 2; i++) {
      JsonNode round = red(guest, 100).json();
      net += round.path("payout").asLong() - 100;
      clock.pass(Duration.ofMinutes(10));
    }
    Answer due = red(guest, 100);
    assertThat(due.status()).isEqualTo(409);
    assertThat(due.code()).isEqualTo("reality_check_due");
    assertThat(due.json().at("/restriction/elapsedSeconds").asLong()).isBetween(1_200L, 1_210L);
    assertThat(due.json().at("/restriction/net").asLong()).isEqualTo(net);
    assertThat(guest.get("limits").json().at("/realityCheck/due").asBoolean()).isTrue();

    Answer seen = guest.post("limits/reality-check", "{}");

    assertThat(seen.json().at("/realityCheck/due").asBoolean(true)).isFalse();
    assertThat(red(guest, 100).status()).isEqualTo(200);
    clock.pass(Duration.ofMinutes(11));
    assertThat(red(guest, 100).status()).isEqualTo(200);
    clock.pass(Duration.ofMinutes(10));
    assertThat(red(guest, 100).code()).isEqualTo("reality_check_due");
    clock.pass(Duration.ofMinutes(16)); // a break of this length begins a new streak
    assertThat(red(guest, 100).status()).isEqualTo(200);
  }

  @Test
  void breakEndsByItselfAndNotSooner() {
    Guest guest = casino.guest();
    red(guest, 10);
    Answer taken = guest.post("limits/exclusion", "{\"type\":\"coolingOff\",\"hours\":48}");
    assertThat(taken.status()).isEqualTo(200);
    Answer shorter = guest.post("limits/exclusion", "{\"type\":\"coolingOff\",\"hours\":1}");
    assertThat(shorter.json().path("until")).isEqualTo(taken.json().path("until"));
    Answer refused = red(guest, 10);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("cooling_off");
    assertThat(refused.json().at("/restriction/until")).isEqualTo(taken.json().path("until"));
    clock.pass(Duration.ofDays(2));
    assertThat(red(guest, 10).status()).isEqualTo(200);
  }

  @Test
  void excludedPlayerFinishesWhatIsOpenAndBetsNoMore() {
    Guest guest = casino.guest();
    BlackjackPlayer blackjack = new BlackjackPlayer(guest);
    Answer spun = guest.post("play/slots-20", "{\"stake\":20}", "before");
    String spin = guest.post("slots/bet", "{\"stake\":20}").json().path("ref").toString();
    JsonNode hand = blackjack.dealUntil("double", 20);

    Answer excluded = guest.post("limits/exclusion", "{\"type\":\"selfExclusion\",\"months\":6}");

    assertThat(excluded.json().path("until").asText()).startsWith("2031-09");
    assertThat(guest.spin(20).code()).isEqualTo("self_excluded");
    assertThat(red(guest, 10).code()).isEqualTo("self_excluded");
    assertThat(guest.post("play/baccarat", "{\"bets\":[{\"on\":\"tie\",\"stake\":20}]}").code())
        .isEqualTo("self_excluded");
    assertThat(blackjack.act(hand, "double").code()).isEqualTo("self_excluded");

    JsonNode stood = blackjack.act(hand, "stand").json();
    assertThat(stood.path("final").asBoolean()).isTrue();
    assertThat(stood.path("stake").asLong()).isEqualTo(20);
    Answer result = guest.post("slots/result", "{\"ref\":" + spin + "}");
    assertThat(result.status()).isEqualTo(200);
    assertThat(guest.balance()).isEqualTo(result.json().path("balance").asLong());
    assertThat(blackjack.deal(20).code()).isEqualTo("self_excluded");
    assertThat(guest.post("slots/bet", "{\"stake\":20}").code()).isEqualTo("self_excluded");

    Answer again = guest.post("play/slots-20", "{\"stake\":20}", "before");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(spun.body());
    assertThat(guest.get("limits/statement").status()).isEqualTo(200);
  }

  @Test
  void exclusionForEverCannotBeUndoneEvenByTheServersOwnRole() throws SQLException {
    Guest guest = casino.guest();
    guest.post("limits/exclusion", "{\"type\":\"permanentSelfExclusion\"}");
    assertThat(guest.get("limits").json().at("/selfExclusion/forEver").asBoolean()).isTrue();
    Answer refused = red(guest, 10);
    assertThat(refused.code()).isEqualTo("self_excluded");
    assertThat(refused.json().path("restriction").has("until")).isFalse();
    guest.post("limits/exclusion", "{\"type\":\"selfExclusion\",\"months\":6}");
    assertThat(guest.get("limits").json().at("/selfExclusion/forEver").asBoolean()).isTrue();
    String id = guest.get("user-info").json().path("playerId").asText();
    assertThat(
            casino.number(
                """
                SELECT count(*) FROM audit_entry
                 WHERE action = 'player.self_exclusion' AND actor = 'player:%1$s'
                   AND subject = 'player:%1$s' AND details = '{"until":"permanent"}'
                """
                    .formatted(id)))
        .isEqualTo(1);
    for (String undo :
        new String[] {
          "DELETE FROM player_exclusion", "UPDATE player_exclusion SET until = now()"
        }) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> casino.sql("SET ROLE pitboss_app; " + undo)))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void limitWithoutAVersionIncrementWouldNotBeNoticed() throws SQLException {
    Guest guest = casino.guest();
    red(guest, 100);
    String id = guest.get("user-info").json().path("playerId").asText();
    casino.sql(
        "INSERT INTO player_limit VALUES (%s, 'stake', 'day', 50, null, null, now())"
            .formatted(id));
    assertThat(red(guest, 10).status()).isEqualTo(200);
    casino.sql("UPDATE account SET version = version + 1 WHERE player_id = " + id);
    assertThat(red(guest, 10).code()).isEqualTo("limit_reached");
  }

  @Test
  void statementHasTwelveMonthsAsJsonAndAsCsv() {
    Guest guest = casino.guest();
    long paid = red(guest, 100).json().path("payout").asLong();
    clock.pass(Duration.ofMinutes(2));
    paid += red(guest, 50).json().path("payout").asLong();

    JsonNode statement = guest.get("limits/statement").json();

    assertThat(statement.path("currency").asText()).isEqualTo("CHIP");
    assertThat(statement.path("months")).hasSize(12);
    JsonNode month = statement.at("/months/0");
    assertThat(month.path("month").asText()).matches("2031-\\d\\d");
    assertThat(month.path("staked").asLong()).isEqualTo(150);
    assertThat(month.path("paid").asLong()).isEqualTo(paid);
    assertThat(month.path("net").asLong()).isEqualTo(paid - 150);
    assertThat(month.path("bets").asLong()).isEqualTo(2);
    assertThat(month.path("playedSeconds").asLong()).isBetween(180L, 185L);
    assertThat(statement.at("/months/11/staked").asLong(-1)).isZero();
    String[] csv =
        casino
            .send(
                "GET",
                "/api/casino/limits/statement",
                null,
                java.util.Map.of("Authorization", "Bearer " + guest.token(), "Accept", "text/csv"))
            .body()
            .split("\r\n");
    assertThat(csv).hasSize(13);
    assertThat(csv[0]).isEqualTo("month,currency,staked,paid,net,bets,playedSeconds");
    assertThat(csv[1])
        .startsWith(
            month.path("month").asText()
                + ",CHIP,1.50,"
                + java.math.BigDecimal.valueOf(paid, 2)
                + ",");
  }

  /// 30 000 entries over 50 days until now, a stake of 10, and 9 paid; some from before bets and
  /// their entries were one row.
  private static String longHistory(String playerId) {
    return """
    WITH latest AS (
      INSERT INTO bet (account_id, seq, round_id, house_id, stake, payout, balance_after,
                       seed_pair_id, nonce, settled_at, rules_id, detail)
      SELECT a.account_id, 2 * n, gen_random_uuid(), h.account_id, 10, 9, a.balance - n, 1, n,
             '%2$s'::timestamptz - (15000 - n) * interval '288 seconds', 1, ''
        FROM account a, account h, generate_series(9001, 15000) n
       WHERE a.kind = 'player' AND a.player_id = %1$s AND h.kind = 'house' AND h.shard = 0
         AND h.operator_id = a.operator_id)
    INSERT INTO stored_entry
           (account_id, seq, counter_account_id, amount, balance_after, kind, round_id, posted_at)
    SELECT a.account_id, 2 * n + s, h.account_id, CASE s WHEN 0 THEN -10 ELSE 9 END,
           a.balance - n + 1 - CASE s WHEN 0 THEN 10 ELSE 1 END,
           CASE s WHEN 0 THEN 'stake' ELSE 'payout' END, gen_random_uuid(),
           '%2$s'::timestamptz - (15000 - n) * interval '288 seconds'
      FROM account a, account h, generate_series(1, 9000) n, generate_series(0, 1) s
     WHERE a.kind = 'player' AND a.player_id = %1$s AND h.kind = 'house' AND h.shard = 0
       AND h.operator_id = a.operator_id
    """
        .formatted(playerId, clock.instant());
  }

  @Test
  void longHistoryIsSummedUpByDayAndCountsTheSame() throws SQLException {
    // of its own: a fabricated history breaks its invariants, and its betting stops
    try (CasinoFixture untrue = CasinoFixture.startWithClock(clock)) {
      Guest guest = untrue.guest();
      String id = guest.get("user-info").json().path("playerId").asText();
      untrue.sql(
          """
          UPDATE stored_entry e SET posted_at = posted_at - interval '60 days'
            FROM account a WHERE a.account_id = e.account_id AND a.player_id = %s
          """
              .formatted(id));
      untrue.sql(longHistory(id));
      untrue.sql(
          "UPDATE account SET version = version + 1, seq = 30001 WHERE kind = 'player' AND player_id = "
              + id);

      put(guest, "stake", "day", "1000000");

      assertThat(untrue.number("SELECT through_seq FROM play_usage WHERE player_id = " + id))
          .isGreaterThan(28_000);
      JsonNode overview = guest.get("limits").json();
      for (String period : new String[] {"day", "week", "month"}) {
        long staked =
            untrue.number(
                """
                SELECT coalesce(-sum(amount), 0) FROM ledger_entry e JOIN account a USING (account_id)
                 WHERE a.player_id = %s AND e.kind = 'stake'
                   AND posted_at >= date_trunc('%s', '%s'::timestamptz, 'UTC')
                """
                    .formatted(id, period, clock.instant()));
        assertThat(overview.at("/" + period + "/staked").asLong()).as(period).isEqualTo(staked);
        assertThat(overview.at("/" + period + "/paid").asLong()).isEqualTo(staked / 10 * 9);
      }
      long months = 0;
      for (JsonNode month : guest.get("limits/statement").json().path("months")) {
        months += month.path("bets").asLong();
      }
      assertThat(months).isEqualTo(15_000);
      assertThat(overview.at("/limits/0/used")).isEqualTo(overview.at("/day/staked"));
    }
  }

  private static Answer red(Guest guest, long stake) {
    return guest.post(
        "play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":%d}]}".formatted(stake));
  }

  private static Answer put(Guest guest, String kind, String period, String amount) {
    Answer answer = guest.send("PUT", "/api/casino/limits", limit(kind, period, amount));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer;
  }

  private static String limit(
      String kind, String period, @org.jspecify.annotations.Nullable String amount) {
    return "{\"limits\":[{\"kind\":\"%s\",\"period\":\"%s\"%s}]}"
        .formatted(kind, period, amount == null ? "" : ",\"amount\":" + amount);
  }
}
