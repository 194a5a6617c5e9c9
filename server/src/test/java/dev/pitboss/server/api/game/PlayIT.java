package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void guestStartsWithAThousandPlayChips() {
    Guest guest = casino.guest();

    JsonNode player = guest.get("user-info").json();

    assertThat(player.path("balance").asLong()).isEqualTo(100_000);
    assertThat(player.path("guest").asBoolean()).isTrue();
    assertThat(player.path("currency").asText()).isEqualTo("CHIP");
    assertThat(guest.get("balance").json().path("openStakes").asLong(-1)).isZero();
  }

  @Test
  void spinMovesExactlyStakeAndPayout() {
    Guest guest = casino.guest();

    Answer spin = guest.spin(200);

    assertThat(spin.status()).isEqualTo(200);
    JsonNode round = spin.json();
    assertThat(round.path("stake").asLong()).isEqualTo(200);
    assertThat(round.path("balance").asLong())
        .isEqualTo(100_000 - 200 + round.path("payout").asLong())
        .isEqualTo(guest.balance());
    assertThat(round.path("result").path("grid")).hasSize(3).allMatch(row -> row.size() == 5);
  }

  @Test
  void straightBetPaysThirtySixTimesItsStakeWhenItsPocketComesUp() {
    Guest guest = casino.guest();
    String everyPocket =
        IntStream.rangeClosed(0, 36)
            .mapToObj("{\"type\":\"straight\",\"numbers\":[%d],\"stake\":10}"::formatted)
            .collect(java.util.stream.Collectors.joining(",", "{\"bets\":[", "]}"));

    JsonNode round = guest.post("play/roulette", everyPocket).json();

    assertThat(round.path("stake").asLong()).isEqualTo(370);
    assertThat(round.path("payout").asLong()).isEqualTo(360);
    JsonNode win = round.path("result").path("wins").get(0);
    assertThat(round.path("result").path("wins")).hasSize(1);
    assertThat(win.path("numbers").get(0)).isEqualTo(round.path("result").path("pocket"));
    assertThat(guest.balance()).isEqualTo(100_000 - 10);
  }

  @Test
  void historyHoldsEveryRoundNewestFirstAcrossPages() {
    Guest guest = casino.guest();
    List<String> played = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Answer round =
          i % 2 == 0
              ? guest.spin(20)
              : guest.post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}");
      played.addFirst(round.json().path("ref").asText());
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = guest.get("game-history?limit=3" + cursor).json();
      page.path("rounds").forEach(round -> listed.add(round.path("ref").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());

    assertThat(listed).isEqualTo(played);
    JsonNode roulette = guest.get("play/roulette/history?limit=2").json();
    assertThat(roulette.path("rounds")).hasSize(2);
    assertThat(roulette.path("pockets").get(0))
        .isEqualTo(roulette.path("rounds").get(0).path("pocket"));
    assertThat(guest.get("game-history?game=roulette").json().path("rounds")).hasSize(3);
  }

  @Test
  void historyComesAsCsvWithItsCursorInAHeader() {
    Guest guest = casino.guest();
    String red = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
    String first = guest.post("play/roulette", red).json().path("ref").asText();
    JsonNode second = guest.spin(20).json();

    Answer page = csv(guest, "limit=1");
    Answer rest = csv(guest, "cursor=" + page.header("Next-Cursor"));

    assertThat(page.header("Content-Type")).startsWith("text/csv");
    assertThat(page.body().lines())
        .hasSize(2)
        .startsWith("ref,game,at,currency,stake,payout,balanceAfter,provider,kind,round")
        .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith(second.path("ref").asText() + ",slots-20,")
        .endsWith(
            ",CHIP,0.20,%s,%s,,,"
                .formatted(decimal(second.path("payout")), decimal(second.path("balance"))));
    assertThat(rest.body().lines()).hasSize(2).last().asString().startsWith(first + ",roulette,");
    assertThat(rest.header("Next-Cursor")).isEmpty();
  }

  private static BigDecimal decimal(JsonNode minor) {
    return BigDecimal.valueOf(minor.asLong(), 2);
  }

  private static Answer csv(Guest guest, String query) {
    return guest
        .casino()
        .send(
            "GET",
            "/api/casino/game-history?" + query,
            null,
            Map.of("Accept", "text/csv", "Authorization", "Bearer " + guest.token()));
  }

  @Test
  void sameKeyAndBetSettlesOnceAndAnswersByteForByte() throws Exception {
    Guest guest = casino.guest();

    List<Answer> answers =
        inParallel(100, _ -> guest.post("play/slots-20", "{\"stake\":200}", "one-spin"));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    assertThat(guest.get("game-history").json().path("rounds")).hasSize(1);
    assertThat(guest.balance()).isEqualTo(answers.getFirst().json().path("balance").asLong());
  }

  @Test
  void sameKeyWithAnotherBetIsRefused() {
    Guest guest = casino.guest();
    guest.post("play/slots-20", "{\"stake\":200}", "key");

    Answer other = guest.post("play/slots-20", "{\"stake\":400}", "key");
    Answer otherGame =
        guest.post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":200}]}", "key");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.code()).isEqualTo("idempotency_key_reused");
    assertThat(otherGame.status()).isEqualTo(422);
    assertThat(guest.get("game-history").json().path("rounds")).hasSize(1);
  }

  @Test
  void sameKeyOfAnotherPlayerIsAnotherBet() {
    Guest one = casino.guest();
    Guest other = casino.guest();

    String first = one.post("play/slots-20", "{\"stake\":20}", "mine").json().path("ref").asText();
    String second =
        other.post("play/slots-20", "{\"stake\":20}", "mine").json().path("ref").asText();

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void parallelBetsNeverSpendMoreThanTheBalanceAndUseEachNonceOnce() throws Exception {
    Guest guest = casino.guest();
    String quarterOnSeven = "{\"bets\":[{\"type\":\"straight\",\"numbers\":[7],\"stake\":25000}]}";

    List<Answer> answers = inParallel(40, _ -> guest.post("play/roulette", quarterOnSeven));

    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 409);
    Set<Long> nonces = new HashSet<>();
    long expected = 100_000;
    for (Answer answer : answers) {
      if (answer.status() == 200) {
        assertThat(nonces.add(answer.json().path("fairness").path("nonce").asLong())).isTrue();
        expected += answer.json().path("payout").asLong() - 25_000;
      } else {
        assertThat(answer.code()).isEqualTo("insufficient_funds");
        assertThat(answer.json().path("balance").asLong()).isLessThan(25_000);
      }
    }
    assertThat(guest.balance()).isEqualTo(expected).isNotNegative();
    assertThat(nonces)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, nonces.size()).mapToObj(Long::valueOf).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stake\":-1}",
        "{\"stake\":0}",
        "{\"stake\":1e400}",
        "{\"stake\":1.5}",
        "{\"stake\":20.0}",
        "{\"stake\":\"20\"}",
        "{\"stake\":NaN}",
        "{\"stake\":9007199254740993}",
        "{\"stake\":9223372036854775808}",
        "{\"stake\":9223372036854775800}",
        "{\"stake\":21}",
        "{\"stake\":null}",
        "{\"stake\":true}",
        "{\"stake\":[20]}",
        "{\"stake\":20,\"stake\":40}",
        "{\"stake\":20,\"balance\":1}",
        "{\"stake\":20,\"seed\":\"x\"}",
        "{\"stake\":20,\"role\":\"manager\"}",
        "{\"stake\":20,\"state\":{}}",
        "{\"stake\":20,\"payout\":1000}",
        "{\"stake\":20,\"deck\":[]}",
        "{\"stake\":20,\"multiplier\":2}",
        "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":1}}}}}}}}}",
        "{}",
        "[]",
        "20",
        "{\"stake\":20}{}",
        "{\"stake\":20",
        ""
      })
  void badSpinIsRefusedAndChangesNothing(String body) {
    Guest guest = casino.guest();

    Answer answer = guest.post("play/slots-20", body);

    assertRefused(guest, answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"bets\":[]}",
        "{\"bets\":{}}",
        "{\"bets\":[1]}",
        "{\"bets\":[{\"type\":\"straight\",\"numbers\":[37],\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"straight\",\"numbers\":[-1],\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"straight\",\"numbers\":[1,2],\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"straight\",\"numbers\":[\"1\"],\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"straight\",\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"split\",\"numbers\":[1,9],\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"corner\",\"numbers\":[3,4,6,7],\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"dozen\",\"value\":4,\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"dozen\",\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"purple\",\"stake\":10}]}",
        "{\"bets\":[{\"type\":\"red\",\"stake\":-10}]}",
        "{\"bets\":[{\"type\":\"red\",\"stake\":9223372036854775807},"
            + "{\"type\":\"red\",\"stake\":9223372036854775807}]}",
        "{\"bets\":[{\"type\":\"red\",\"stake\":10,\"payout\":99}]}",
        "{\"bets\":[{\"type\":\"red\",\"stake\":10}],\"pocket\":7}",
        "{\"bets\":[{\"type\":\"red\"}]}",
        "{\"bets\":[{\"stake\":10}]}"
      })
  void badRouletteBetIsRefusedAndChangesNothing(String body) {
    Guest guest = casino.guest();

    Answer answer = guest.post("play/roulette", body);

    assertRefused(guest, answer);
    if (answer.code().equals("invalid_field") || answer.code().equals("missing_field")) {
      assertThat(answer.field()).startsWith("bets");
    }
  }

  @Test
  void refusalNamesTheFieldAtFault() {
    Guest guest = casino.guest();

    assertThat(guest.spin(21).field()).isEqualTo("stake");
    assertThat(guest.post("play/slots-20", "{\"stake\":20,\"payout\":1}").field())
        .isEqualTo("payout");
    assertThat(
            guest
                .post(
                    "play/roulette",
                    "{\"bets\":[{\"type\":\"red\",\"stake\":10},{\"type\":\"red\",\"stake\":\"x\"}]}")
                .field())
        .isEqualTo("bets[1].stake");
    assertThat(guest.post("play/slots-20", "{\"stake\":20}", "k".repeat(65)).field())
        .isEqualTo("Idempotency-Key");
    assertThat(guest.get("game-history?limit=0").field()).isEqualTo("limit");
    assertThat(guest.get("game-history?cursor=abc").field()).isEqualTo("cursor");
    assertThat(guest.get("game-history?from=yesterday").field()).isEqualTo("from");
    assertThat(guest.get("game-history?game=poker").field()).isEqualTo("game");
  }

  @Test
  void stakeAboveTheBalanceIsRefusedWithTheBalance() {
    Guest guest = casino.guest();
    guest.post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100000}]}");
    long balance = guest.balance();
    long tooMuch = 100_000;
    while (balance >= tooMuch) {
      balance =
          guest
              .post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100000}]}")
              .json()
              .path("balance")
              .asLong();
    }

    Answer refused =
        guest.post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100000}]}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("insufficient_funds");
    assertThat(refused.json().path("balance").asLong()).isEqualTo(balance);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void anotherPlayersRoundIsNotFound() {
    String ref = casino.guest().spin(20).json().path("ref").asText();
    Guest stranger = casino.guest();

    assertThat(stranger.get("rounds/" + ref).status()).isEqualTo(404);
    assertThat(stranger.post("fairness/verify", "{\"ref\":\"" + ref + "\"}").status())
        .isEqualTo(404);
    assertThat(stranger.get("rounds/nonsense").code()).isEqualTo("no_such_round");
  }

  private void assertRefused(Guest guest, Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isBetween(400, 422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.code()).isNotEmpty();
    assertThat(guest.balance()).isEqualTo(100_000);
    assertThat(guest.get("game-history").json().path("rounds")).isEmpty();
    assertThat(guest.get("fairness").json().path("nonce").asLong(-1)).isZero();
  }

  private static List<Answer> inParallel(int times, java.util.function.IntFunction<Answer> call)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls =
          IntStream.range(0, times).<Callable<Answer>>mapToObj(i -> () -> call.apply(i)).toList();
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> future : threads.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
