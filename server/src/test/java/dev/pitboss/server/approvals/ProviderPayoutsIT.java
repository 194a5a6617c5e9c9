package dev.pitboss.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.seamlesswallet.Sportsbook.Punter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a provider may pay players beyond their stakes in a day.
class ProviderPayoutsIT extends TwoOfStaff {
  @Test
  void providerPaysBeyondStakesWhatItsLimitsOfTheDayAllow() throws Exception {
    provider();
    Punter punter = punter(PLATFORM.post(providers() + "/book/keys", "{}"));
    UUID promotional = UUID.randomUUID();
    assertThat(status(punter.betAndWin(promotional, 0, 1_000_000))).isEqualTo("PAYOUT_LIMIT");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 0, 1))).isEqualTo("PAYOUT_LIMIT");
    UUID free = UUID.randomUUID();
    assertThat(status(punter.bet(free, 0))).isEqualTo("OK");
    assertThat(status(punter.win(UUID.randomUUID(), free, 1))).isEqualTo("PAYOUT_LIMIT");
    assertThat(balance()).isEqualTo(100_000);

    PLATFORM.send(
        "PUT", providers() + "/book/limits", "{\"gainPerDay\":1000,\"promotionalPerDay\":50}");
    UUID big = UUID.randomUUID();
    UUID bet = UUID.randomUUID();
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 0, 50))).isEqualTo("OK");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 0, 1))).isEqualTo("PAYOUT_LIMIT");
    assertThat(status(punter.betAndWin(big, 100, 1_051))).as("951").isEqualTo("PAYOUT_LIMIT");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 5_000, 5_000)))
        .as("stakes given back count nothing")
        .isEqualTo("OK");
    assertThat(status(punter.bet(bet, 100))).isEqualTo("OK");
    assertThat(status(punter.win(UUID.randomUUID(), bet, 100))).isEqualTo("OK");
    List<Answer> wins = Concurrently.times(20, _ -> punter.win(UUID.randomUUID(), bet, 100));
    long paid = wins.stream().filter(answer -> status(answer).equals("OK")).count();
    assertThat(paid).as("950 are left for all of them").isBetween(1L, 9L);
    while (status(punter.win(UUID.randomUUID(), bet, 100)).equals("OK")) {
      paid++;
    }
    assertThat(paid).as("and none is lost on the way").isEqualTo(9);
    assertThat(balance()).isEqualTo(100_000 + 50 + 900);
    UUID last = UUID.randomUUID();
    String taken = punter.win(last, bet, 50).body();
    assertThat(status(punter.win(UUID.randomUUID(), bet, 1))).isEqualTo("PAYOUT_LIMIT");
    assertThat(punter.win(last, bet, 50).body()).as("its first answer").isEqualTo(taken);
    assertThat(status(punter.bet(UUID.randomUUID(), 5))).as("bets go on").isEqualTo("OK");
  }

  @Test
  void gainThatDidNotMoveIsNotCounted() {
    provider();
    Punter punter = punter(PLATFORM.post(providers() + "/book/keys", "{}"));
    PLATFORM.send(
        "PUT", providers() + "/book/limits", "{\"gainPerDay\":100,\"promotionalPerDay\":0}");
    for (int i = 0; i < 3; i++) {
      assertThat(status(punter.betAndWin(UUID.randomUUID(), 100_001, 100_101)))
          .isEqualTo("INSUFFICIENT_FUNDS");
    }
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 100, 200))).isEqualTo("OK");
  }
}
