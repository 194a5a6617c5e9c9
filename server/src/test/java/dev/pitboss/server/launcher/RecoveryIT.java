package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MadeFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryIT {
  private static final int GUESTS = 20;
  private static final int BETS = 200;

  /// Acknowledged before the kill; about as many are in flight then.
  private static final int BETS_BEFORE_KILL = 80;

  @TempDir Path data;

  @Test
  void killedInTheMiddleOfTwoHundredBetsItLosesNoneItAcknowledged() throws Exception {
    Map<Integer, JsonNode> acknowledged = new ConcurrentHashMap<>();
    List<String> tokens;
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      List<Guest> guests = Stream.generate(client::guest).limit(GUESTS).toList();
      tokens = guests.stream().map(Guest::token).toList();
      betUntilKilled(casino, guests, acknowledged);
    }
    assertThat(acknowledged.size()).isBetween(BETS_BEFORE_KILL, BETS - 1);

    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      List<Guest> guests = tokens.stream().map(token -> new Guest(client, token)).toList();
      acknowledged.forEach((bet, round) -> {
        JsonNode kept = guests.get(bet % GUESTS).get("rounds/" + round.path("ref").asText()).json();
        assertThat(kept.path("result")).isEqualTo(round.path("result"));
        assertThat(kept.path("payout")).isEqualTo(round.path("payout"));
      });
      for (int bet = 0; bet < BETS; bet++) {
        Answer again = bet(guests, bet);
        assertThat(again.status()).isEqualTo(200);
        JsonNode first = acknowledged.get(bet);
        if (first != null) {
          assertThat(again.json()).isEqualTo(first);
        }
      }
      int rounds =
          guests.stream()
              .mapToInt(guest -> guest.get("game-history?limit=100").json().path("rounds").size())
              .sum();
      assertThat(rounds).isEqualTo(BETS);
      assertInvariantsHold(client);
    }
  }

  @Test
  void killedInTheMiddleOfAHandItDealsTheSameHandOn() throws Exception {
    JsonNode round;
    JsonNode bet;
    String token;
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      BlackjackPlayer player = new BlackjackPlayer(new CasinoClient(casino.url()).guest());
      token = player.guest().token();
      bet = player.guest().post("slots/bet", "{\"stake\":200}").json();
      round = player.dealUntil("split", 200);
      round = player.act(round, "split").json();
      while (round.path("final").asBoolean()) {
        round = player.act(player.dealUntil("split", 200), "split").json();
      }
      casino.kill();
    }

    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      BlackjackPlayer player = new BlackjackPlayer(new Guest(client, token));
      assertThat(player.guest().get("play/blackjack").json()).isEqualTo(round);
      while (!round.path("final").asBoolean()) {
        round = player.act(round, "stand").json();
      }
      JsonNode spin =
          player.guest().post("slots/result", "{\"ref\":" + bet.path("ref") + "}").json();
      assertThat(spin.path("stake").asLong()).isEqualTo(200);
      assertThat(player.guest().balance())
          .isEqualTo(round.path("balance").asLong() + spin.path("payout").asLong());
      player.guest().post("fairness/rotate", "{}");
      for (JsonNode ref : List.of(round.path("ref"), bet.path("ref"))) {
        JsonNode verified = player.guest().post("fairness/verify", "{\"ref\":" + ref + "}").json();
        assertThat(verified.path("matches").asBoolean()).isTrue();
      }
      assertInvariantsHold(client);
    }
  }

  @Test
  void killedInTheMiddleOfAFrontEndsRoundItGoesOnAndPaysIt() throws Exception {
    Path made = new MadeFolder(data.resolve("made")).mode("base", "1", List.of("1,1,200")).path();
    GameStore.Imported _ =
        new GameStore(data.resolve(GameStore.FOLDER))
            .add(made, "sure", Optional.empty(), Instant.EPOCH);
    String session;
    String token;
    JsonNode round;
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      Guest guest = client.guest();
      token = guest.token();
      session = guest.post("games/sure/launch", "{}").json().path("sessionId").asText();
      round =
          ofFrontEnd(client, session, "wallet/play", ",\"mode\":\"base\",\"amount\":1000000")
              .path("round");
      JsonNode _ = ofFrontEnd(client, session, "bet/event", ",\"event\":\"3\"");
      casino.kill();
    }
    assertThat(round.path("active").asBoolean()).isTrue();

    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      JsonNode resumed = ofFrontEnd(client, session, "wallet/authenticate", "").path("round");
      assertThat(resumed.path("ref")).isEqualTo(round.path("ref"));
      assertThat(resumed.path("active").asBoolean()).isTrue();
      assertThat(resumed.path("state")).isEqualTo(round.path("state"));
      assertThat(resumed.path("event").asText()).isEqualTo("3");
      for (int again = 0; again < 2; again++) {
        assertThat(ofFrontEnd(client, session, "wallet/end-round", "").at("/balance/amount"))
            .hasToString("1001000000");
      }
      assertThat(new Guest(client, token).balance()).isEqualTo(100_100);
      assertInvariantsHold(client);
    }
  }

  private static JsonNode ofFrontEnd(
      CasinoClient client, String session, String call, String fields) {
    Answer answer =
        client.send(
            "POST",
            "/rgs/sure/" + call,
            "{\"sessionID\":\"" + session + "\"" + fields + "}",
            Map.of());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void terminatedItStopsInOrderAndLeavesNoDatabaseBehind() throws Exception {
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      Path pidFile = data.resolve("database").resolve("cluster").resolve("postmaster.pid");
      long database = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      new CasinoClient(casino.url()).guest().spin(20);

      // 128 + SIGTERM, as of every process that ends because it was told to
      assertThat(casino.stop()).isEqualTo(143);

      assertThat(pidFile).doesNotExist();
      // it removes its file as the very last thing before it ends
      ProcessHandle.of(database)
          .ifPresent(process -> process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void secondCasinoOnTheSameFolderSaysSoAndAnotherFolderTakesTheNextPort() throws Exception {
    try (PitbossProcess first = PitbossProcess.start(data);
        PitbossProcess neighbour =
            PitbossProcess.start(Files.createTempDirectory("pitboss-neighbour"))) {
      assertThat(neighbour.url()).isNotEqualTo(first.url());

      Process second = PitbossProcess.launch(data, List.of());
      try (BufferedReader output = second.inputReader(StandardCharsets.UTF_8)) {
        assertThat(output.readAllAsString()).contains("is in use by another Pitboss (process ");
      }
      assertThat(second.waitFor()).isEqualTo(1);
      assertThat(new CasinoClient(first.url()).get("/health/ready").status()).isEqualTo(200);
    }
  }

  private static void betUntilKilled(
      PitbossProcess casino, List<Guest> guests, Map<Integer, JsonNode> acknowledged)
      throws InterruptedException {
    CountDownLatch enough = new CountDownLatch(BETS_BEFORE_KILL);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, BETS)
          .forEach(bet ->
              threads.execute(() -> {
                try {
                  Answer answer = bet(guests, bet);
                  if (answer.status() == 200) {
                    acknowledged.put(bet, answer.json());
                    enough.countDown();
                  }
                } catch (UncheckedIOException cutOff) {
                  // unknown to the player: asked again after the restart
                  assertThat(cutOff).hasCauseInstanceOf(IOException.class);
                }
              }));
      enough.await();
      casino.kill();
    }
  }

  private static Answer bet(List<Guest> guests, int bet) {
    Guest guest = guests.get(bet % guests.size());
    return bet % 2 == 0
        ? guest.post("play/slots-20", "{\"stake\":200}", "bet-" + bet)
        : guest.post(
            "play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", "bet-" + bet);
  }

  private static void assertInvariantsHold(CasinoClient client) throws InterruptedException {
    JsonNode invariants = client.invariantsOnceChecked();
    assertThat(invariants.path("broken")).isEmpty();
    assertThat(invariants.path("status").asText()).isEqualTo("UP");
  }
}
