package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two server processes on one database, with the same players at both.
class TwoServersIT {
  private static final int PLAYERS = 8;
  private static final int BETS = 240;
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  @TempDir Path firstData;
  @TempDir Path secondData;

  @Test
  void noNonceServesTwiceAndNoKeyActsTwiceAtEitherServer() throws Exception {
    try (CasinoFixture host = CasinoFixture.start()) {
      Files.copy(host.seedKey(), firstData.resolve("seed.key"));
      Files.copy(host.seedKey(), secondData.resolve("seed.key"));
      List<String> options = List.of("--database-url", host.databaseUrl(), "--pool", "6");
      try (PitbossProcess first = PitbossProcess.start(firstData, options);
          PitbossProcess second = PitbossProcess.start(secondData, options)) {
        CasinoClient one = new CasinoClient(first.url());
        CasinoClient other = new CasinoClient(second.url());
        List<Guest> here = IntStream.range(0, PLAYERS).mapToObj(_ -> one.guest()).toList();
        List<Guest> there = here.stream().map(guest -> new Guest(other, guest.token())).toList();

        // every bet is sent to both, under one key
        List<Answer> answers =
            Concurrently.times(2 * BETS, i -> bet(i % 2 == 0 ? here : there, i / 2));

        List<Answer> settled = new ArrayList<>();
        for (int bet = 0; bet < BETS; bet++) {
          // who fought in vain for a seat, or must ask again, is told now
          Answer now = bet(here, bet);
          assertThat(now.status()).as(now.toString()).isEqualTo(200);
          settled.add(now);
          for (Answer answer : answers.subList(2 * bet, 2 * bet + 2)) {
            assertThat(answer.status()).isIn(200, 202, 503);
            if (answer.status() == 200) {
              assertThat(answer.body()).isEqualTo(now.body());
            }
          }
        }
        assertThat(settled.stream().map(Answer::body).distinct()).hasSize(BETS);
        assertThat(host.number("SELECT count(*) FROM round")).isEqualTo(BETS);
        assertThat(host.number("SELECT count(DISTINCT (seed_pair_id, nonce)) FROM round"))
            .isEqualTo(BETS);
        for (Guest guest : here) {
          assertThat(guest.get("fairness").json().path("nonce").asLong()).isEqualTo(BETS / PLAYERS);
        }
        assertThat(host.number("SELECT sum(balance)::bigint FROM account")).isZero();
        for (CasinoClient casino : List.of(one, other)) {
          assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
        }
      }
    }
  }

  private static Answer bet(List<Guest> guests, int bet) {
    return guests.get(bet % PLAYERS).post("play/roulette", RED, "bet-" + bet);
  }
}
