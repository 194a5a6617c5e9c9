package dev.pitboss.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.database.DatabaseOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Casinos over a PostgreSQL that was there before them: two nodes of one casino on a database of
/// their own.
class ExternalDatabaseIT {
  @TempDir Path firstData;
  @TempDir Path secondData;
  @TempDir Path foreignData;

  @Test
  void twoNodesShareOneDatabaseAndEachOthersPlayers() throws Exception {
    CasinoFixture host = CasinoFixture.shared();
    host.sql("CREATE DATABASE elsewhere");
    DatabaseOptions reach = host.casino().databaseOptions();
    URI server = URI.create(reach.url().substring("jdbc:".length()));
    String url =
        "postgresql://%s:%s@127.0.0.1:%d/elsewhere"
            .formatted(reach.user(), reach.password(), server.getPort());

    try (Casino first = node(firstData, url)) {
      // every node must hold the same seed key, or it could not draw for the others' players
      Files.copy(firstData.resolve("seed.key"), secondData.resolve("seed.key"));
      try (Casino second = node(secondData, url)) {
        Guest here = new CasinoClient(first.url()).guest();
        Guest there = new Guest(new CasinoClient(second.url()), here.token());

        Stream.of(here, there, here, there)
            .forEach(guest -> assertThat(guest.spin(20).status()).isEqualTo(200));

        assertThat(there.get("fairness").json().path("nonce").asLong()).isEqualTo(4);
        assertThat(there.balance()).isEqualTo(here.balance());
        assertThat(there.get("game-history").json().path("rounds")).hasSize(4);
        assertRoundGoesOnAtTheOtherNode(new BlackjackPlayer(here), new BlackjackPlayer(there));
        try (var owner =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/elsewhere".formatted(server.getPort()),
                reach.user(),
                reach.password())) {
          assertRoundsLeftOpenAreFinishedOnce(here, owner);
          assertAnotherKeyIsRefused(url, owner);
        }
      }
      assertThat(firstData.resolve("database")).doesNotExist();
    } finally {
      host.sql("DROP DATABASE elsewhere");
    }
  }

  /// It would seal seeds that no other node opens; also where the database knows no fingerprint.
  private void assertAnotherKeyIsRefused(String url, Connection owner) throws Exception {
    for (String before : List.of("SELECT 1", "DELETE FROM seed_key")) {
      try (var statement = owner.createStatement()) {
        statement.execute(before);
      }
      assertThatThrownBy(() -> node(foreignData, url))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("seed.key is not the seed key of this database");
    }
    Files.copy(
        firstData.resolve("seed.key"),
        foreignData.resolve("seed.key"),
        StandardCopyOption.REPLACE_EXISTING);
    node(foreignData, url).close();
  }

  private static void assertRoundGoesOnAtTheOtherNode(BlackjackPlayer here, BlackjackPlayer there)
      throws Exception {
    JsonNode round = here.dealUntil("double", 200);
    assertThat(there.guest().get("play/blackjack").json()).isEqualTo(round);

    List<Answer> answers = Concurrently.times(100, i -> doubled(i % 2 == 0 ? here : there, round));

    assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    JsonNode after = answers.getFirst().json();
    assertThat(after.path("version").asInt()).isEqualTo(1);
    assertThat(here.guest().balance()).isEqualTo(after.path("balance").asLong());
  }

  /// A busy machine may say that it is on its way; then the same request is sent again.
  private static Answer doubled(BlackjackPlayer player, JsonNode round) {
    Answer answer = player.act(round, "double", "once");
    while (answer.status() == 202) {
      answer = player.act(round, "double", "once");
    }
    return answer;
  }

  /// Both nodes sweep: the second one finds nothing to do.
  private static void assertRoundsLeftOpenAreFinishedOnce(Guest guest, Connection owner)
      throws Exception {
    Guest[] guests = Stream.generate(guest.casino()::guest).limit(30).toArray(Guest[]::new);
    for (Guest each : guests) {
      each.post("slots/bet", "{\"stake\":200}");
      new BlackjackPlayer(each).dealOpen(200);
    }
    try (var statement = owner.createStatement()) {
      statement.execute("UPDATE open_round SET ends_at = now() - interval '1 second'");

      Concurrently.await(
          "every round is over",
          () ->
              Stream.of(guests)
                  .allMatch(each -> each.get("balance").json().path("openStakes").asLong(-1) == 0));
      for (Guest each : guests) {
        long paid = 100_000;
        for (JsonNode round : each.get("game-history?limit=100").json().path("rounds")) {
          paid += round.path("payout").asLong() - round.path("stake").asLong();
        }
        assertThat(each.balance()).isEqualTo(paid);
      }
    }
    assertThat(guest.casino().get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  private static Casino node(Path data, String databaseUrl) throws Exception {
    return Casino.open(
        ServerOptions.parse(
            new String[] {
              "--data",
              data.toString(),
              "--port",
              "23000+",
              "--database-url",
              databaseUrl,
              "--pool",
              "4"
            },
            Map.of()));
  }
}
