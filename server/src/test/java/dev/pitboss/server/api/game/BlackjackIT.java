package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlackjackIT {
  private static final String SERVER_SEED = "f7b51b19a4563681f2c1e00ef747884a";

  private final CasinoFixture casino = CasinoFixture.shared();
  private final BlackjackPlayer player = new BlackjackPlayer(casino.guest());
  private final Guest guest = player.guest();

  @Test
  void dealHoldsTheStakeAndShowsTheUpCardAlone() {
    JsonNode round = player.dealOpen(200);

    assertThat(round.path("version").asInt(-1)).isZero();
    assertThat(round.at("/dealer/cards")).hasSize(1);
    assertThat(round.at("/hands/0/cards")).hasSize(2);
    assertThat(round.path("final").asBoolean(true)).isFalse();
    assertThat(round.path("actions")).isNotEmpty();
    assertThat(guest.get("balance").json().path("openStakes").asLong()).isEqualTo(200);
    assertThat(guest.get("play/blackjack").json()).isEqualTo(round);
  }

  @Test
  void everyStepMovesExactlyWhatItStakesAndTheEndPaysOnce() {
    Random random = new Random(7);
    long balance = 100_000;
    for (int i = 0; i < 60; i++) {
      JsonNode round = player.deal(100).json();
      long staked = round.path("stake").asLong();
      balance -= staked;
      while (!round.path("final").asBoolean()) {
        assertThat(round.path("balance").asLong()).isEqualTo(balance);
        JsonNode actions = round.path("actions");
        round = player.act(round, actions.get(random.nextInt(actions.size())).asText()).json();
        balance -= round.path("stake").asLong() - staked;
        staked = round.path("stake").asLong();
      }
      balance += round.path("payout").asLong();
      assertThat(round.path("balance").asLong()).isEqualTo(balance);
      assertThat(round.path("actions")).isEmpty();
      assertThat(round.at("/dealer/cards").size()).isGreaterThan(1);
      JsonNode kept = guest.get("rounds/" + round.path("ref").asText()).json();
      assertThat(kept.path("stake").asLong()).isEqualTo(staked);
      assertThat(kept.path("payout")).isEqualTo(round.path("payout"));
      assertThat(kept.at("/result/dealer")).isEqualTo(round.path("dealer"));
      assertThat(kept.at("/bet/actions")).hasSize(round.path("version").asInt());
    }
    JsonNode own = guest.get("balance").json();
    assertThat(own.path("balance").asLong()).isEqualTo(balance);
    assertThat(own.path("openStakes").asLong(-1)).isZero();
    assertThat(guest.get("play/blackjack").status()).isEqualTo(204);
  }

  @Test
  void staleAndReplayedActionsAreToldTheVersionAndDoNothing() {
    JsonNode dealt = player.dealUntil("hit", 200);
    JsonNode hit = player.act(dealt, "hit").json();
    long balance = guest.balance();

    Answer replayed = player.act(dealt, "hit");
    Answer ahead = player.act(dealt.path("ref").asText(), 99, "stand");

    for (Answer refused : List.of(replayed, ahead)) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("stale_version");
      assertThat(refused.json().path("version")).isEqualTo(hit.path("version"));
      assertThat(refused.json().path("ref")).isEqualTo(dealt.path("ref"));
    }
    assertThat(guest.balance()).isEqualTo(balance);
    if (!hit.path("final").asBoolean()) {
      assertThat(guest.get("play/blackjack").json()).isEqualTo(hit);
    }
  }

  @Test
  void roundThatIsOverTakesNoAction() {
    JsonNode over = player.act(player.dealUntil("stand", 200), "stand").json();
    assertThat(over.path("final").asBoolean()).isTrue();

    for (String action : List.of("stand", "hit", "double", "surrender", "insurance", "split")) {
      Answer late = player.act(over, action);
      assertThat(late.code()).as(action).isEqualTo("stale_version");
    }
    assertThat(guest.balance()).isEqualTo(over.path("balance").asLong());
  }

  @Test
  void hundredTimesTheSameDoubleInParallelDoublesOnce() throws Exception {
    JsonNode dealt = player.dealUntil("double", 200);
    long before = dealt.path("balance").asLong();

    List<Answer> answers =
        Concurrently.times(
            100, _ -> CasinoClient.settled(() -> player.act(dealt, "double", "the-double")));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    JsonNode doubled = answers.getFirst().json();
    long staked = doubled.path("stake").asLong();
    assertThat(guest.balance())
        .isEqualTo(before + 200 - staked + doubled.path("payout").asLong())
        .isEqualTo(doubled.path("balance").asLong());
  }

  /// Sends a request under a key of its own until it is done.
  private static Answer settled(Function<String, Answer> ask) {
    String key = UUID.randomUUID().toString();
    return CasinoClient.settled(() -> ask.apply(key));
  }

  @Test
  void hundredActionsOnOneVersionInParallelAreOneAction() throws Exception {
    JsonNode dealt = player.dealUntil("split", 200);
    long before = dealt.path("balance").asLong();

    List<Answer> answers =
        Concurrently.times(100, _ -> settled(key -> player.act(dealt, "split", key)));

    List<Answer> taken = answers.stream().filter(answer -> answer.status() == 200).toList();
    assertThat(taken).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allMatch(answer -> answer.code().equals("stale_version"));
    JsonNode split = taken.getFirst().json();
    assertThat(guest.balance())
        .isEqualTo(before + 200 - split.path("stake").asLong() + split.path("payout").asLong());
  }

  @Test
  void hundredDealsInParallelOpenOneRoundAtATime() throws Exception {
    List<Answer> answers =
        Concurrently.times(
            100,
            _ ->
                settled(key ->
                    guest.post("play/blackjack", "{\"action\":\"deal\",\"stake\":200}", key)));

    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 409);
    long open =
        answers.stream()
            .filter(answer -> answer.status() == 200 && !answer.json().path("final").asBoolean())
            .count();
    assertThat(open).isLessThanOrEqualTo(1);
    assertThat(guest.get("balance").json().path("openStakes").asLong()).isEqualTo(open * 200);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .allMatch(answer -> answer.code().equals("round_open"));
  }

  @Test
  void keyOfAnEarlierStepShowsThatStepAgainEvenWhenTheRoundIsOver() {
    Answer dealt = guest.post("play/blackjack", "{\"action\":\"deal\",\"stake\":200}", "deal");
    for (int i = 1; dealt.json().path("final").asBoolean(); i++) {
      dealt = guest.post("play/blackjack", "{\"action\":\"deal\",\"stake\":200}", "deal-" + i);
    }
    String key = dealt.response().request().headers().firstValue("Idempotency-Key").orElseThrow();
    Answer stood = player.act(dealt.json(), "stand", "stand");
    guest.spin(20);

    Answer dealtAgain = guest.post("play/blackjack", "{\"action\":\"deal\",\"stake\":200}", key);
    Answer stoodAgain = player.act(dealt.json(), "stand", "stand");
    Answer otherAction = player.act(dealt.json(), "hit", "stand");

    assertThat(dealtAgain.body()).isEqualTo(dealt.body());
    assertThat(dealtAgain.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(stoodAgain.body()).isEqualTo(stood.body());
    assertThat(otherAction.code()).isEqualTo("idempotency_key_reused");
  }

  @Test
  void doubleBeyondTheBalanceIsRefusedAndChangesNothing() {
    Guest other = guest;
    JsonNode round = player.deal(60_000).json();
    // a fresh player each time, until one may double what the rest of the chips do not cover
    while (!contains(round.path("actions"), "double")) {
      other = casino.guest();
      round = new BlackjackPlayer(other).deal(60_000).json();
    }

    Answer refused = new BlackjackPlayer(other).act(round, "double");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("insufficient_funds");
    assertThat(refused.json().path("balance").asLong()).isEqualTo(40_000);
    assertThat(other.get("play/blackjack").json()).isEqualTo(round);
    assertThat(other.get("balance").json().path("openStakes").asLong()).isEqualTo(60_000);
  }

  @Test
  void actionTheCardsDoNotAllowIsRefusedWithThoseTheyDo() {
    JsonNode dealt = player.dealUntil("hit", 200);
    while (contains(dealt.path("actions"), "split")) {
      player.act(dealt, "surrender");
      dealt = player.dealUntil("hit", 200);
    }

    Answer refused = player.act(dealt, "split");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("action_not_possible");
    assertThat(refused.field()).isEqualTo("action");
    assertThat(refused.json().path("detail").asText()).contains("stand");
    assertThat(guest.get("play/blackjack").json()).isEqualTo(dealt);
  }

  @Test
  void anotherPlayersRoundIsNotFound() {
    JsonNode dealt = player.dealOpen(200);
    BlackjackPlayer stranger = new BlackjackPlayer(casino.guest());

    Answer refused = stranger.act(dealt, "stand");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.code()).isEqualTo("no_such_round");
    assertThat(stranger.guest().get("play/blackjack").status()).isEqualTo(204);
    assertThat(guest.get("play/blackjack").json()).isEqualTo(dealt);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                                                            | action",
        "{'action':'cheat'}                                            | action",
        "{'action':'deal'}                                             | stake",
        "{'action':'deal','stake':21}                                  | stake",
        "{'action':'deal','stake':18}                                  | stake",
        "{'action':'deal','stake':100002}                              | stake",
        "{'action':'deal','stake':1.5}                                 | stake",
        "{'action':'deal','stake':20,'ref':'x'}                        | ref",
        "{'action':'deal','stake':20,'deck':['A♠','K♠']}               | deck",
        "{'action':'deal','stake':20,'payout':50}                      | payout",
        "{'action':'deal','stake':20,'state':{'hands':[]}}             | state",
        "{'action':'deal','stake':20,'multiplier':2}                   | multiplier",
        "{'action':'deal','stake':20,'seed':'x'}                       | seed",
        "{'action':'hit'}                                              | ref",
        "{'action':'hit','ref':'x','version':0}                        | ref",
        "{'action':'hit','ref':'REF'}                                  | version",
        "{'action':'hit','ref':'REF','version':'0'}                    | version",
        "{'action':'hit','ref':'REF','version':0,'hands':[]}           | hands",
        "{'action':'hit','ref':'REF','version':0,'card':'A♠'}          | card",
        "{'action':'stand','ref':'REF','version':0,'payout':1000}      | payout",
        "{'action':'double','ref':'REF','version':0,'stake':1}         | stake"
      })
  void whatAClientCannotSayIsRefusedNamingItsField(String body, String field) {
    JsonNode dealt = player.dealOpen(200);
    String text = body.replace('\'', '"').replace("REF", dealt.path("ref").asText());

    Answer answer = guest.post("play/blackjack", text);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(guest.get("play/blackjack").json()).isEqualTo(dealt);
  }

  @Test
  void handLeftOpenStandsByRuleAndSaysSo() throws Exception {
    JsonNode dealt = player.dealOpen(200);
    String ref = dealt.path("ref").asText();
    casino.sql(
        "UPDATE open_round SET ends_at = now() - interval '1 second' WHERE round_id = '"
            + ref
            + "'");

    Concurrently.await("it is over", () -> guest.get("play/blackjack").status() == 204);

    JsonNode round = guest.get("rounds/" + ref).json();
    assertThat(round.at("/bet/actions/0").asText()).isEqualTo("stand");
    assertThat(round.at("/bet/byRule").asInt()).isEqualTo(1);
    assertThat(guest.get("balance").json().path("openStakes").asLong(-1)).isZero();
    assertThat(guest.balance())
        .isEqualTo(dealt.path("balance").asLong() + round.path("payout").asLong());
    guest.post("fairness/rotate", "{}");
    assertThat(verify(ref).path("matches").asBoolean()).isTrue();
  }

  @Test
  void everyRoundIsProvenOnceItsSeedIsRevealedAndNotBefore() {
    Random random = new Random(11);
    JsonNode round = player.dealOpen(100);
    assertThat(guest.post("fairness/rotate", "{}").code()).isEqualTo("round_open");
    for (int i = 0; i < 25; i++) {
      player.playOut(round, random);
      Answer dealt = player.deal(100);
      assertThat(dealt.status()).as(dealt.toString()).isEqualTo(200);
      round = dealt.json();
    }
    player.playOut(round, random);
    JsonNode revealed = guest.post("fairness/rotate", "{}").json().path("revealed");

    for (JsonNode line : guest.get("game-history?limit=100").json().path("rounds")) {
      JsonNode kept = guest.get("rounds/" + line.path("ref").asText()).json();
      JsonNode verified = verify(line.path("ref").asText());
      assertThat(verified.path("matches").asBoolean()).as(verified.toString()).isTrue();
      assertThat(recompute(revealed, kept).at("/recomputed/result")).isEqualTo(kept.path("result"));
    }
  }

  @Test
  void givenSeedsGiveTheCardsOfTheirScheme() {
    for (DrawScheme scheme : DrawScheme.values()) {
      BlackjackRound expected =
          BlackjackRound.deal(
              BlackjackRules.STANDARD,
              20,
              scheme.draws(ServerSeed.of(SERVER_SEED), new ClientSeed("mine"), 3));
      String actions = expected.isOver() ? "" : "\"stand\"";
      if (!expected.isOver()) {
        expected.take(Action.STAND);
      }

      JsonNode dealer = claim(scheme.id(), actions).json().at("/recomputed/result/dealer/cards");

      assertThat(dealer).isNotEmpty();
      for (int i = 0; i < dealer.size(); i++) {
        assertThat(dealer.get(i).asText()).isEqualTo(expected.table().dealer().get(i).toString());
      }
    }
  }

  @Test
  void claimTheCardsDoNotAllowIsRefused() {
    Answer impossible = claim("pitboss-1", "\"stand\",\"stand\",\"stand\"");
    Answer unknown = claim("pitboss-1", "\"fold\"");

    assertThat(impossible.status()).isEqualTo(400);
    assertThat(impossible.field()).startsWith("bet.actions[");
    assertThat(unknown.field()).isEqualTo("bet.actions[0]");
  }

  private Answer claim(String scheme, String actions) {
    return guest.post(
        "fairness/verify",
        """
        {"game":"blackjack","scheme":"%s","serverSeed":"%s","clientSeed":"mine","nonce":3,
         "bet":{"stake":20,"actions":[%s]}}
        """
            .formatted(scheme, SERVER_SEED, actions));
  }

  private JsonNode verify(String ref) {
    return guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}").json();
  }

  private JsonNode recompute(JsonNode revealed, JsonNode kept) {
    return guest
        .post(
            "fairness/verify",
            """
            {"game":"blackjack","nonce":%d,"serverSeed":%s,"clientSeed":%s,"bet":%s}
            """
                .formatted(
                    kept.at("/fairness/nonce").asLong(),
                    revealed.path("serverSeed"),
                    revealed.path("clientSeed"),
                    kept.path("bet")))
        .json();
  }

  private static boolean contains(JsonNode texts, String text) {
    for (JsonNode each : texts) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
