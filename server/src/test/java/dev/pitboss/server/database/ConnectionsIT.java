package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.players.Accounts;
import dev.pitboss.server.players.Identity;
import dev.pitboss.server.seamlesswallet.Sportsbook;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import dev.pitboss.server.staff.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every endpoint, asked 200 times, half of them made to fail in the middle of its database work.
class ConnectionsIT {
  private static final int TIMES = 200;

  /// Statements and commit of a new guest.
  private static final int LONGEST_CALL = 10;

  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
  private static final String ALL_IN =
      "{\"bets\":[{\"type\":\"straight\",\"numbers\":[7],\"stake\":100000}]}";

  /// Statements and commits of a guest who registers, or of who signs in.
  private static final int LONGEST_SIGN_IN = 15;

  private static final AtomicInteger NAMES = new AtomicInteger();

  private static FaultyDataSource faults;
  private static RemoteOperator operator;
  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws IOException {
    faults = new FaultyDataSource();
    casino = CasinoFixture.start(faults::over);
    operator = RemoteOperator.make(casino, 0);
  }

  @AfterAll
  static void stop() throws IOException {
    operator.close();
    casino.close();
  }

  @Test
  void everyCallSiteGetsBackWhatItTook() throws Exception {
    List<Supplier<Answer>> calls = Stream.concat(calls().stream(), staffCalls().stream()).toList();

    int struck = 0;
    for (Supplier<Answer> call : calls) {
      for (int i = 0; i < TIMES; i++) {
        if (i % 2 == 1) {
          // strikes each statement of the longest call in turn, and the commit
          faults.failAt(1 + i / 2 % LONGEST_CALL, i % 4 == 1 ? "XX000" : "57014");
        }
        assertThat(statusOf(call)).isIn(-1, 200, 201, 202, 204, 400, 401, 403, 404, 409, 422, 503);
        struck += i % 2 == 1 && faults.hasStruck() ? 1 : 0;
        faults.disarm();
      }
    }

    assertThat(struck).as("faults that hit").isGreaterThan(calls.size() * TIMES / 20);
    assertEverythingIsBack();
  }

  private static List<Supplier<Answer>> calls() {
    Guest guest = casino.guest();
    Guest poor = casino.guest();
    guest.spin(20);
    String ref = guest.spin(20).json().path("ref").asText();
    guest.post("fairness/rotate", "{}");
    while (poor.balance() >= 100_000) {
      poor.post("play/roulette", ALL_IN);
    }
    return Stream.of(ownCalls(guest, poor, ref), limitCalls(), walletCalls())
        .flatMap(List::stream)
        .toList();
  }

  /// What providers ask, and what players ask whose money another wallet keeps.
  private static List<Supplier<Answer>> walletCalls() {
    Sportsbook book = Sportsbook.at(casino, "book");
    Guest guest = casino.guest();
    Sportsbook.Punter punter = book.welcome(guest);
    UUID open = UUID.randomUUID();
    punter.bet(open, 1_000);
    String session = operator.welcome("p");
    return List.of(
        () -> guest.post("launch", "{\"provider\":\"book\",\"game\":\"g\"}"),
        () -> book.exchange(book.launch(guest)),
        () -> book.client().post("balance", punter.balanceBody()),
        () -> punter.bet(UUID.randomUUID(), 1),
        () -> punter.bet(UUID.randomUUID(), 1_000_000),
        () -> punter.win(UUID.randomUUID(), open, 1),
        () -> punter.betAndWin(UUID.randomUUID(), 2, 1),
        () -> punter.rollback(UUID.randomUUID(), UUID.randomUUID()),
        () -> book.client().get("transactions?from=2026-01-01T00:00:00Z&limit=5"),
        () -> casino.send("POST", "/api/wallet/v1/bet", "{}", Map.of()),
        () -> operator.get(session, "balance"),
        () -> operator.post(session, "play/roulette", RED, UUID.randomUUID().toString()),
        () -> operator.arrive("token-p"));
  }

  private static List<Supplier<Answer>> limitCalls() {
    Guest limited = casino.guest();
    Guest excluded = casino.guest();
    String stakeLimit = "{\"limits\":[{\"kind\":\"stake\",\"period\":\"day\",\"amount\":1000}]}";
    return List.of(
        () -> limited.send("PUT", "/api/casino/limits", "{\"realityCheckMinutes\":60}"),
        () -> limited.send("PUT", "/api/casino/limits", stakeLimit),
        () -> limited.post("play/roulette", RED),
        () -> limited.get("limits"),
        () -> limited.post("limits/reality-check", "{}"),
        () -> limited.get("limits/statement"),
        () -> excluded.post("limits/exclusion", "{\"type\":\"coolingOff\",\"hours\":1}"),
        () -> excluded.post("limits/exclusion", "{\"type\":\"never\"}"),
        () -> excluded.post("play/roulette", RED));
  }

  private static List<Supplier<Answer>> ownCalls(Guest guest, Guest poor, String ref) {
    String verify = "{\"ref\":\"" + ref + "\"}";
    String red = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
    return List.of(
        () -> casino.send("POST", "/api/session/guest", "{}", Map.of()),
        () -> guest.get("user-info"),
        () -> guest.get("balance"),
        () -> guest.spin(20),
        () -> guest.spin(21),
        () -> guest.post("play/roulette", red),
        () -> guest.post("play/roulette", "{\"bets\":[]}"),
        () -> poor.post("play/roulette", ALL_IN),
        () -> guest.post("play/baccarat", "{\"bets\":[{\"on\":\"tie\",\"stake\":20}]}"),
        () -> guest.post("play/limbo", "{\"target\":200,\"stake\":100}"),
        () -> guest.post("play/limbo", "{\"target\":100,\"stake\":100}"),
        () -> guest.post("slots/bet", "{\"stake\":20}"),
        () -> guest.get("slots/bet"),
        () -> resultOf(guest),
        () -> guest.post("slots/result", "{\"ref\":\"" + ref + "\"}"),
        () -> new BlackjackPlayer(guest).deal(20),
        () -> guest.get("play/blackjack"),
        () -> anyAction(guest),
        () -> new BlackjackPlayer(guest).act(ref, 0, "hit"),
        () -> guest.get("play/roulette/history"),
        () -> guest.get("play/baccarat/history"),
        () -> guest.get("game-history"),
        () -> guest.get("game-history?limit=x"),
        () -> guest.get("rounds/" + ref),
        () -> guest.get("rounds/00000000-0000-7000-8000-000000000000"),
        () -> guest.get("fairness"),
        () -> guest.post("fairness", "{\"clientSeed\":\"abc\"}"),
        () -> guest.post("fairness/rotate", "{}"),
        () -> guest.post("fairness/verify", verify),
        () -> guest.get("limits"),
        () -> guest.get("games"),
        () -> guest.get("games/slots-20"),
        () -> casino.get("/health"),
        () -> casino.get("/health/ready"),
        () -> casino.get("/metrics"),
        () -> casino.guest().send("DELETE", "/api/session", null));
  }

  /// A password is hashed in each of them, so they are asked less often.
  @Test
  void whoSignsInGivesEverythingBack() throws Exception {
    Guest guest = casino.guest();
    String known = "{\"username\":\"known\",\"password\":\"four plain words do\"}";
    assertThat(guest.send("POST", "/api/session/register", known).status()).isEqualTo(201);
    String change =
        "{\"currentPassword\":\"four plain words do\",\"newPassword\":\"four plain words do\"}";
    List<Supplier<Answer>> calls =
        List.of(
            () -> casino.guest().send("POST", "/api/session/register", fresh()),
            () -> casino.send("POST", "/api/session/register", fresh(), Map.of()),
            () -> casino.send("POST", "/api/session/register", known, Map.of()),
            () -> casino.send("POST", "/api/session/login", known, Map.of()),
            () -> casino.send("POST", "/api/session/login", fresh(), Map.of()),
            () -> signedIn(known).send("POST", "/api/session/password", change),
            () -> signedIn(known).send("GET", "/api/session/sessions", null),
            () -> signedIn(known).send("DELETE", "/api/session/sessions", null),
            () ->
                casino.guest().send("DELETE", "/api/session/sessions/" + UUID.randomUUID(), null));

    int struck = 0;
    for (Supplier<Answer> call : calls) {
      for (int i = 0; i < 2 * LONGEST_SIGN_IN; i++) {
        faults.failAt(1 + i / 2, i % 2 == 0 ? "XX000" : "57014");
        assertThat(statusOf(call)).isIn(-1, 200, 201, 204, 401, 404, 409, 503);
        struck += faults.hasStruck() ? 1 : 0;
        faults.disarm();
        casino.sql("DELETE FROM sign_in_failure"); // an attempt without a verdict stays counted
      }
    }

    assertThat(struck).as("faults that hit").isGreaterThan(calls.size() * 10);
    assertEverythingIsBack();
    assertThat(signedIn(known).balance()).isEqualTo(100_000);
  }

  @Test
  void whoSignsInElsewhereGivesEverythingBack() throws Exception {
    Services services = casino.casino().services();
    int struck = 0;
    for (int i = 0; i < 4 * LONGEST_SIGN_IN; i++) {
      Identity identity =
          new Identity("https://issuer.example", "subject " + i / 4, Optional.of("Preferred"));
      faults.failAt(1 + i / 4, i % 2 == 0 ? "XX000" : "57014");
      try {
        services
            .playerModule()
            .identities()
            .signIn(
                services.operators().house(),
                identity,
                new Accounts.Client(ClientAddress.UNKNOWN, ClientInfo.UNKNOWN, Optional.empty()));
      } catch (DatabaseFailure _) {
        struck++;
      }
      faults.disarm();
    }

    assertThat(struck).as("faults that hit").isGreaterThan(2 * LONGEST_SIGN_IN);
    assertEverythingIsBack();
  }

  private static String fresh() {
    return "{\"username\":\"new-%d\",\"password\":\"four plain words do\"}"
        .formatted(NAMES.incrementAndGet());
  }

  private static Guest signedIn(String credentials) {
    Answer answer = casino.send("POST", "/api/session/login", credentials, Map.of());
    assertThat(answer.status()).isEqualTo(200);
    return casino.player(answer.json().path("token").asText());
  }

  private static List<Supplier<Answer>> staffCalls() {
    StaffClient anna = StaffClient.make(casino, "anna", Role.MANAGER, null);
    StaffClient bert = StaffClient.make(casino, "bert", Role.MANAGER, null);
    String player = casino.guest().get("user-info").json().path("playerId").asText();
    String adjustment =
        "{\"playerId\":\"%s\",\"amount\":1,\"reason\":\"a test\"}".formatted(player);
    return List.of(
        () -> anna.get("session"),
        () -> anna.get("staff"),
        () -> anna.get("operators"),
        () -> anna.post("operators/house", "{\"name\":\"House\"}"),
        () -> anna.send("PUT", "operators/house/games/crash", "{}"),
        () -> anna.send("PUT", "operators/house/hosts/house.test", "{}"),
        () -> anna.post("operators/house/keys", "{}"),
        () -> anna.get("operators/house/keys"),
        () -> anna.post("adjustments", adjustment),
        () -> decideNewest(bert, "approve"),
        () -> decideNewest(bert, "reject"),
        () -> anna.get("adjustments?limit=5"),
        () -> anna.get("audit?limit=5"),
        () -> anna.get("reports/ggr"),
        () -> anna.get("reports/reconciliation"));
  }

  private static Answer decideNewest(StaffClient member, String how) {
    String id = member.get("adjustments?limit=1").json().at("/adjustments/0/id").asText("1");
    return member.post("adjustments/" + id + "/" + how, "{}");
  }

  /// Settles the open bet, when there is one; else opens one.
  private static Answer resultOf(Guest guest) {
    Answer open = guest.get("slots/bet");
    return open.status() == 200
        ? guest.post("slots/result", "{\"ref\":" + open.json().path("ref") + "}")
        : guest.post("slots/bet", "{\"stake\":20}");
  }

  /// Goes on with the open round, when there is one; else deals.
  private static Answer anyAction(Guest guest) {
    BlackjackPlayer player = new BlackjackPlayer(guest);
    Answer open = guest.get("play/blackjack");
    if (open.status() != 200) {
      return player.deal(20);
    }
    JsonNode actions = open.json().path("actions");
    return player.act(open.json(), actions.get(actions.size() - 1).asText());
  }

  /// The answer's status; -1 when the call's own preparation was struck.
  private static int statusOf(Supplier<Answer> call) {
    try {
      return call.get().status();
    } catch (AssertionError _) {
      return -1;
    }
  }

  private static void assertEverythingIsBack() throws InterruptedException {
    JsonNode pool = atRest();
    for (JsonNode site : pool.path("topConnectionUsers")) {
      assertThat(site.path("released")).as(site.toString()).isEqualTo(site.path("acquired"));
      assertThat(site.path("active").asLong(-1)).isZero();
      assertThat(site.path("leaks").asLong(-1)).isZero();
      assertThat(site.path("site").asText()).matches("\\w+\\.java::\\w+:L\\d+");
    }
    assertThat(pool.path("topConnectionUsers").size()).isGreaterThan(8);
    assertThat(pool.path("trackingDiscrepancy").asLong(-1)).isZero();
    assertThat(pool.at("/trackingStats/totalLeaks").asLong(-1)).isZero();
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  /// The pool while nothing works in the background: what does has a connection, and gives it back.
  private static JsonNode atRest() throws InterruptedException {
    AtomicReference<JsonNode> pool = new AtomicReference<>();
    Concurrently.await(
        "every call site gave back what it took",
        () -> {
          pool.set(casino.get("/health").json().at("/checks/databasePool"));
          return pool.get()
              .path("topConnectionUsers")
              .valueStream()
              .allMatch(site -> site.path("active").asLong(-1) == 0);
        });
    return pool.get();
  }
}
