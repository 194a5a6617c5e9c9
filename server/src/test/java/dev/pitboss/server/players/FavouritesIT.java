package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.Tenant;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Favourites are the player's own, on every device, and bounded.
final class FavouritesIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant TENANT = Tenant.make(CASINO, "favourites", "CHIP");
  private static final String FAVOURITES = "/api/casino/favourites";

  private static Answer mark(String token, String game, boolean isFavourite) {
    return TENANT.ask(
        token,
        "PUT",
        FAVOURITES,
        "{\"game\":\"%s\",\"favourite\":%s}".formatted(game, isFavourite));
  }

  private static List<String> games(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("games").valueStream().map(JsonNode::asText).toList();
  }

  private static List<String> of(String token) {
    return games(TENANT.ask(token, "GET", FAVOURITES, null));
  }

  @Test
  void favouritesAreInTheOrderInWhichTheyWereMarked() {
    String token = TENANT.guest();
    assertThat(of(token)).isEmpty();
    mark(token, "roulette", true);
    mark(token, "crash", true);
    assertThat(games(mark(token, "roulette", true))).containsExactly("roulette", "crash");
    assertThat(games(mark(token, "roulette", false))).containsExactly("crash");
    assertThat(games(mark(token, "roulette", false))).containsExactly("crash");
    assertThat(games(mark(token, "roulette", true))).containsExactly("crash", "roulette");
    assertThat(of(token)).containsExactly("crash", "roulette");
  }

  @Test
  void playersOfOneOperatorAndOfAnotherHaveTheirOwn() {
    String one = TENANT.guest();
    String other = TENANT.guest();
    mark(one, "baccarat", true);
    assertThat(of(one)).containsExactly("baccarat");
    assertThat(of(other)).isEmpty();
    // a token is good at its operator's host alone
    String foreign = Tenant.make(CASINO, "favourites-2", "CHIP").guest();
    Answer refused = TENANT.ask(foreign, "GET", FAVOURITES, null);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(mark(foreign, "baccarat", true).status()).isEqualTo(401);
  }

  @Test
  void whatIsNoGameOfTheCasinoIsRefusedAndChangesNothing() {
    String token = TENANT.guest();
    mark(token, "slots", true);
    for (String body :
        List.of(
            "{\"game\":\"chess\",\"favourite\":true}",
            "{\"game\":7,\"favourite\":true}",
            "{\"game\":\"crash\",\"favourite\":\"yes\"}",
            "{\"game\":\"crash\"}",
            "{\"favourite\":true}",
            "{\"game\":\"crash\",\"favourite\":true,\"more\":1}")) {
      Answer refused = TENANT.ask(token, "PUT", FAVOURITES, body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.json().path("field").asText()).as(body).isIn("game", "favourite", "more");
    }
    assertThat(of(token)).containsExactly("slots");
  }

  @Test
  void marksAtTheSameTimeAreAllKeptUpToTheBound() throws Exception {
    String token = TENANT.guest();
    List<String> ids = List.of("slots-20", "slots", "roulette", "blackjack", "baccarat", "crash");
    assertThat(Concurrently.times(ids.size(), index -> mark(token, ids.get(index), true).status()))
        .containsOnly(200);
    assertThat(of(token)).containsExactlyInAnyOrderElementsOf(ids);

    fill(token, FavouriteGames.MAX_GAMES);
    assertThat(mark(token, "roulette", true).json().path("detail").asText())
        .contains("at most 100 favourites");
    assertThat(of(token)).hasSize(FavouriteGames.MAX_GAMES);
    mark(token, "gone-0", false);
    assertThat(games(mark(token, "roulette", true))).hasSize(FavouriteGames.MAX_GAMES);
  }

  /// So many games that are no longer offered.
  private static void fill(String token, int count) throws SQLException {
    String games =
        IntStream.range(0, count)
            .mapToObj("gone-%d"::formatted)
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    long player =
        TENANT.ask(token, "GET", "/api/casino/user-info", null).json().path("playerId").asLong();
    CASINO.sql(
        "UPDATE favourite_games SET games = '{%s}' WHERE player_id = %d".formatted(games, player));
  }
}
