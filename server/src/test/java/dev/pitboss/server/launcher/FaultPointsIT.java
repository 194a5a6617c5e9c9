package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.database.HoldingProxy;
import dev.pitboss.server.database.HoldingProxy.Point;
import dev.pitboss.server.ledger.StoredBets;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// SIGKILL of the server at the two points of a settlement that matter: when the database has not
/// heard of it, and when it is done and no response was sent.
class FaultPointsIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}";

  private static CasinoFixture host;
  private static HoldingProxy wire;

  @TempDir Path data;

  @BeforeAll
  static void start() throws Exception {
    host = CasinoFixture.start();
    wire = new HoldingProxy(URI.create(host.databaseUrl()).getPort());
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
    wire.close();
  }

  /// What a player asks for when the server dies.
  private record Call(Guest guest, Function<Guest, Answer> request) {}

  @ParameterizedTest
  @EnumSource
  void killedThereEveryRequestActsOnceAndIsToldTheSame(Point point) throws Exception {
    Files.copy(host.seedKey(), data.resolve("seed.key"));
    int port = URI.create(host.databaseUrl()).getPort();
    List<String> options =
        List.of(
            "--database-url",
            host.databaseUrl().replace(":" + port + "/", ":" + wire.port() + "/"));
    Guest bettor = host.guest();
    Guest dealtTo = guestOfAnotherLane(bettor);
    JsonNode hand = new BlackjackPlayer(dealtTo).dealOpen(200);
    List<Call> calls =
        List.of(
            new Call(bettor, guest -> guest.post("play/roulette", RED, "bet")),
            new Call(dealtTo, guest -> new BlackjackPlayer(guest).act(hand, "stand", "stand")));
    List<Long> before = versions(calls);
    List<Long> after = before.stream().map(version -> version + 1).toList();

    try (PitbossProcess server = PitbossProcess.start(data, options)) {
      CasinoClient client = new CasinoClient(server.url());
      wire.hold(point, StoredBets.red(100), "blackjack");
      List<Thread> asking =
          calls.stream()
              .map(call -> Thread.ofVirtual().start(() -> askInVain(client, call)))
              .toList();
      Concurrently.await("both are held", () -> wire.held() >= calls.size());
      if (point == Point.AFTER_THE_COMMIT) {
        Concurrently.await("both are done", () -> versions(calls).equals(after));
      }
      server.kill();
      for (Thread each : asking) {
        each.join();
      }
      wire.pass();
    }
    // the control: it was that point, and no other
    assertThat(versions(calls)).isEqualTo(point == Point.AFTER_THE_COMMIT ? after : before);

    for (Call call : calls) {
      Answer first = call.request().apply(call.guest());
      Answer again = call.request().apply(call.guest());
      assertThat(first.status()).as(first.toString()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
    }
    assertThat(versions(calls)).isEqualTo(after);
    assertThat(host.number("SELECT sum(balance)::bigint FROM account")).isZero();
    assertThat(host.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  /// A lane that is held up holds up all its players.
  private static Guest guestOfAnotherLane(Guest guest) {
    Guest other = host.guest();
    while (playerId(other) / 32 % 2 == playerId(guest) / 32 % 2) {
      other = host.guest();
    }
    return other;
  }

  private static void askInVain(CasinoClient client, Call call) {
    try {
      // pending or try again, when the server still had the time to say so
      Guest there = new Guest(client, call.guest().token());
      assertThat(call.request().apply(there).status()).isIn(202, 503);
    } catch (UncheckedIOException cutOff) {
      // killed
    }
  }

  private static List<Long> versions(List<Call> calls) {
    return calls.stream().map(call -> versionOf(call.guest())).toList();
  }

  private static long versionOf(Guest player) {
    try {
      return host.number(
          "SELECT version FROM account WHERE kind = 'player' AND player_id = " + playerId(player));
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private static long playerId(Guest guest) {
    return guest.get("user-info").json().path("playerId").asLong();
  }
}
