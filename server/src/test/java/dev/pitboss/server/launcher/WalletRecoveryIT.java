package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.seamlesswallet.outbound.FakeWalletServer.Fault;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server is killed in the middle of bets at an operator's wallet; another over the same database
/// brings them to their end.
class WalletRecoveryIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
  private static final int PLAYERS = 12;

  @TempDir Path data;

  /// Where the wallet's answers stay away, so that the kill meets many bets there: nowhere, at the
  /// stake, at the win.
  enum Where {
    ANYWHERE(""),
    STAKE("bet"),
    WIN("win");

    private final String path;

    Where(String path) {
      this.path = path;
    }
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void betsOfAKilledServerEndOnce(Where where) throws Exception {
    try (CasinoFixture casino = CasinoFixture.start();
        RemoteOperator operator = RemoteOperator.make(casino, 0)) {
      Files.copy(casino.seedKey(), data.resolve("seed.key"));
      List<String> sessions = new ArrayList<>();
      for (int i = 0; i < PLAYERS; i++) {
        sessions.add(operator.welcome("p" + i));
      }
      try (PitbossProcess victim =
          PitbossProcess.start(data, List.of("--database-url", casino.databaseUrl()))) {
        CasinoClient client = new CasinoClient(victim.url());
        List<Thread> players =
            sessions.stream()
                .map(session -> Thread.ofVirtual().start(() -> play(client, operator, session)))
                .toList();
        Concurrently.await("bets are made", () -> operator.books().lines().size() > 60);
        if (!where.path.isEmpty()) {
          operator.wallet().fail(where.path, Fault.HANGS_AFTER);
          Concurrently.await("bets hang", () -> operator.wallet().faults() >= PLAYERS / 2);
        }
        victim.kill();
        for (Thread player : players) {
          player.join();
        }
      }
      operator.awaitEnd();
      operator.assertBooksAgree();
      assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
    }
  }

  private static void play(CasinoClient client, RemoteOperator operator, String session) {
    try {
      while (true) {
        client.send(
            "POST",
            "/api/casino/play/roulette",
            RED,
            Map.of(
                "Host",
                operator.host(),
                "Authorization",
                "Bearer " + session,
                "Idempotency-Key",
                UUID.randomUUID().toString()));
      }
    } catch (UncheckedIOException _) {
      // killed
    }
  }
}
