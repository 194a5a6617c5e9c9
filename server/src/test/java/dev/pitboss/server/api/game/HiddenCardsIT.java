package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.cards.Shoe;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The canary: what a player must not know is in no reply, no error and no log line before its
/// time.
class HiddenCardsIT {
  private static final Pattern CARD = Pattern.compile("(?:10|[2-9JQKA])[♦♥♠♣]");
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger("dev.pitboss");
  private static final Level USUAL = ROOT.getLevel();

  private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();

  private final CasinoFixture casino = CasinoFixture.shared();
  private final BlackjackPlayer player = new BlackjackPlayer(casino.guest());
  private final Guest guest = player.guest();

  @BeforeAll
  static void logEverything() {
    LOGGED.list = Collections.synchronizedList(new ArrayList<>());
    LOGGED.start();
    ROOT.setLevel(Level.TRACE);
    ROOT.addAppender(LOGGED);
  }

  @AfterAll
  static void logAsUsual() {
    ROOT.detachAppender(LOGGED);
    ROOT.setLevel(USUAL);
  }

  @Test
  void noReplyErrorOrLogTellsMoreThanTheOpenCards() throws Exception {
    Collection<String> said = new ConcurrentLinkedQueue<>();
    Map<Long, List<String>> shown = new HashMap<>();
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      JsonNode round = keep(said, player.deal(100));
      long nonce = round.at("/fairness/nonce").asLong();
      while (!round.path("final").asBoolean()) {
        List<String> open = openCards(round);
        for (Answer answer : provoke(round)) {
          assertThat(cards(keep(said, answer).toString())).isSubsetOf(open);
        }
        assertThat(cards(round.toString())).isEqualTo(open);
        assertThat(round.at("/dealer/cards")).hasSize(1);
        JsonNode actions = round.path("actions");
        round = keep(said, player.act(round, actions.get(random.nextInt(actions.size())).asText()));
      }
      shown.put(nonce, openCards(round));
    }
    assertThat(databaseText()).doesNotContainPattern(CARD);

    JsonNode revealed = guest.post("fairness/rotate", "{}").json().path("revealed");

    String seed = revealed.path("serverSeed").asText();
    assertThat(seed).hasSizeGreaterThan(30);
    assertThat(said).noneMatch(reply -> reply.contains(seed));
    assertThat(LOGGED.list)
        .noneMatch(event -> event.getFormattedMessage().contains(seed))
        .noneMatch(event -> CARD.matcher(event.getFormattedMessage()).find());
    // that is the seed the cards came from, so it was the right secret to look for
    shown.forEach((nonce, cards) ->
        assertThat(dealt(revealed, nonce, cards.size()))
            .containsExactlyInAnyOrderElementsOf(cards));
  }

  /// Everything a curious client can ask about an open round.
  private List<Answer> provoke(JsonNode round) {
    String ref = round.path("ref").asText();
    return List.of(
        guest.get("play/blackjack"),
        guest.get("rounds/" + ref),
        guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}"),
        guest.post("fairness/rotate", "{}"),
        guest.get("fairness"),
        guest.get("game-history"),
        player.deal(100),
        player.act(ref, 77, "hit"),
        player.act(ref, round.path("version").asInt(), "fold"),
        guest.post("slots/result", "{\"ref\":\"" + ref + "\"}"));
  }

  private static List<String> openCards(JsonNode round) {
    List<String> cards = new ArrayList<>();
    round.at("/dealer/cards").forEach(card -> cards.add(card.asText()));
    round
        .path("hands")
        .forEach(hand -> hand.path("cards").forEach(card -> cards.add(card.asText())));
    return cards;
  }

  private static List<String> cards(String text) {
    return CARD.matcher(text).results().map(MatchResult::group).toList();
  }

  private static JsonNode keep(Collection<String> said, Answer answer) {
    said.add(answer.body() + answer.response().headers());
    return answer.json();
  }

  private String databaseText() throws Exception {
    try (var connection = casino.owner();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT coalesce(string_agg(t, ' '), '') FROM (
                  SELECT o::text AS t FROM open_round o UNION ALL SELECT m::text FROM move m) text
                """)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static List<String> dealt(JsonNode revealed, long nonce, int count) {
    Shoe shoe =
        new Shoe(
            6,
            DrawScheme.PITBOSS_1.draws(
                ServerSeed.of(revealed.path("serverSeed").asText()),
                new ClientSeed(revealed.path("clientSeed").asText()),
                nonce));
    return IntStream.range(0, count).mapToObj(_ -> shoe.deal().toString()).toList();
  }
}
