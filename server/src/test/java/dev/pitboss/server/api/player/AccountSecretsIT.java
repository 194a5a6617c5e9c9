package dev.pitboss.server.api.player;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The canary: passwords and tokens are in no log line, table or answer but the one that hands the
/// token over.
class AccountSecretsIT {
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final String CANARY = "canary words of yesterday";
  private static final String NEXT_CANARY = "canary words of tomorrow";

  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void nothingTellsAPasswordOrAToken() throws Exception {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.list = Collections.synchronizedList(new ArrayList<>());
    logged.start();
    Logger ours = (Logger) LoggerFactory.getLogger("dev.pitboss");
    Level usual = ours.getLevel();
    ours.setLevel(Level.TRACE);
    ROOT.addAppender(logged);
    List<String> said = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    try {
      Answer registered = post("register", credentials("Canary.1", CANARY));
      tokens.add(registered.json().path("token").asText());
      for (Answer answer :
          List.of(
              post("register", credentials("Canary.1", CANARY)),
              post("register", credentials("!", CANARY)),
              post(
                  "register",
                  "{\"username\":\"Canary.2\",\"password\":\"" + CANARY + "\",\"x\":1}"),
              post("register", "{\"username\":\"Canary.2\",\"password\":\"" + CANARY + "\""),
              post("login", credentials("Canary.1", CANARY + "!")),
              post("login", "[\"" + CANARY + "\"]"))) {
        assertThat(answer.status()).isBetween(400, 499);
        said.add(answer.body() + answer.response().headers());
      }
      Guest player = casino.player(tokens.getFirst());
      Answer changed =
          player.send(
              "POST",
              "/api/session/password",
              "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(CANARY, NEXT_CANARY));
      tokens.add(changed.json().path("token").asText());
      said.add(casino.player(tokens.getLast()).send("GET", "/api/session/sessions", null).body());
      said.add(casino.get("/metrics").body());
      said.add(casino.get("/health").body());
    } finally {
      ROOT.detachAppender(logged);
      ours.setLevel(usual);
    }
    logged.list.forEach(event -> said.add(event.getFormattedMessage()));
    said.add(stored());

    assertThat(said).anyMatch(text -> text.contains("canary.1"));
    assertThat(said).noneMatch(text -> text.contains(CANARY) || text.contains(NEXT_CANARY));
    assertThat(tokens).allSatisfy(token -> assertThat(token).hasSize(43));
    assertThat(said).noneMatch(text -> tokens.stream().anyMatch(text::contains));
  }

  /// Passwords are hashed in turn; on a machine that is busy a turn may not come in time.
  private Answer post(String call, String body) {
    Answer answer = casino.send("POST", "/api/session/" + call, body, Map.of());
    for (int i = 0; i < 10 && answer.status() == 503; i++) {
      answer = casino.send("POST", "/api/session/" + call, body, Map.of());
    }
    return answer;
  }

  private static String credentials(String name, String password) {
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }

  private String stored() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Connection connection = casino.owner();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT l::text FROM player_login l UNION ALL SELECT s::text FROM session s
                UNION ALL SELECT f::text FROM sign_in_failure f
                """)) {
      while (rows.next()) {
        all.append(rows.getString(1)).append('\n');
      }
    }
    return all.toString();
  }
}
