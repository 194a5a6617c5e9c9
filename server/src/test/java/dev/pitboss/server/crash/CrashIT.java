package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.crash.HashChain;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.Concurrently;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The table over HTTP, with time in the test's hands.
class CrashIT {
  private final CrashCasino casino = CrashCasino.shared();
  private final Guest guest = casino.fixture.guest();

  /// Every test leaves a table that takes bets, nothing open, and sums of zero.
  @AfterEach
  void finishRound() throws Exception {
    for (int round = 0;
        round < 3 && (openBets() > 0 || !casino.phase().equals("betting"));
        round++) {
      if (casino.phase().equals("betting")) {
        casino.begin();
      }
      casino.crash();
      casino.next();
    }
    assertThat(openBets()).isZero();
    assertThat(casino.fixture.number("SELECT sum(balance) FROM account")).isZero();
    assertThat(casino.fixture.number("SELECT sum(balance) FROM account WHERE kind = 'escrow'"))
        .isZero();
  }

  private long openBets() {
    try {
      return casino.fixture.number("SELECT count(*) FROM open_round");
    } catch (java.sql.SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void betIsHeldInEscrowAndCanBeTakenBackWhileBetting() {
    JsonNode placed = guest.post("play/crash", "{\"stake\":500,\"autoCashout\":150}").json();

    assertThat(placed.path("joins").asText()).isEqualTo("current");
    assertThat(placed.path("balance").asLong()).isEqualTo(99_500);
    assertThat(guest.get("balance").json().path("openStakes").asLong()).isEqualTo(500);
    assertThat(guest.get("play/crash").json().at("/bets/0/ref")).isEqualTo(placed.path("ref"));

    Answer cancelled = guest.send("DELETE", "/api/casino/play/crash", null);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.json().path("balance").asLong()).isEqualTo(100_000);
    assertThat(guest.get("play/crash").json().path("bets")).isEmpty();
    assertThat(guest.send("DELETE", "/api/casino/play/crash", null).status()).isEqualTo(404);
    assertThat(guest.get("game-history").json().path("rounds")).isEmpty();
  }

  @Test
  void cashOutPaysTheMultiplierOfItsTimeWhenTheRoundHasCrashed() throws Exception {
    JsonNode bet = casino.beginLongRound(guest, "{\"stake\":1000}", 120);
    long before = guest.balance();

    JsonNode left = guest.post("play/crash/cashout", "{\"ref\":" + bet.path("ref") + "}").json();
    assertThat(left.path("multiplier").asLong()).isEqualTo(120);
    assertThat(left.path("payout").asLong()).isEqualTo(1_200);
    assertThat(left.path("balance").asLong()).isEqualTo(before);

    casino.crash();
    Concurrently.await("it is paid", () -> guest.balance() == before + 1_200);
    JsonNode round = guest.get("rounds/" + bet.path("ref").asText()).json();
    assertThat(round.path("payout").asLong()).isEqualTo(1_200);
    assertThat(round.at("/result/cashOut").asLong()).isEqualTo(120);
    assertThat(round.at("/result/crashPoint").asLong()).isGreaterThanOrEqualTo(120);
  }

  @Test
  void askingAgainToLeaveGivesTheFirstAnswerDuringAndAfterTheRound() throws Exception {
    JsonNode bet = casino.beginLongRound(guest, "{\"stake\":1000}", 115);
    String body = "{\"ref\":" + bet.path("ref") + "}";
    Answer first = guest.post("play/crash/cashout", body, "leave-1");
    casino.pass(10);

    assertThat(guest.post("play/crash/cashout", body, "leave-1").body()).isEqualTo(first.body());
    assertThat(guest.post("play/crash/cashout", body, "leave-2").json().path("multiplier").asLong())
        .isEqualTo(115);
    casino.crash();
    Concurrently.await("it is settled", () -> openBets() == 0);
    assertThat(guest.post("play/crash/cashout", body, "leave-1").body()).isEqualTo(first.body());
    assertThat(guest.post("play/crash/cashout", body, "leave-3").json().path("payout").asLong())
        .isEqualTo(1_150);
  }

  @Test
  void betThatDidNotLeaveIsLostAndSaysSo() throws Exception {
    JsonNode bet = guest.post("play/crash", "{\"stake\":1000,\"autoCashout\":100000}").json();
    casino.begin();
    casino.crash();
    Answer late = guest.post("play/crash/cashout", "{\"ref\":" + bet.path("ref") + "}");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("crashed");
    Concurrently.await("it is settled", () -> openBets() == 0);
    assertThat(guest.get("rounds/" + bet.path("ref").asText()).json().path("payout").asLong())
        .isIn(0L, 1_000_000L);
    assertThat(guest.post("play/crash/cashout", "{\"ref\":" + bet.path("ref") + "}").status())
        .isEqualTo(late.status());
  }

  @Test
  void betWhileARoundRunsJoinsTheNextOne() throws Exception {
    guest.post("play/crash", "{\"stake\":100}");
    casino.begin();
    Answer queued = guest.post("play/crash", "{\"stake\":200}");

    assertThat(queued.json().path("joins").asText()).isEqualTo("next");
    Answer tooEarly =
        guest.post("play/crash/cashout", "{\"ref\":" + queued.json().path("ref") + "}");
    assertThat(tooEarly.code()).isEqualTo("not_running");
    assertThat(guest.get("play/crash").json().path("bets")).hasSize(2);
    Answer second = guest.post("play/crash", "{\"stake\":200}");
    assertThat(second.code()).isEqualTo("round_open");

    casino.crash();
    casino.next();
    assertThat(casino.snapshot().path("betCount").asInt()).isEqualTo(1);
    assertThat(guest.get("play/crash").json().path("bets")).hasSize(1);
  }

  @Test
  void sameKeyPlacesOneBetAndAnotherBetUnderItIsRefused() {
    Answer first = guest.post("play/crash", "{\"stake\":300}", "crash-key");

    assertThat(guest.post("play/crash", "{\"stake\":300}", "crash-key").body())
        .isEqualTo(first.body());
    assertThat(guest.post("play/crash", "{\"stake\":400}", "crash-key").status()).isEqualTo(422);
    assertThat(guest.balance()).isEqualTo(99_700);
  }

  @Test
  void fieldsThatAreTheTablesToDecideAreRefused() {
    for (String field :
        List.of("cashOut", "multiplier", "payout", "crashPoint", "round", "joined", "seed")) {
      Answer answer = guest.post("play/crash", "{\"stake\":100,\"" + field + "\":\"next\"}");
      assertThat(answer.status()).as(field).isEqualTo(400);
    }
    for (String stake : List.of("0", "-100", "150", "1e400", "\"100\"", "100100", "1.5")) {
      assertThat(guest.post("play/crash", "{\"stake\":" + stake + "}").status())
          .as(stake)
          .isEqualTo(400);
    }
    for (String auto : List.of("100", "0", "-5", "100001")) {
      Answer answer = guest.post("play/crash", "{\"stake\":100,\"autoCashout\":" + auto + "}");
      assertThat(answer.field()).as(auto).isEqualTo("autoCashout");
    }
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void anotherPlayersBetCannotLeave() throws Exception {
    JsonNode bet = casino.beginLongRound(guest, "{\"stake\":100}", 110);
    Answer answer =
        casino.fixture.guest().post("play/crash/cashout", "{\"ref\":" + bet.path("ref") + "}");

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void everyPastRoundProvesItselfAndTheOneBefore() throws Exception {
    Guest player = casino.fixture.guest();
    JsonNode bet = player.post("play/crash", "{\"stake\":100,\"autoCashout\":110}").json();
    casino.begin();
    casino.crash();
    casino.next();
    guest.post("play/crash", "{\"stake\":100}");
    casino.begin();
    casino.crash();
    Concurrently.await("it is settled", () -> openBets() == 0);

    JsonNode history = player.get("play/crash/history").json();
    GameHash end = GameHash.of(history.at("/chain/end").asText());
    String salt = history.at("/chain/salt").asText();
    for (JsonNode round : history.path("rounds")) {
      String id = round.path("roundId").asText();
      int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
      GameHash hash = GameHash.of(round.path("hash").asText());
      assertThat(HashChain.commitsTo(end, hash, number)).isTrue();
      assertThat(Crash.crashPoint(hash, salt)).isEqualTo(round.path("crashPoint").asLong());
      assertThat(
              casino
                  .fixture
                  .get("/api/casino/play/crash/rounds/" + id)
                  .json()
                  .path("proven")
                  .asBoolean())
          .isTrue();
    }
    JsonNode own =
        Stream.of(history.path("rounds").get(0), history.path("rounds").get(1))
            .filter(round -> round.has("bet"))
            .findFirst()
            .orElseThrow();
    assertThat(own.at("/bet/ref")).isEqualTo(bet.path("ref"));
    JsonNode verified = player.post("fairness/verify", "{\"ref\":" + bet.path("ref") + "}").json();
    assertThat(verified.path("matches").asBoolean()).isTrue();
    JsonNode round = player.get("rounds/" + bet.path("ref").asText()).json();
    Answer recomputed =
        player.post(
            "fairness/verify",
            """
            {"game": "crash", "serverSeed": %s, "clientSeed": %s, "nonce": %s, "bet": %s}
            """
                .formatted(
                    round.at("/fairness/serverSeed"),
                    round.at("/fairness/clientSeed"),
                    round.at("/fairness/nonce"),
                    round.path("bet")));
    assertThat(recomputed.json().path("serverSeedHash").asText()).isEqualTo(end.hex());
    assertThat(recomputed.json().at("/recomputed/result")).isEqualTo(round.path("result"));
  }

  @Test
  void listenerGetsTheWholeTableAndThenEveryMessageWithoutAGap() throws Exception {
    CrashCasino.Listener listener = new CrashCasino.Listener();
    WebSocket socket = casino.listen(guest, listener);
    Concurrently.await("a snapshot", () -> !listener.heard.isEmpty());
    assertThat(listener.heard.getFirst().path("type").asText()).isEqualTo("snapshot");

    JsonNode bet = guest.post("play/crash", "{\"stake\":100,\"autoCashout\":101}").json();
    casino.begin();
    for (int i = 0; i < 10; i++) {
      casino.pass(TableBroadcaster.TICK_MILLIS);
      Thread.sleep(20);
    }
    casino.crash();
    Concurrently.await(
        "the crash is heard",
        () -> listener.heard.getLast().path("phase").asText().equals("crashed"));
    for (int i = 1; i < listener.heard.size(); i++) {
      assertThat(listener.heard.get(i).path("seq").asLong())
          .isEqualTo(listener.heard.get(i - 1).path("seq").asLong() + 1);
    }
    assertThat(listener.heard)
        .anySatisfy(frame -> assertThat(frame.at("/bets/0/ref")).isEqualTo(bet.path("ref")));
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  @Test
  void fiftyRequestsAtOnceAgainstTheCrashPayOnce() throws Exception {
    JsonNode bet = casino.beginLongRound(guest, "{\"stake\":1000,\"autoCashout\":125}", 110);
    long before = guest.balance();
    List<Answer> answers =
        Concurrently.times(
            50,
            i -> {
              if (i == 25) {
                casino.pass(1_000_000);
              }
              return guest.post("play/crash/cashout", "{\"ref\":" + bet.path("ref") + "}");
            });
    casino.awaitPhase("crashed");
    Concurrently.await("it is settled", () -> openBets() == 0);

    long payout = guest.balance() - before;
    List<Long> paid =
        answers.stream()
            .filter(answer -> answer.status() == 200)
            .map(answer -> answer.json().path("payout").asLong())
            .distinct()
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409));
    assertThat(paid).hasSizeLessThanOrEqualTo(1);
    assertThat(payout).isIn(0L, 1_100L, 1_250L);
    if (!paid.isEmpty()) {
      assertThat(payout).isEqualTo(paid.getFirst());
    }
    assertThat(guest.get("game-history?game=crash").json().path("rounds").get(0).path("payout"))
        .hasToString(Long.toString(payout));
  }

  @Test
  void betsThatRaceTheEndOfBettingAreInOneRoundEachAndNoneInARoundThatHasBegun() throws Exception {
    List<Guest> guests = Stream.generate(casino.fixture::guest).limit(40).toList();
    guest.post("play/crash", "{\"stake\":100,\"autoCashout\":101}");
    List<Answer> answers =
        Concurrently.times(
            40,
            i -> {
              if (i == 20) {
                casino.pass(CrashTable.BETTING_MILLIS);
              }
              return guests.get(i).post("play/crash", "{\"stake\":100,\"autoCashout\":101}");
            });

    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    Concurrently.await("the round begins", () -> !casino.phase().equals("betting"));
    // what the table plays is exactly what is durable for the round, and opened before its start
    assertThat(
            casino.fixture.number(
                """
                SELECT count(*) FROM open_round o
                  JOIN crash_round c ON c.chain_id = o.seed_pair_id AND c.number = o.nonce
                 WHERE o.game = 'crash' AND c.state = 'running' AND o.opened_at > c.started_at
                """))
        .isZero();
    casino.crash();
    casino.next();
    Concurrently.await("those of the first round are settled", () -> openBets() < 41);
    long open = openBets();
    assertThat(casino.snapshot().path("betCount").asLong()).isEqualTo(open);
    casino.begin();
    casino.crash();
    Concurrently.await("those of the next are settled", () -> openBets() == 0);
    for (Guest player : guests) {
      assertThat(player.get("game-history?game=crash").json().path("rounds")).hasSize(1);
    }
  }

  /// The promise of a place keeps the round from beginning; what comes meanwhile joins the next.
  @Test
  void betThatComesWhileTheRoundIsAboutToBeginJoinsTheNextOne() throws Exception {
    guest.post("play/crash", "{\"stake\":100}");
    CompletableFuture<Optional<Command.Promised>> unkept = new CompletableFuture<>();
    casino.table.tell(new Command.Promise(100, unkept));
    Command.Promised promised = unkept.get(5, TimeUnit.SECONDS).orElseThrow();
    casino.pass(CrashTable.BETTING_MILLIS);
    Guest late = casino.fixture.guest();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Answer> waiting = thread.submit(() -> late.post("play/crash", "{\"stake\":100}"));
      Thread.sleep(150);
      assertThat(waiting.isDone()).isFalse();
      casino.table.tell(new Command.Dropped(promised));

      assertThat(waiting.get().json().path("joins").asText()).isEqualTo("next");
    }
  }

  @Test
  void seedsCanBeRotatedWhileABetIsAtTheTable() {
    guest.post("play/crash", "{\"stake\":100}");

    assertThat(guest.post("fairness/rotate", "{}").status()).isEqualTo(200);
    assertThat(guest.spin(20).status()).isEqualTo(200);
  }
}
