package dev.pitboss.server.seamlesswallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.seamlesswallet.Sportsbook.Punter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a provider has of a player ends with the session the player was handed over from, and goes
/// by the player's own limits; what it did is in the player's history.
class ProviderSessionsIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Sportsbook BOOK = Sportsbook.at(CASINO, "sessions-" + System.nanoTime());

  private final Guest guest = CASINO.guest();

  @Test
  void goingOutEndsThem() {
    endsWith(guest, session -> session.send("DELETE", "/api/session", null));
  }

  @Test
  void sessionEndedFromAnotherDeviceEndsThemAndNoOthers() {
    List<Guest> sessions = twoSessionsOfOnePlayer();
    Guest phone = sessions.get(0);
    Guest desk = sessions.get(1);
    Punter atDesk = BOOK.welcome(desk);

    endsWith(
        phone,
        _ -> {
          for (JsonNode line :
              desk.send("GET", "/api/session/sessions", null).json().path("sessions")) {
            if (!line.path("current").asBoolean()) {
              desk.send("DELETE", "/api/session/sessions/" + line.path("id").asText(), null);
            }
          }
        });

    assertThat(status(atDesk.bet(UUID.randomUUID(), 1)))
        .as("handed over from the session that goes on")
        .isEqualTo("OK");
  }

  @Test
  void endingAllOtherSessionsEndsThem() {
    List<Guest> sessions = twoSessionsOfOnePlayer();
    endsWith(sessions.get(0), _ -> sessions.get(1).send("DELETE", "/api/session/sessions", null));
  }

  @Test
  void sessionThatExpiredTakesThemAlong() {
    endsWith(
        guest,
        _ -> {
          try {
            CASINO.sql(
                "UPDATE session SET expires_at = now() - interval '1 second' WHERE player_id = "
                    + guest.get("user-info").json().path("playerId").asText());
          } catch (java.sql.SQLException failure) {
            throw new AssertionError(failure);
          }
        });
  }

  @Test
  void selfExclusionEndsThemAndWhoIsHandedOverLaterOnlyLooks() {
    endsWith(
        guest,
        session ->
            assertThat(
                    session
                        .post("limits/exclusion", "{\"type\":\"selfExclusion\",\"months\":6}")
                        .status())
                .isEqualTo(200));

    Punter later = BOOK.welcome(guest);
    assertThat(later.client().post("balance", later.balanceBody()).status()).isEqualTo(200);
    assertThat(status(later.bet(UUID.randomUUID(), 1))).isEqualTo("PLAYER_RESTRICTED");
    assertThat(status(later.betAndWin(UUID.randomUUID(), 1, 5))).isEqualTo("PLAYER_RESTRICTED");
  }

  @Test
  void breakRestrictsBetsAndNothingElse() {
    Punter punter = BOOK.welcome(guest);
    UUID bet = UUID.randomUUID();
    punter.bet(bet, 100);
    guest.post("limits/exclusion", "{\"type\":\"coolingOff\",\"hours\":24}");

    assertThat(status(punter.bet(UUID.randomUUID(), 1))).isEqualTo("PLAYER_RESTRICTED");
    assertThat(status(punter.win(UUID.randomUUID(), bet, 250))).isEqualTo("OK");
    assertThat(guest.balance()).isEqualTo(100_150);
  }

  @Test
  void betBeyondALimitIsRestricted() {
    Punter punter = BOOK.welcome(guest);
    Answer limited =
        guest.send(
            "PUT",
            "/api/casino/limits",
            "{\"limits\":[{\"kind\":\"stake\",\"period\":\"day\",\"amount\":1000}]}");
    assertThat(limited.status()).as(limited.toString()).isEqualTo(200);
    UUID within = UUID.randomUUID();
    UUID beyond = UUID.randomUUID();

    assertThat(status(punter.bet(within, 900))).isEqualTo("OK");
    assertThat(status(punter.bet(beyond, 101))).isEqualTo("PLAYER_RESTRICTED");
    assertThat(status(punter.betAndWin(UUID.randomUUID(), 101, 500)))
        .isEqualTo("PLAYER_RESTRICTED");
    assertThat(status(punter.bet(beyond, 100)))
        .as("what is refused is not remembered")
        .isEqualTo("OK");
    assertThat(status(punter.win(UUID.randomUUID(), within, 50))).isEqualTo("OK");
    assertThat(guest.balance()).isEqualTo(99_050);
    assertThat(guest.spin(20).code()).as("here, too").isEqualTo("limit_reached");
  }

  @Test
  void whatAProviderDidIsInThePlayersHistory() {
    Punter punter = BOOK.welcome(guest).inRound("match-7");
    UUID bet = UUID.randomUUID();
    UUID back = UUID.randomUUID();
    String spin = guest.spin(20).json().path("ref").asText();
    punter.bet(bet, 1_000);
    punter.win(UUID.randomUUID(), bet, 0);
    punter.win(UUID.randomUUID(), bet, 2_500);
    punter.bet(back, 300);
    punter.rollback(UUID.randomUUID(), back);
    long last = punter.betAndWin(UUID.randomUUID(), 40, 60).json().path("balance").asLong();
    punter.rollback(UUID.randomUUID(), UUID.randomUUID());

    JsonNode page = guest.get("game-history").json().path("rounds");
    assertThat(page.findValuesAsText("kind"))
        .as("newest first; what moved no money is not there")
        .containsExactly("bet_and_win", "rollback", "bet", "win", "bet");
    assertThat(page.at("/0/balanceAfter").asLong()).isEqualTo(last);
    assertThat(page.at("/0/stake").asLong()).isEqualTo(40);
    assertThat(page.at("/0/payout").asLong()).isEqualTo(60);
    assertThat(page.at("/0/provider").asText()).isEqualTo(BOOK.provider().code());
    assertThat(page.at("/0/providerName").asText()).isEqualTo("A sportsbook");
    assertThat(page.at("/0/game").asText()).isEqualTo("football");
    assertThat(page.at("/3/payout").asLong()).isEqualTo(2_500);
    assertThat(page.at("/5/ref").asText()).isEqualTo(spin);
    assertThat(page.get(5).has("provider")).isFalse();

    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode part = guest.get("game-history?limit=2" + cursor).json();
      part.path("rounds").forEach(line -> paged.add(line.path("ref").asText()));
      cursor = part.has("nextCursor") ? "&cursor=" + part.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(paged).isEqualTo(page.findValuesAsText("ref"));
    assertThat(guest.get("game-history?game=slots-20").json().path("rounds")).hasSize(1);

    JsonNode month = guest.get("limits/statement").json().at("/months/0");
    assertThat(month.path("bets").asLong()).isEqualTo(4);
  }

  @Test
  void historyAsCsvQuotesAProvidersWords() {
    Punter punter = BOOK.welcome(guest).inRound("=1+1,\\\"x\\\"");
    punter.bet(UUID.randomUUID(), 10);
    Answer csv =
        CASINO.send(
            "GET",
            "/api/casino/game-history",
            null,
            Map.of("Accept", "text/csv", "Authorization", "Bearer " + guest.token()));
    assertThat(csv.body().lines().toList())
        .hasSize(2)
        .element(1)
        .asString()
        .endsWith("," + BOOK.provider().code() + ",bet,\"'=1+1,\"\"x\"\"\"");
  }

  /// Bets of that session are taken before, and only wins and rollbacks after.
  private static void endsWith(Guest session, Consumer<Guest> ending) {
    Punter punter = BOOK.welcome(session);
    UUID won = UUID.randomUUID();
    UUID taken = UUID.randomUUID();
    assertThat(status(punter.bet(won, 100))).isEqualTo("OK");
    assertThat(status(punter.bet(taken, 200))).isEqualTo("OK");
    String carried = BOOK.launch(session);

    ending.accept(session);

    assertThat(status(punter.bet(UUID.randomUUID(), 1))).isEqualTo("INVALID_SESSION");
    assertThat(status(BOOK.exchange(carried))).isEqualTo("INVALID_SESSION");
    assertThat(status(punter.win(UUID.randomUUID(), won, 150))).isEqualTo("OK");
    assertThat(status(punter.rollback(UUID.randomUUID(), taken))).isEqualTo("OK");
    assertThat(
            punter.client().post("balance", punter.balanceBody()).json().path("balance").asLong())
        .isEqualTo(100_050);
  }

  private static List<Guest> twoSessionsOfOnePlayer() {
    String name = "punter." + Long.toString(System.nanoTime(), 36);
    String credentials =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, StaffClient.PASSWORD);
    return List.of(enter("register", credentials), enter("login", credentials));
  }

  private static Guest enter(String how, String credentials) {
    Answer answer = CASINO.send("POST", "/api/session/" + how, credentials, Map.of());
    for (int i = 0; i < 10 && answer.status() == 503; i++) { // passwords are hashed in turn
      answer = CASINO.send("POST", "/api/session/" + how, credentials, Map.of());
    }
    assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
    return CASINO.player(answer.json().path("token").asText());
  }

  private static String status(Answer answer) {
    return answer.json().path("status").asText();
  }
}
