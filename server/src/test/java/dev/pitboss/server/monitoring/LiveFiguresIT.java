package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.staff.Role;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What the live page is drawn from, and who may see it.
final class LiveFiguresIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final ZoneId ZONE = ZoneId.of("Pacific/Auckland");
  private static final Tenant TENANT = Tenant.make(CASINO, "live-one", "EUR");
  private static final Tenant OTHER = Tenant.make(CASINO, "live-two", "SEK");
  private static final StaffClient PLATFORM =
      StaffClient.make(CASINO, "live-platform", Role.AUDITOR, null);

  private static JsonNode overview() {
    return PLATFORM.get("overview?seconds=1").json();
  }

  private static JsonNode activity(StaffClient staff) {
    return staff.get("activity").json();
  }

  private static Optional<JsonNode> of(JsonNode activity, String code) {
    return StreamSupport.stream(activity.path("operators").spliterator(), false)
        .filter(row -> row.path("operator").asText().equals(code))
        .findFirst();
  }

  private static void spin(Tenant tenant, String token) {
    assertThat(tenant.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":200}").status())
        .isEqualTo(200);
  }

  private static long reportedGgr(String code, LocalDate day) {
    JsonNode rows =
        PLATFORM
            .get("reports/ggr?operator=%s&from=%s&to=%s".formatted(code, day, day))
            .json()
            .path("rows");
    return StreamSupport.stream(rows.spliterator(), false)
        .mapToLong(row -> row.path("ggr").asLong())
        .sum();
  }

  @Test
  void playersOnlineAndGgrAreThoseOfTheReports() throws InterruptedException {
    TENANT.change("{\"timeZone\":\"%s\"}".formatted(ZONE));
    StaffClient own =
        StaffClient.make(CASINO, "live-own-staff", Role.MANAGER, TENANT.operator().operatorId());
    String first = TENANT.guest();
    String second = TENANT.guest();
    for (int round = 0; round < 5; round++) {
      spin(TENANT, first);
      spin(TENANT, second);
    }
    spin(OTHER, OTHER.guest());
    Concurrently.await(
        "two players are online and their GGR is the report's",
        () -> of(activity(own), "live-one").filter(LiveFiguresIT::agrees).isPresent());
    // from then on by what the house gained, not by reading the rounds again
    for (int round = 0; round < 5; round++) {
      spin(TENANT, first);
    }
    Concurrently.await(
        "more rounds are in the GGR of today",
        () -> of(activity(own), "live-one").filter(LiveFiguresIT::agrees).isPresent());
  }

  /// Whether the row is what a report over the same day says.
  private static boolean agrees(JsonNode row) {
    LocalDate day = LocalDate.parse(row.path("day").asText());
    return day.equals(LocalDate.now(ZONE))
        && row.path("playersOnline").asLong() == 2
        && row.has("ggr")
        && row.path("ggr").asLong() == reportedGgr("live-one", day);
  }

  @Test
  void operatorsStaffSeeTheirOwnAndNothingOfThePlatform() {
    StaffClient own =
        StaffClient.make(CASINO, "live-narrow", Role.AUDITOR, OTHER.operator().operatorId());
    JsonNode activity = activity(own);
    assertThat(activity.path("operators")).hasSize(1);
    assertThat(activity.path("currencies")).hasSize(1);
    assertThat(of(activity, "live-two")).isPresent();
    assertThat(activity.path("status").asText()).isIn("UP", "DEGRADED", "DOWN");
    assertThat(own.get("overview").status()).isEqualTo(403);
    // control: the platform's staff see both, and the machine
    assertThat(of(activity(PLATFORM), "live-one")).isPresent();
    assertThat(PLATFORM.get("overview?seconds=1").status()).isEqualTo(200);
    assertThat(CASINO.get("/api/ops/activity").status()).isEqualTo(401);
  }

  @Test
  void requestsAreCountedByGroupWithTheirErrors() throws InterruptedException {
    String token = OTHER.guest();
    spin(OTHER, token);
    assertThat(OTHER.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":201}").status())
        .isBetween(400, 499);
    Concurrently.await("the bets are in the figures", () -> group("Bets").isPresent());
    Concurrently.await(
        "the refused one counts as a client's error",
        () -> group("Bets").orElseThrow().path("clientErrorsPerSecond").asDouble() > 0);
    JsonNode bets = group("Bets").orElseThrow();
    assertThat(bets.path("latency").path("perSecond").asDouble()).isPositive();
    assertThat(bets.path("latency").path("p50Millis").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(bets.path("latency").path("p95Millis").asDouble());
    JsonNode traffic = overview().path("traffic");
    assertThat(traffic.path("all").path("latency").path("perSecond").asDouble())
        .isGreaterThanOrEqualTo(bets.path("latency").path("perSecond").asDouble());
    assertThat(traffic.path("settlement").path("perSecond").asDouble()).isPositive();
  }

  private static Optional<JsonNode> group(String name) {
    return StreamSupport.stream(overview().path("traffic").path("groups").spliterator(), false)
        .filter(group -> group.path("name").asText().equals(name))
        .findFirst();
  }

  @Test
  void processAndDatabaseAreMeasured() throws InterruptedException {
    Concurrently.await(
        "the database is measured",
        () -> overview().path("storage").path("databaseBytes").asLong() > 1_000_000);
    JsonNode overview = overview();
    assertThat(overview.path("storage").path("diskFreeBytes").asLong()).isPositive();
    JsonNode jvm = overview.path("jvm");
    assertThat(jvm.path("heapUsedBytes").asLong())
        .isPositive()
        .isLessThanOrEqualTo(jvm.path("heapMaxBytes").asLong());
    assertThat(jvm.path("threads").asInt()).isGreaterThan(5);
    assertThat(jvm.path("cpuPercent").asDouble()).isBetween(0.0, 101.0);
    assertThat(overview.path("build").path("commit").asText())
        .isEqualTo(Build.current().commit())
        .isEqualTo(CASINO.get("/health").json().path("commit").asText());
  }
}
