package dev.pitboss.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.db.DatabaseOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Casinos over a PostgreSQL that was there before them: two nodes of one casino on a database of
/// their own.
class ExternalDatabaseIT {
  @TempDir Path firstData;
  @TempDir Path secondData;

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
      }
      assertThat(firstData.resolve("database")).doesNotExist();
    } finally {
      host.sql("DROP DATABASE elsewhere");
    }
  }

  private static Casino node(Path data, String databaseUrl) throws Exception {
    return Casino.open(
        Options.parse(
            new String[] {
              "--data",
              data.toString(),
              "--port",
              "23000",
              "--database-url",
              databaseUrl,
              "--pool",
              "4"
            },
            Map.of()));
  }
}
