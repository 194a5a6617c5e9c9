package dev.pitboss.server.operators.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.staff.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reports against what SQL says of the rounds themselves.
class ReportsIT {
  // of its own: rounds are changed behind the ledger's back here, and then betting may stop
  private static final CasinoFixture CASINO = CasinoFixture.start();
  private static final Tenant BANK = Tenant.make(CASINO, "bank", "EUR");
  private static final StaffClient AUDITOR =
      StaffClient.make(CASINO, "bank-auditor", Role.AUDITOR, BANK.operator().operatorId());

  private long summedBefore;

  @BeforeEach
  void play() throws Exception {
    summedBefore =
        CASINO.number("SELECT extract(epoch FROM summed_until)::bigint FROM takings_progress");
    // the next check of the ledger is minutes away then, and meets no round that is changed here
    CASINO.client().invariantsOnceChecked();
    Concurrently.await("bets are taken", () -> spin(BANK.guest()) == 200);
    for (int i = 0; i < 3; i++) {
      String token = BANK.guest();
      for (int j = 0; j < 4; j++) {
        assertThat(spin(token)).isEqualTo(200);
        BANK.ask(
            token,
            "POST",
            "/api/casino/play/roulette",
            "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}");
      }
    }
    // some of it long ago: three days in quarters of an hour
    CASINO.sql(
        """
        UPDATE bet SET settled_at = settled_at - (('x' || substr(md5(round_id::text), 1, 4))::bit(16)::int
                                                  %% 270) * interval '16 minutes'
         WHERE settled_at > now() - interval '1 minute'
           AND account_id IN (SELECT account_id FROM account WHERE operator_id = %d)
        """
            .formatted(BANK.operator().operatorId()));
    CASINO.sql(
        """
        TRUNCATE takings;
        UPDATE takings_progress SET summed_until =
          date_bin('15 minutes', (SELECT min(settled_at) FROM round), '2000-01-01Z')
        """);
  }

  @AfterAll
  static void stop() {
    CASINO.close();
  }

  private static int spin(String token) {
    return BANK.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":20}").status();
  }

  @AfterEach
  void undo() throws Exception {
    CASINO.sql(
        "TRUNCATE takings; UPDATE takings_progress SET summed_until = (SELECT "
            + "date_bin('15 minutes', min(settled_at), '2000-01-01Z') FROM round)");
    assertThat(summedBefore).isPositive();
  }

  @Test
  void reportIsWhatTheRoundsSay() throws Exception {
    for (String zone : new String[] {"UTC", "Asia/Kathmandu", "America/St_Johns"}) {
      assertThat(report(zone)).as("nothing summed up, " + zone).isEqualTo(truth(zone));
    }

    takings(InstantSource.system()).sum();

    assertThat(CASINO.number("SELECT count(*) FROM takings")).isGreaterThan(5);
    for (String zone : new String[] {"UTC", "Asia/Kathmandu", "America/St_Johns"}) {
      assertThat(report(zone)).as("most summed up, " + zone).isEqualTo(truth(zone));
    }
  }

  @Test
  void summingUpTwiceIsSummingUpOnce() throws Exception {
    InstantSource later = () -> Instant.now().plusSeconds(3_600);
    takings(later).sum();
    long rounds = CASINO.number("SELECT sum(rounds) FROM takings");
    takings(later).sum();

    assertThat(CASINO.number("SELECT sum(rounds) FROM takings"))
        .isEqualTo(rounds)
        .isEqualTo(CASINO.number("SELECT count(*) FROM round"));
  }

  @Test
  void booksAgreeBeforeAndAfterSummingUp() {
    assertThat(books().path("agrees").asBoolean()).as(books().toString()).isTrue();
    takings(InstantSource.system()).sum();
    JsonNode books = books();
    assertThat(books.path("agrees").asBoolean()).as(books.toString()).isTrue();
    assertThat(books.path("ggr").asLong()).isEqualTo(books.at("/accounts/house").asLong());
    assertThat(books.path("movements").get(0).path("kind").asText()).isEqualTo("grant");
  }

  /// The control: an inserted round without a settlement, and money without an entry.
  @Test
  void booksThatDoNotAgreeSayWhere() throws Exception {
    String round =
        " WHERE (account_id, seq) = (SELECT account_id, b.seq FROM bet b JOIN account"
            + " USING (account_id) WHERE operator_id = %d ORDER BY round_id LIMIT 1)"
                .formatted(BANK.operator().operatorId());
    CASINO.sql("UPDATE bet SET stake = stake + 1" + round);
    try {
      assertThat(books().path("agrees").asBoolean()).isFalse();
      assertThat(books().path("differences").get(0).asText()).contains("the house has");
    } finally {
      CASINO.sql("UPDATE bet SET stake = stake - 1" + round);
    }
  }

  @Test
  void csvHasTheSameRows() {
    String csv =
        AUDITOR
            .send(
                "GET", "reports/ggr?from=%s".formatted(from()), null, Map.of("Accept", "text/csv"))
            .body();

    assertThat(csv.lines().findFirst().orElse(""))
        .isEqualTo("day,operator,currency,game,rounds,staked,paid,ggr,players");
    assertThat(csv.lines().count() - 1)
        .isEqualTo(AUDITOR.get("reports/ggr?from=" + from()).json().path("rows").size());
  }

  @Test
  void overManyDaysPlayersAreNotCounted() {
    JsonNode month =
        AUDITOR
            .get(
                "reports/ggr?from="
                    + Instant.now().minusSeconds(40 * 86_400L).toString().substring(0, 10))
            .json()
            .path("rows");

    assertThat(month).isNotEmpty().noneMatch(row -> row.has("players"));
  }

  @Test
  void daysThatMakeNoSenseAreRefused() {
    assertThat(AUDITOR.get("reports/ggr?from=2026-13-01").field()).isEqualTo("from");
    assertThat(AUDITOR.get("reports/ggr?from=2026-05-02&to=2026-05-01").field()).isEqualTo("from");
    assertThat(AUDITOR.get("reports/ggr?from=2020-01-01&to=2026-01-01").field()).isEqualTo("from");
    assertThat(AUDITOR.get("reports/ggr?zone=Mars/Base").field()).isEqualTo("zone");
    assertThat(AUDITOR.get("reports/ggr?operator=none").field()).isEqualTo("operator");
  }

  /// A day's rounds are found without reading the table.
  @Test
  void planGoesByTimeAndReadsNoTableWhole() throws Exception {
    try (var owner = CASINO.owner();
        var statement = owner.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      StringBuilder plan = new StringBuilder();
      try (var rows =
          statement.executeQuery(
              "EXPLAIN SELECT count(*) FROM round WHERE settled_at >= now() - interval '1 day'"
                  + " AND settled_at < now()")) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      assertThat(plan.toString()).contains("round_by_time").contains("bet_by_time");
    }
  }

  private static GamingRevenue takings(InstantSource clock) {
    return new GamingRevenue(CASINO.casino().services().database(), clock);
  }

  private static JsonNode books() {
    return AUDITOR.get("reports/reconciliation").json().path("operators").get(0);
  }

  private static String from() {
    // with tomorrow that makes seven days, for which players are counted

    return Instant.now().minusSeconds(5 * 86_400).toString().substring(0, 10);
  }

  private static Set<String> report(String zone) {
    Set<String> lines = new TreeSet<>();
    String tomorrow = Instant.now().plusSeconds(86_400).toString().substring(0, 10);
    JsonNode rows =
        AUDITOR
            .get("reports/ggr?from=%s&to=%s&zone=%s".formatted(from(), tomorrow, zone))
            .json()
            .path("rows");
    for (JsonNode row : rows) {
      assertThat(row.path("ggr").asLong())
          .isEqualTo(row.path("staked").asLong() - row.path("paid").asLong());
      lines.add(
          "%s %s %d %d %d %d"
              .formatted(
                  row.path("day").asText(),
                  row.path("game").asText(),
                  row.path("rounds").asLong(),
                  row.path("staked").asLong(),
                  row.path("paid").asLong(),
                  row.path("players").asLong()));
    }
    return lines;
  }

  private static Set<String> truth(String zone) throws Exception {
    Set<String> lines = new TreeSet<>();
    try (var owner = CASINO.owner();
        var statement = owner.createStatement();
        var rows =
            statement.executeQuery(
                """
                (SELECT (r.settled_at AT TIME ZONE '%s')::date::text || ' ' || r.game || ' '
                        || count(*) || ' ' || sum(r.stake) || ' ' || sum(r.payout) || ' '
                        || count(DISTINCT r.player_id) AS line
                   FROM round r JOIN player p USING (player_id) WHERE p.operator_id = %d
                  GROUP BY (r.settled_at AT TIME ZONE '%s')::date, r.game)
                """
                    .formatted(zone, BANK.operator().operatorId(), zone))) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    assertThat(lines).isNotEmpty();
    return lines;
  }
}
