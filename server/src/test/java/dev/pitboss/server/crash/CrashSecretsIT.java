package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.Concurrently;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The canary: neither the crash point nor the hash is in any reply, message, log line or table
/// before the round has crashed.
class CrashSecretsIT {
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger("dev.pitboss");

  private final CrashCasino casino = CrashCasino.shared();
  private final Guest guest = casino.fixture.guest();

  @Test
  void nothingTellsWhereARoundWillCrash() throws Exception {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.list = Collections.synchronizedList(new ArrayList<>());
    logged.start();
    Level usual = ROOT.getLevel();
    ROOT.setLevel(Level.TRACE);
    ROOT.addAppender(logged);
    List<String> said = new ArrayList<>();
    CrashCasino.Listener listener = new CrashCasino.Listener();
    WebSocket socket = casino.listen(guest, listener);
    try {
      JsonNode bet = casino.beginLongRound(guest, "{\"stake\":100}", 140);
      String roundId = bet.path("roundId").asText();
      for (Answer answer :
          List.of(
              guest.get("play/crash"),
              guest.get("play/crash/history"),
              guest.get("play/crash/rounds/" + roundId),
              guest.get("rounds/" + bet.path("ref").asText()),
              guest.post("play/crash", "{\"stake\":100}"),
              guest.post("fairness/verify", "{\"ref\":" + bet.path("ref") + "}"),
              guest.post("fairness/rotate", "{}"),
              guest.get("game-history"),
              guest.get("games/crash"),
              casino.fixture.get("/health"),
              casino.fixture.get("/metrics"))) {
        said.add(answer.body() + answer.response().headers());
      }
      said.add(stored());
      assertThat(guest.get("play/crash/rounds/" + roundId).status()).isEqualTo(404);
      said.add(casino.snapshot().toString());
      listener.heard.forEach(frame -> said.add(frame.toString()));
      logged.list.forEach(event -> said.add(event.getFormattedMessage()));

      JsonNode crashed = casino.crash();
      String hash = crashed.path("hash").asText();
      assertThat(hash).hasSize(64);
      assertThat(said).noneMatch(text -> text.contains(hash));
      // what it leads to was known all along, so the search finds what there is to find
      String before = GameHash.of(hash).before().hex();
      assertThat(said).anyMatch(text -> text.contains(before));
      JsonNode round = casino.fixture.get("/api/casino/play/crash/rounds/" + roundId).json();
      assertThat(round.path("hash").asText()).isEqualTo(hash);
      Concurrently.await("the next bet can be played", () -> true);
    } finally {
      ROOT.detachAppender(logged);
      ROOT.setLevel(usual);
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
      casino.next();
      casino.begin();
      casino.crash();
      casino.next();
    }
  }

  private String stored() throws Exception {
    try (var connection = casino.fixture.owner();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT string_agg(t, ' ') FROM (
                  SELECT c::text AS t FROM crash_round c UNION ALL SELECT o::text FROM open_round o
                  UNION ALL SELECT m::text FROM move m UNION ALL SELECT s::text FROM seed_pair s) text
                """)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
