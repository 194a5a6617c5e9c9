package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.TestClock;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.DatabaseUnsuitableException;
import dev.pitboss.server.database.Requirements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A database that takes no writes, one way after another, in a casino of its own that goes by a
/// clock the test moves.
class DatabaseOutageIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  private static TestClock clock;
  private static CasinoFixture casino;
  private static Guest guest;

  @BeforeAll
  static void start() throws Exception {
    clock = new TestClock(Instant.now());
    casino = CasinoFixture.startWithClock(clock);
    guest = casino.guest();
    assertThat(guest.spin(20).status()).isEqualTo(200);
    Concurrently.await(
        "the crash table opens", () -> casino.casino().services().crash().runsHere());
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @AfterEach
  void everythingIsWellAgain() throws Exception {
    Concurrently.await("ready", DatabaseOutageIT::isReady);
    Concurrently.await("bets", () -> guest.spin(20).status() == 200);
    Concurrently.await("up", () -> health().path("status").asText().equals("UP"));
  }

  @Test
  void readOnlyDatabaseIsNotReadySaysWhyAndRecovers() throws Exception {
    system("default_transaction_read_only = on");
    List<String> keys = new ArrayList<>();
    awaitDown("read_only", keys);

    JsonNode ready = casino.get("/health/ready").json();
    assertThat(ready.path("code").asText()).isEqualTo("read_only");
    assertThat(ready.path("sqlState").asText()).isEqualTo("25006");
    assertThat(ready.path("reason").asText()).contains("read-only").contains("SQLSTATE 25006");
    assertThat(health().at("/reasons/0").asText()).contains("read-only");
    assertThat(casino.get("/health/live").status()).isEqualTo(200);
    assertThat(guest.get("balance").status()).as("reads go on").isEqualTo(200);
    assertThat(guest.get("game-history").status()).isEqualTo(200);
    assertNothingIsWritten();
    // what health was made of before: it reads, and a read-only database can be read
    assertThatCode(() -> new Invariants(casino.casino().services().database()).quick())
        .as("control: a check that only reads finds nothing wrong")
        .doesNotThrowAnyException();

    system("default_transaction_read_only = off");
    assertEachSettlesOnce(keys);
  }

  /// Every way to write, by a player, a visitor, staff and a provider: 503, and nothing else.
  private static void assertNothingIsWritten() {
    String account = "{\"username\":\"outage\",\"password\":\"four plain words do\"}";
    List<Answer> answers =
        List.of(
            guest.spin(20),
            guest.post("play/roulette", RED),
            guest.post("slots/bet", "{\"stake\":200}"),
            guest.post("play/blackjack", "{\"action\":\"deal\",\"stake\":200}"),
            guest.post("play/crash", "{\"stake\":100}"),
            guest.post("play/crash/cashout", "{\"ref\":\"" + UUID.randomUUID() + "\"}"),
            guest.post("fairness/rotate", "{}"),
            guest.send("PUT", "/api/casino/limits", "{\"realityCheckMinutes\":60}"),
            guest.post("limits/exclusion", "{\"type\":\"coolingOff\",\"hours\":1}"),
            guest.send("POST", "/api/session/register", account),
            casino.send("POST", "/api/session/guest", "{}", Map.of()),
            casino.send("POST", "/api/session/login", account, Map.of()),
            casino.send("POST", "/api/session/register", account, Map.of()),
            casino.send("POST", "/api/ops/session", account, Map.of()),
            guest.send("DELETE", "/api/session", null));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(404, 503));
    assertThat(answers).filteredOn(answer -> answer.status() == 404).hasSizeLessThan(2);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 503)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isNotEmpty());
  }

  @Test
  void sessionsThatAreReadOnlyByTheirRoleAreMadeAnewWhenItIsMended() throws Exception {
    casino.sql("ALTER ROLE postgres SET default_transaction_read_only = on");
    endSessions();
    awaitDown("read_only", new ArrayList<>());

    try (var owner = casino.owner();
        var statement = owner.createStatement()) {
      statement.execute("SET default_transaction_read_only = off");
      statement.execute("ALTER ROLE postgres RESET default_transaction_read_only");
    }
  }

  @Test
  void commitsThatLoseBetsStopBets() throws Exception {
    casino.sql("ALTER ROLE postgres SET synchronous_commit = off");
    awaitDown("not_durable", new ArrayList<>());
    assertThat(casino.get("/health/ready").json().path("reason").asText())
        .contains("synchronous_commit is off");
    assertThat(guest.spin(20).status()).isEqualTo(503);
    assertThat(guest.get("balance").status()).as("reads go on").isEqualTo(200);
    assertThatThrownBy(() -> Requirements.check(casino.databaseOptions()))
        .isInstanceOf(DatabaseUnsuitableException.class)
        .hasMessageContaining("synchronous_commit is off");

    casino.sql("ALTER ROLE postgres SET synchronous_commit = remote_apply");
    Concurrently.await("a stronger setting will do", DatabaseOutageIT::isReady);
    casino.sql("ALTER ROLE postgres RESET synchronous_commit");
    assertThatCode(() -> Requirements.check(casino.databaseOptions())).doesNotThrowAnyException();
  }

  @Test
  void aSettingOfTheDatabaseCountsAndTheRolesOwnIsStronger() throws Exception {
    casino.sql("ALTER DATABASE postgres SET synchronous_commit = local");
    awaitDown("not_durable", new ArrayList<>());
    casino.sql("ALTER ROLE postgres IN DATABASE postgres SET synchronous_commit = on");
    Concurrently.await("the role's own holds", DatabaseOutageIT::isReady);

    casino.sql("ALTER DATABASE postgres RESET synchronous_commit");
    casino.sql("ALTER ROLE postgres IN DATABASE postgres RESET synchronous_commit");
  }

  @Test
  void commitsThatHangAreToldAndCostOneSessionAndNoBet() throws Exception {
    // what a frozen synchronous standby does: the commit is not acknowledged
    clock.pass(Duration.ofHours(-2));
    system("synchronous_standby_names = 'absent'");
    List<String> keys = new ArrayList<>();
    awaitDown("commit_hangs", keys);
    long hung = hungCommits();

    // the gate is closed: nothing is added to what hangs
    for (int i = 0; i < 20; i++) {
      String key = UUID.randomUUID().toString();
      keys.add(key);
      assertThat(guest.post("play/roulette", RED, key).status()).isEqualTo(503);
    }
    Thread.sleep(2_500); // some looks of the monitor's
    assertThat(hungCommits()).isBetween(1L, hung);
    assertThat(casino.get("/health/ready").json().path("code").asText()).isEqualTo("commit_hangs");

    system("synchronous_standby_names = ''");
    clock.pass(Duration.ofHours(2));
    assertEachSettlesOnce(keys);
  }

  @Test
  void rightsThatWereWithdrawnAreSeenInTheBetsThatFail() throws Exception {
    casino.sql("REVOKE INSERT ON bet FROM pitboss_app");
    List<String> keys = new ArrayList<>();
    awaitDown("not_permitted", keys);
    assertThat(casino.get("/health/ready").json().path("sqlState").asText()).isEqualTo("42501");

    casino.sql("GRANT INSERT ON bet TO pitboss_app");
    assertEachSettlesOnce(keys);
  }

  @Test
  void sessionsKilledForAMomentAreNoChangeOfHealth() throws Exception {
    Set<String> seen = new HashSet<>();
    Set<Integer> answered = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      endSessions();
      for (int look = 0; look < 10; look++) {
        answered.add(guest.spin(20).status());
        seen.add(health().path("status").asText());
        Thread.sleep(20);
      }
    }
    assertThat(seen).containsExactly("UP");
    assertThat(answered).isSubsetOf(200, 202, 503).contains(200);
  }

  @Test
  void aClockThatJumpsChangesNothing() throws Exception {
    List<Duration> jumps =
        List.of(Duration.ofHours(2), Duration.ofHours(-2), Duration.ofDays(-1), Duration.ofDays(1));
    for (Duration jump : jumps) {
      clock.pass(jump);
      JsonNode health = health();
      assertThat(health.path("status").asText()).as("after " + jump).isEqualTo("UP");
      assertThat(isReady()).as("after " + jump).isTrue();
      Instant written = Instant.parse(health.at("/checks/database/answeredAt").asText());
      assertThat(Duration.between(written, clock.instant()).abs())
          .as("control: by the wall clock the database would be silent, or heard in the future")
          .isGreaterThan(Duration.ofHours(1));
      Concurrently.await(
          "the database is heard again",
          () ->
              Duration.between(
                          Instant.parse(health().at("/checks/database/answeredAt").asText()),
                          clock.instant())
                      .abs()
                      .compareTo(Duration.ofMinutes(1))
                  < 0);
    }
  }

  @Test
  void aDatabaseThatCannotServeIsRefusedInOneLine() throws Exception {
    DatabaseOptions good = casino.databaseOptions();
    assertRefused(new DatabaseOptions(good.url(), good.user(), "wrong", 1), "refuses the login");
    assertRefused(
        new DatabaseOptions(
            good.url().replaceFirst("/postgres", "/nowhere"), good.user(), good.password(), 1),
        "does not exist");
    assertRefused(
        new DatabaseOptions("jdbc:postgresql://127.0.0.1:1/postgres", "u", "p", 1),
        "cannot be reached");
    casino.sql("CREATE DATABASE weak");
    casino.sql("ALTER DATABASE weak SET synchronous_commit = off");
    casino.sql("CREATE DATABASE frozen");
    casino.sql("ALTER DATABASE frozen SET default_transaction_read_only = on");
    try {
      assertRefused(
          new DatabaseOptions(
              good.url().replaceFirst("/postgres", "/weak"), good.user(), good.password(), 1),
          "synchronous_commit is off");
      assertRefused(
          new DatabaseOptions(
              good.url().replaceFirst("/postgres", "/frozen"), good.user(), good.password(), 1),
          "default_transaction_read_only is on");
    } finally {
      casino.sql("DROP DATABASE weak");
      casino.sql("DROP DATABASE frozen");
    }
  }

  private static void assertRefused(DatabaseOptions options, String why) {
    assertThatThrownBy(() -> Requirements.check(options))
        .isInstanceOf(DatabaseUnsuitableException.class)
        .hasMessageContaining(why)
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
  }

  /// Bets until the database is told to be down for that reason; none of them is a fault of ours.
  private static void awaitDown(String code, List<String> keys) throws InterruptedException {
    Concurrently.await(
        "down because of " + code,
        () -> {
          String key = UUID.randomUUID().toString();
          keys.add(key);
          assertThat(guest.post("play/roulette", RED, key).status()).isIn(200, 202, 503);
          return health().at("/checks/database/code").asText().equals(code) && !isReady();
        });
    assertThat(health().path("status").asText()).isEqualTo("DOWN");
  }

  /// After any answer, each key moves money once.
  private static void assertEachSettlesOnce(List<String> keys) throws Exception {
    for (String key : keys) {
      Concurrently.await("settled", () -> guest.post("play/roulette", RED, key).status() == 200);
    }
    Set<String> refs = new HashSet<>();
    for (String key : keys) {
      refs.add(guest.post("play/roulette", RED, key).json().path("ref").asText());
    }
    assertThat(refs).hasSameSizeAs(keys);
    assertThat(health().at("/checks/invariants/broken")).isEmpty();
  }

  private static boolean isReady() {
    return casino.get("/health/ready").status() == 200;
  }

  private static JsonNode health() {
    return casino.get("/health").json();
  }

  private static void system(String setting) throws SQLException {
    casino.sql("ALTER SYSTEM SET " + setting);
    casino.sql("SELECT pg_reload_conf()");
  }

  private static void endSessions() throws SQLException {
    casino.sql(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pitboss'
        """);
  }

  private static long hungCommits() throws SQLException {
    return casino.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  }
}
