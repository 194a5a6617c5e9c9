package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.ReelGame;
import dev.pitboss.server.json.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerifyCommandTest {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
  private static final String SPIN = "{\"stake\":20}";
  private static final String ROLL = "{\"direction\":\"over\",\"target\":5050,\"stake\":100}";
  private static final String BALL = "{\"rows\":12,\"risk\":\"medium\",\"stake\":100}";
  private static final String TURN = "{\"segments\":30,\"risk\":\"low\",\"stake\":100}";
  private static final String NUMBERS = "{\"picks\":[3,7,12],\"risk\":\"low\",\"stake\":100}";
  private static final String COUP = "{\"bets\":[{\"on\":\"banker\",\"stake\":20}]}";

  @Test
  void validRoundIsPrintedWithEverythingThatWasChecked() {
    ObjectNode round = SavedRound.of("roulette", RED, DrawScheme.STAKE, 1);

    assertThat(verify(round).isFine().out())
        .isEqualTo(
            """
            roulette round 0199a0b4-7d5e-7c3a-9f0e-2f6d1c9a8b7e
            settled 2026-01-31T12:00:00Z

            commitment  the server seed's SHA-256 was committed to                  ok
            rules       roulette-european/1, by their SHA-256                       ok
            bet         one these rules take                                        ok
            result      1 draw by stake, nonce 1                                    ok
            stake       10                                                          ok
            payout      0                                                           ok
            balances    100000 − 10 + 0 = 99990                                     ok

            VALID
            """);
  }

  @Test
  void changedRoundIsPrintedWithTheFieldAtFault() {
    ObjectNode round = SavedRound.of("roulette", RED, DrawScheme.STAKE, 1);
    round.put("payout", 20).put("balanceAfter", 100_010);

    Ran ran = verify(round);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .endsWith(
            """
            payout      20                                                          WRONG
            balances    100000 − 10 + 20 = 100010                                   ok

            NOT VALID: payout is 20, not 0
            """);
  }

  @Test
  void drawsAreShownToBeDoneAgainByHand() {
    ObjectNode round = SavedRound.of("roulette", RED, DrawScheme.STAKE, 0);

    assertThat(verify(round, "--draws").isFine().out())
        .endsWith(
            """
            draw   at byte       word   below   is
            1            0   ea1306b8      37   33

            VALID
            """);
  }

  @ParameterizedTest
  @EnumSource(DrawScheme.class)
  void roundsOfEveryGameAreValid(DrawScheme scheme) {
    for (long nonce = 0; nonce < 20; nonce++) {
      for (ObjectNode round :
          List.of(
              SavedRound.of("roulette", RED, scheme, nonce),
              SavedRound.of("slots-20", SPIN, scheme, nonce),
              SavedRound.of("slots", SPIN, scheme, nonce),
              SavedRound.of("baccarat", COUP, scheme, nonce),
              SavedRound.of("dice", ROLL, scheme, nonce),
              SavedRound.of("limbo", "{\"target\":200,\"stake\":100}", scheme, nonce),
              SavedRound.of("plinko", BALL, scheme, nonce),
              SavedRound.of("wheel", TURN, scheme, nonce),
              SavedRound.of("keno", NUMBERS, scheme, nonce),
              stood(scheme, nonce))) {
        assertThat(verify(round).isFine().out()).as("%s", round).endsWith("\n\nVALID\n");
      }
    }
  }

  @Test
  void publishedRouletteVectorIsWhatIsPlayed() {
    int[] pockets = {33, 6, 22, 33, 16};
    for (int nonce = 0; nonce < pockets.length; nonce++) {
      ObjectNode round = SavedRound.of("roulette", RED, DrawScheme.STAKE, nonce);
      assertThat(round.at("/result/pocket").asInt()).isEqualTo(pockets[nonce]);

      ((ObjectNode) round.get("result")).put("pocket", 0);

      assertThat(verify(round).out())
          .endsWith("NOT VALID: result.pocket is 0, not " + pockets[nonce] + "\n");
    }
  }

  static Stream<ObjectNode> oneRoundOfEachGame() {
    DrawScheme scheme = DrawScheme.PITBOSS_1;
    return Stream.of(
        SavedRound.of("roulette", RED, scheme, 5),
        SavedRound.of("slots-20", SPIN, scheme, 5),
        SavedRound.of("slots", SPIN, scheme, 5),
        SavedRound.of("baccarat", COUP, scheme, 5),
        SavedRound.of("dice", ROLL, scheme, 5),
        SavedRound.of("keno", NUMBERS, scheme, 5),
        stood(scheme, 5));
  }

  @ParameterizedTest
  @MethodSource("oneRoundOfEachGame")
  void changedStakeIsFound(ObjectNode round) {
    round.put("stake", 1000);

    assertNotValid(round, "stake is 1000, not ");
  }

  @ParameterizedTest
  @MethodSource("oneRoundOfEachGame")
  void changedPayoutIsFound(ObjectNode round) {
    round.put("payout", 999_999);

    assertNotValid(round, "payout is 999999, not ");
  }

  @ParameterizedTest
  @MethodSource("oneRoundOfEachGame")
  void changedBalanceIsFound(ObjectNode round) {
    round.put("balanceAfter", 7);

    assertNotValid(round, "balanceAfter is 7, not ");
  }

  @ParameterizedTest
  @MethodSource("oneRoundOfEachGame")
  void changedServerSeedIsFound(ObjectNode round) {
    fairness(round).put("serverSeed", "f7b51b19a4563681f2c1e00ef747884b");

    assertNotValid(round, "fairness.serverSeed is not the seed committed to:\n");
    assertNotValid(round, "NOT VALID: result.");
  }

  @ParameterizedTest
  @MethodSource("oneRoundOfEachGame")
  void changedNonceClientSeedAndSchemeAreFoundByWhatTheyGive(ObjectNode round) {
    fairness(round).put("nonce", 6);
    assertNotValid(round, "NOT VALID: ");
    fairness(round).put("nonce", 5).put("clientSeed", "another");
    assertNotValid(round, "NOT VALID: ");
    fairness(round).put("nonce", -1);
    assertNotValid(round, "fairness.nonce is below 0: -1");
    fairness(round).put("nonce", 5).put("scheme", "dice");
    assertNotValid(round, "fairness.scheme is no scheme: dice");
    fairness(round).put("scheme", "stake").put("clientSeed", "with space");
    assertNotValid(round, "fairness.clientSeed is no seed");
  }

  @ParameterizedTest
  @MethodSource("oneRoundOfEachGame")
  void addedAndRemovedFieldsOfTheResultAreFound(ObjectNode round) {
    ObjectNode result = (ObjectNode) round.get("result");
    String name = result.fieldNames().next();
    JsonNode value = result.remove(name);
    assertNotValid(round, "result." + name + " is missing");

    result.set(name, value);
    result.put("bonus", 1);
    assertNotValid(round, "result.bonus should not be there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slots-20|grid|result.grid[1][2] is \"moon\", not \"",
        "slots|grid|result.grid[1][2] is \"moon\", not \"",
      })
  void changedGridIsFoundAtItsCell(String game, String field, String fault) {
    ObjectNode round = SavedRound.of(game, SPIN, DrawScheme.PITBOSS_1, 3);
    ((ArrayNode) round.get("result").get(field).get(1)).set(2, "moon");

    assertNotValid(round, fault);
  }

  @Test
  void changedCardsAreFound() {
    ObjectNode coup = SavedRound.of("baccarat", COUP, DrawScheme.PITBOSS_1, 3);
    ((ArrayNode) coup.at("/result/banker/cards")).set(1, "A♠");
    assertNotValid(coup, "result.banker.cards[1] is \"A♠\", not \"");

    ObjectNode hand = stood(DrawScheme.PITBOSS_1, 3);
    ((ArrayNode) hand.at("/result/dealer/cards")).add("A♠");
    assertNotValid(hand, "result.dealer.cards has ");
  }

  @Test
  void betThatTheRulesDoNotTakeIsFound() {
    ObjectNode spin = SavedRound.of("slots-20", SPIN, DrawScheme.PITBOSS_1, 3);
    ((ObjectNode) spin.get("bet")).put("stake", 21);
    assertNotValid(spin, "bet.stake must be a multiple of 20");

    ObjectNode turn = SavedRound.of("roulette", RED, DrawScheme.PITBOSS_1, 3);
    ((ObjectNode) turn.at("/bet/bets/0")).put("type", "green");
    assertNotValid(turn, "bet.bets[0].type");

    ObjectNode coup = SavedRound.of("baccarat", COUP, DrawScheme.PITBOSS_1, 3);
    ((ObjectNode) coup.at("/bet/bets/0")).put("on", "dealer");
    assertNotValid(coup, "bet.bets[0].on must be one of");
  }

  @Test
  void changedActionsAreFound() {
    ObjectNode hand = stood(DrawScheme.PITBOSS_1, 3);
    ArrayNode actions = (ArrayNode) hand.at("/bet/actions");

    actions.add("hit");
    assertNotValid(hand, "bet.actions[1] hit was not possible with the cards these seeds give");

    actions.removeAll();
    assertNotValid(hand, "bet.actions leave the round open");

    actions.add("fold");
    assertNotValid(hand, "bet.actions[0] is not an action: fold");
  }

  @Test
  void playedOutActionsCountByTheStakeTheyAdd() {
    for (long nonce = 0; ; nonce++) {
      try {
        String doubled = "{\"stake\":20,\"actions\":[\"double\"]}";
        ObjectNode round = SavedRound.of("blackjack", doubled, DrawScheme.PITBOSS_1, nonce);

        assertThat(round.path("stake").asLong()).isEqualTo(40);
        assertThat(verify(round).isFine().out()).endsWith("VALID\n");
        return;
      } catch (InvalidInput _) {
        // these cards end the round at once
      }
    }
  }

  @Test
  void roundOfAnOldMachineIsProvenByItsDocument(@TempDir Path folder) throws Exception {
    String document = ours().machineJson().replace("\"version\": \"1\"", "\"version\": \"0\"");
    ReelGame old = ReelGame.of(document);
    ObjectNode round = SavedRound.of(old, SPIN, DrawScheme.PITBOSS_1, 8);
    Path file = Files.writeString(folder.resolve("old.json"), document);
    Path other = Files.writeString(folder.resolve("new.json"), ours().machineJson());

    assertThat(verify(round).isMisused().err())
        .contains("played by other rules", old.rules().hash(), "slots-20/0", "--rules FILE");
    assertThat(verify(round, "--rules", file.toString()).isFine().out()).endsWith("\nVALID\n");
    assertThat(verify(round, "--rules", other.toString()).isMisused().err())
        .contains("--rules is not what the round was played by", ours().rules().hash());
  }

  @Test
  void roundOfAFileIsRead(@TempDir Path folder) throws Exception {
    ObjectNode round = SavedRound.of("slots", SPIN, DrawScheme.STAKE, 2);
    Path file = Files.writeString(folder.resolve("round.json"), round.toPrettyString());

    assertThat(Ran.command("verify", file.toString()).isFine().out()).endsWith("\nVALID\n");
  }

  @Test
  void whatCannotBeToldIsNeitherValidNorNot() {
    ObjectNode round = SavedRound.of("slots", SPIN, DrawScheme.STAKE, 2);
    fairness(round).remove("serverSeed");
    assertThat(verify(round).isMisused().err()).contains("seed is still in use. Rotate it");

    round.put("game", "bingo");
    assertThat(verify(round).isMisused().err()).contains("game is 'bingo', which is not among");

    round.remove("payout");
    assertThat(verify(round).isMisused().err())
        .contains("standard input is not a round: payout is missing");

    assertThat(Ran.withInput("{\"ref\": 7", "verify", "-").isMisused().err())
        .contains("standard input is not a round: malformed JSON at line 1");
    assertThat(Ran.command("verify", "/no/such.json").isMisused().err())
        .contains("there is no file /no/such.json");
    assertThat(Ran.command("verify").isMisused().err()).contains("missing operand: round");
  }

  @Test
  void casinoIsOnlyAskedForARefByItsPlayer() {
    String ref = "0199a0b4-7d5e-7c3a-9f0e-2f6d1c9a8b7e";
    assertThat(Ran.command("verify", ref, "--url", "http://127.0.0.1:9").isMisused().err())
        .contains("set PITBOSS_TOKEN");
    assertThat(Ran.command("verify", ref, "--url", "ftp://x").isMisused().err())
        .contains("--url takes an address");
    assertThat(Ran.command("verify", "a.json", "--url=http://x").isMisused().err())
        .contains("a.json is not the ref of a round");
  }

  /// A hand on which the player stands, of that nonce or the first after it that is not over at
  /// once.
  private static ObjectNode stood(DrawScheme scheme, long from) {
    for (long nonce = from; ; nonce++) {
      try {
        String bet = "{\"stake\":20,\"actions\":[\"stand\"]}";
        return SavedRound.of("blackjack", bet, scheme, nonce);
      } catch (InvalidInput _) {
        // these cards end the round at once
      }
    }
  }

  private static Ran verify(ObjectNode round, String... more) {
    List<String> words = Stream.concat(Stream.of("verify", "-"), Stream.of(more)).toList();
    return Ran.withInput(round.toString(), words.toArray(String[]::new));
  }

  private static void assertNotValid(ObjectNode round, String fault) {
    Ran ran = verify(round);
    assertThat(ran.out()).contains(fault).contains("NOT VALID: ").contains("  WRONG\n");
    assertThat(ran.out()).doesNotContain("\nVALID");
    assertThat(ran.code()).isEqualTo(1);
  }

  private static ObjectNode fairness(ObjectNode round) {
    return (ObjectNode) round.get("fairness");
  }

  private static ReelGame ours() {
    return Games.offered().stream()
        .filter(ReelGame.class::isInstance)
        .map(ReelGame.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
