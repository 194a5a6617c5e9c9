package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pitboss.games.books.BookDraw;
import dev.pitboss.games.books.BookTable;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The page's ticket is in the book that the server draws.
class BooksScriptTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 300;

  @Test
  void ticketsOfThePageDrawTheBooksOfTheServer() throws Exception {
    Random random = new Random(20_261_130);
    ArrayNode rounds = JSON.createArrayNode();
    BookTable[] tables = new BookTable[ROUNDS];
    int[] drawn = new int[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      BookTable.Builder table = new BookTable.Builder();
      int books = 1 + random.nextInt(50);
      for (int book = 0; book < books; book++) {
        table.add(book, (random.nextLong() >>> random.nextInt(Long.SIZE)) | 1, 0);
      }
      tables[i] = table.build();
      DrawScheme scheme = i % 2 == 0 ? DrawScheme.PITBOSS_1 : DrawScheme.STAKE;
      String seed = "%064x".formatted(new BigInteger(256, random));
      drawn[i] =
          new BookDraw(tables[i]).row(scheme.draws(ServerSeed.of(seed), new ClientSeed("page"), i));
      ObjectNode round = rounds.addObject();
      round.put("scheme", scheme.id()).put("serverSeed", seed).put("clientSeed", "page");
      round.put("nonce", i).put("totalWeight", tables[i].totalWeight().toString());
    }

    JsonNode tickets;
    try (PageScripts pages = PageScripts.open()) {
      tickets =
          pages.call(
              """
              import {Draws} from '/js/core/fair.js';
              import {ticketOf} from '/js/games/books-rules.js';
              const ticket = async (round) => `${await ticketOf(new Draws(round), round.totalWeight)}`;
              """,
              "(rounds) => Promise.all(rounds.map((round) => ticket(round)))",
              rounds);
    }

    for (int i = 0; i < ROUNDS; i++) {
      BigInteger ticket = new BigInteger(tickets.get(i).asText());
      BigInteger before = BigInteger.ZERO;
      for (int row = 0; row < drawn[i]; row++) {
        before = before.add(weight(tables[i], row));
      }
      assertThat(ticket)
          .isGreaterThanOrEqualTo(before)
          .isLessThan(before.add(weight(tables[i], drawn[i])));
    }
  }

  private static BigInteger weight(BookTable table, int row) {
    return new BigInteger(Long.toUnsignedString(table.weight(row)));
  }
}
