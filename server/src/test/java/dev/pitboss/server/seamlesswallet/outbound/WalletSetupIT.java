package dev.pitboss.server.seamlesswallet.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.seamlesswallet.outbound.FakeWalletServer.Fault;
import dev.pitboss.server.staff.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An operator's external wallet: connected by staff, reconciled, its disputed bets settled, and
/// ended.
class WalletSetupIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final StaffClient PLATFORM =
      StaffClient.make(CASINO, "wallets-platform", Role.MANAGER, null);
  private static final StaffClient AUDITOR =
      StaffClient.make(CASINO, "wallets-auditor", Role.AUDITOR, null);
  private static final String ROULETTE = "play/roulette";
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  private RemoteOperator operator;
  private String session;

  @BeforeEach
  void start() throws Exception {
    operator = RemoteOperator.make(CASINO, 1_200);
    session = operator.welcome("punter");
  }

  @AfterEach
  void stop() throws Exception {
    operator.awaitEnd();
    operator.close();
  }

  @Test
  void walletIsNamedByThePlatformAndShownToTheOperator() {
    Answer bet = operator.post(session, ROULETTE, RED, "shown");
    long won = bet.json().path("payout").asLong() - 10;
    JsonNode shown = AUDITOR.get(wallet()).json();
    assertThat(shown.path("url").asText()).isEqualTo(operator.wallet().url());
    assertThat(shown.path("keyLive").asBoolean()).isTrue();
    assertThat(shown.path("balance").asLong()).isEqualTo(won);

    StaffClient anna = operator.member();
    assertThat(anna.get(wallet()).json()).isEqualTo(shown);
    String keyId = shown.path("keyId").asText();
    String body = named(operator.wallet().url(), keyId);
    assertThat(anna.send("PUT", wallet(), body).code())
        .as("our server calls that URL")
        .isEqualTo("role_missing");
    assertThat(anna.send("DELETE", wallet(), null).code()).isEqualTo("role_missing");
    assertThat(PLATFORM.send("PUT", wallet(), body).json()).isEqualTo(shown);
    assertThat(PLATFORM.send("PUT", wallet(), named("ftp://x", keyId)).field()).isEqualTo("url");
    assertThat(PLATFORM.send("PUT", wallet(), named("https://x/", keyId)).field()).isEqualTo("url");
    assertThat(PLATFORM.send("PUT", wallet(), named("https://x", "nokey")).field())
        .isEqualTo("keyId");
    assertThat(PLATFORM.get("operators/house/wallet").code()).isEqualTo("no_wallet");
  }

  @Test
  void walletIsNotEndedWhileBetsAreUndecidedAndThenIs() throws Exception {
    operator.post(session, ROULETTE, RED, "settled");
    operator.wallet().fail((path, _) -> path.equals("balance") ? Fault.NONE : Fault.HANGS_BEFORE);
    assertThat(operator.post(session, ROULETTE, RED, "open").status()).isEqualTo(202);

    Answer refused = PLATFORM.send("DELETE", wallet(), null);

    assertThat(refused.code()).isEqualTo("bets_undecided");
    assertThat(refused.json().path("detail").asText()).startsWith("1 bets are unresolved");
    operator.wallet().behave();
    assertThat(operator.untilFinal(session, ROULETTE, RED, "open").code())
        .as("nothing was changed")
        .isEqualTo("bet_taken_back");
    Answer ended = PLATFORM.send("DELETE", wallet(), null);
    assertThat(ended.status()).as(ended.toString()).isEqualTo(200);

    Answer bet = operator.post(session, ROULETTE, RED, "late");
    assertThat(bet.code()).isEqualTo("wallet_refused");
    assertThat(bet.json().path("detail").asText()).contains("WALLET_ENDED");
    assertThat(operator.get(session, "balance").json().path("balance").asLong()).isZero();
    assertThat(operator.get(session, "game-history").json().path("rounds"))
        .as("what was played can still be looked at and proven")
        .hasSize(1);
    assertThat(operator.post(session, ROULETTE, RED, "settled").header("Idempotent-Replayed"))
        .isEqualTo("true");
    assertThat(operator.arrive("token-punter").code()).isEqualTo("no_wallet");
    assertThat(AUDITOR.get(wallet()).code()).isEqualTo("no_wallet");
    assertThat(operator.member().get("audit").body()).contains("wallet.ended");

    String keyId = ended.json().path("keyId").asText();
    PLATFORM.send("PUT", wallet(), named(operator.wallet().url(), keyId));
    String back = operator.welcome("punter");
    assertThat(operator.get(back, "game-history").json().path("rounds"))
        .as("the same player as before")
        .hasSize(1);
    assertThat(operator.post(back, ROULETTE, RED, "again").status()).isEqualTo(200);
  }

  @Test
  void betsThatComeWhileTheWalletIsEndedHaveEndedOrWereNotBegun() throws Exception {
    String[] sessions = new String[8];
    for (int i = 0; i < sessions.length; i++) {
      sessions[i] = operator.welcome("race" + i);
    }
    List<Integer> left =
        Concurrently.times(
            9,
            n -> {
              if (n == 8) {
                Answer ended = PLATFORM.send("DELETE", wallet(), null);
                while (ended.status() == 409) {
                  ended = PLATFORM.send("DELETE", wallet(), null);
                }
                assertThat(ended.status()).isEqualTo(200);
                return Math.toIntExact(count("state IN ('intended', 'decided', 'taking_back')"));
              }
              int i = 0;
              while (operator.post(sessions[n], ROULETTE, RED, "race-" + i).status() != 409) {
                i++;
              }
              return 0;
            });

    assertThat(left).as("undecided bets once it was ended").containsOnly(0);
    assertThat(count("ended_at IS NULL")).isZero();
    assertThat(operator.books().paidOut()).isEqualTo(operator.wonHere());
  }

  /// What two servers do at once, step by step: a bet that is being written down is waited for.
  @Test
  void endingWaitsForABetThatIsBeingWrittenDown() throws Exception {
    try (Connection other = CASINO.owner();
        Statement statement = other.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM remote_wallet WHERE operator_id = %d FOR KEY SHARE"
              .formatted(operator.operatorId()));
      statement.execute(
          """
          INSERT INTO remote_bet (player_id, request_id, operator_id, game, stake, bet, remote_player,
                                  session, state, due_at, began_at)
          VALUES (0, gen_random_uuid(), %d, 'roulette', 10, '{}', 'p', 's', 'taking_back',
                  now() + interval '1 hour', now())
          """
              .formatted(operator.operatorId()));
      Future<Answer> ended = threads.submit(() -> PLATFORM.send("DELETE", wallet(), null));
      awaitWaiting();
      other.commit();

      assertThat(ended.get().code()).isEqualTo("bets_undecided");
      statement.execute("DELETE FROM remote_bet WHERE player_id = 0");
      other.commit();
    }
  }

  @Test
  void betWaitsForAnEndingThatIsUnderWayAndIsNotBegun() throws Exception {
    try (Connection other = CASINO.owner();
        Statement statement = other.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      statement.execute(
          "DELETE FROM remote_wallet WHERE operator_id = %d".formatted(operator.operatorId()));
      Future<Answer> bet = threads.submit(() -> operator.post(session, ROULETTE, RED, "waits"));
      awaitWaiting();
      other.commit();

      assertThat(bet.get().code()).isEqualTo("wallet_refused");
      assertThat(count("true")).isZero();
    }
  }

  /// Returns once a session waits for a row of `remote_wallet`.
  private static void awaitWaiting() throws InterruptedException {
    Concurrently.await(
        "a session waits",
        () -> {
          try {
            return CASINO.number(
                    """
                    SELECT count(*) FROM pg_stat_activity
                     WHERE wait_event_type = 'Lock' AND query LIKE '%remote_wallet%'
                    """)
                > 0;
          } catch (SQLException failure) {
            throw new AssertionError(failure);
          }
        });
  }

  @Test
  void walletIsNotCalledWithARevokedKey() throws Exception {
    String keyId = AUDITOR.get(wallet()).json().path("keyId").asText();
    String keys = "operators/" + operator.tenant().operator().code() + "/keys";
    assertThat(operator.post(session, ROULETTE, RED, "before").status()).isEqualTo(200);
    operator.wallet().fail("bet", Fault.HANGS_BEFORE);
    assertThat(PLATFORM.send("DELETE", keys + "/" + keyId, null).status()).isEqualTo(204);
    long calls = operator.wallet().calls();

    Answer bet = operator.post(session, ROULETTE, RED, "after");

    assertThat(bet.code()).isEqualTo("wallet_away");
    assertThat(operator.arrive("token-punter").code()).isEqualTo("wallet_away");
    assertThat(operator.get(session, "balance").code()).isEqualTo("wallet_away");
    assertThat(operator.wallet().calls()).isEqualTo(calls);
    assertThat(AUDITOR.get(wallet()).json().path("keyLive").asBoolean()).isFalse();
    assertThat(AUDITOR.get(wallet() + "/reconciliation").code()).isNotEqualTo("");

    operator.wallet().behave();
    JsonNode fresh = PLATFORM.post(keys, "{}").json();
    String next = fresh.path("keyId").asText();
    operator.wallet().take(next, Base64.getUrlDecoder().decode(fresh.path("secret").asText()));
    assertThat(PLATFORM.send("PUT", wallet(), named(operator.wallet().url(), next)).status())
        .isEqualTo(200);
    assertThat(operator.post(session, ROULETTE, RED, "after").status()).isEqualTo(200);
  }

  @Test
  void booksOfATimeAreComparedAsJsonAndCsv() throws Exception {
    Instant start = Instant.now().minusSeconds(1);
    operator.wallet().fail("win", Fault.HANGS_BEFORE);
    operator.post(session, ROULETTE, RED, "late");
    Instant between = Instant.now();
    operator.wallet().behave();
    operator.untilFinal(session, ROULETTE, RED, "late");
    String kept = operator.post(session, ROULETTE, RED, "kept").json().path("ref").asText();
    Instant end = Instant.now();

    JsonNode earlier = reconcile(start, between);
    JsonNode later = reconcile(between, end);
    assertThat(earlier.path("compared").asInt()).isEqualTo(1);
    assertThat(later.path("compared").asInt()).isEqualTo(1);
    assertThat(earlier.path("agrees").asBoolean()).as(earlier.toString()).isTrue();
    assertThat(later.path("agrees").asBoolean())
        .as("the win came in this time, its bet before: " + later)
        .isTrue();
    assertThat(later.has("next")).isFalse();

    operator.books().forget(kept);
    operator.books().forge(UUID.randomUUID().toString(), 77);
    JsonNode now = reconcile(between, Instant.now().plusSeconds(1));
    assertThat(now.path("agrees").asBoolean()).isFalse();
    assertThat(now.path("differences").findValuesAsText("what"))
        .containsExactlyInAnyOrder("only theirs", "only ours");
    assertThat(now.path("differences").findValuesAsText("ref")).containsExactly(kept);
    Answer csv =
        AUDITOR.get(
            wallet() + "/reconciliation?format=csv&from=" + between + "&to=" + Instant.now());
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.body().lines().toList())
        .hasSize(3)
        .startsWith("finding,player,ref,transaction,stake,payout,ours,theirs,reason,by,since")
        .anyMatch(line -> line.startsWith("only ours,,") && line.contains(kept));
    assertThat(AUDITOR.get(wallet() + "/reconciliation?day=2026-13-01").field()).isEqualTo("day");
    assertThat(AUDITOR.get(wallet() + "/reconciliation?from=" + end + "&to=" + start).field())
        .isEqualTo("to");
    assertThat(AUDITOR.get(wallet() + "/reconciliation?day=2020-01-01").json().path("agrees"))
        .hasToString("true");
  }

  @Test
  void longTimesAreComparedInPartsThatLeaveNothingOut() throws Exception {
    Instant start = Instant.now().minusSeconds(1);
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      refs.add(operator.post(session, ROULETTE, RED, "part-" + i).json().path("ref").asText());
    }
    operator.books().forget(refs.get(1));
    operator.books().forget(refs.get(6));
    Instant end = Instant.now().plusSeconds(1);
    RemoteBets bets =
        new RemoteBets(
            CASINO.casino().services().database(), InstantSource.system(), Duration.ofSeconds(5));
    List<String> found = new ArrayList<>();
    int compared = 0;
    try (WalletClient client = new WalletClient(InstantSource.system(), Duration.ofSeconds(1))) {
      Reconciliation inParts =
          new Reconciliation(
              CASINO.casino().services().remote().office().wallets(), bets, client, 3);
      for (Instant from = start; from.isBefore(end); ) {
        Reconciliation.Result.Compared part =
            (Reconciliation.Result.Compared) inParts.compare(operator.operatorId(), from, end);
        compared += part.compared();
        part.differences().forEach(difference -> found.add(String.valueOf(difference.ref())));
        assertThat(part.unresolved()).isEmpty();
        from = part.through();
      }
    }
    assertThat(compared).isEqualTo(8);
    assertThat(found).containsExactly(refs.get(1), refs.get(6));
  }

  private JsonNode reconcile(Instant from, Instant to) {
    Answer answer = AUDITOR.get(wallet() + "/reconciliation?from=" + from + "&to=" + to);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  private long count(String where) {
    try {
      return CASINO.number(
          "SELECT count(*) FROM remote_bet WHERE operator_id = "
              + operator.operatorId()
              + " AND "
              + where);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private String wallet() {
    return operator.walletPath();
  }

  private static String named(String url, String keyId) {
    return "{\"url\":\"%s\",\"keyId\":\"%s\"}".formatted(url, keyId);
  }
}
