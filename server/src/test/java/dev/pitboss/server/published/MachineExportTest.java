package dev.pitboss.server.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.pitboss.games.books.BookMathematics;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.ReelGame;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineExportTest {
  @TempDir Path folder;

  private BetPar exportedAndImported(ReelGame game) throws Exception {
    Path made = folder.resolve(game.id());
    MachineExport.write(game.machine(), game.parSheet().usualBet().rtp(), made);
    GameStore.Imported imported =
        new GameStore(folder.resolve("games"))
            .add(made, game.id() + "-books", Optional.empty(), Instant.EPOCH);
    assertThat(imported.game().modes()).hasSize(1);
    return BookMathematics.par(imported.game().modes().getFirst().mode());
  }

  @Test
  void machineOfOursReturnsTheSameOnceItIsExportedAndImported() throws Exception {
    ReelGame game = (ReelGame) Games.named("slots-20").orElseThrow();
    BetPar ours = game.parSheet().usualBet();

    BetPar books = exportedAndImported(game);

    assertThat(books.rtp()).isEqualTo(ours.rtp());
    assertThat(books.hitFrequency()).isEqualTo(ours.hitFrequency());
    assertThat(books.volatility()).isBetween(ours.volatility() * 0.8, ours.volatility() * 1.25);
    assertThat(books.maxWin()).isLessThanOrEqualTo(ours.maxWin());
    assertThat(books.maxWin().toDouble()).isGreaterThan(50);
  }

  @Test
  void machineFromAFileIsExportedToo() throws Exception {
    ReelGame game =
        ReelGame.of(Files.readString(Path.of("..", "docs", "examples", "machine.json")));

    BetPar books = exportedAndImported(game);

    assertThat(books.rtp()).isEqualTo(game.parSheet().usualBet().rtp());
  }

  @Test
  void eventsOfEachBookSayWhatItPays() throws Exception {
    ReelGame game = (ReelGame) Games.named("slots-20").orElseThrow();
    Path made = folder.resolve("events");
    int count = MachineExport.write(game.machine(), game.parSheet().usualBet().rtp(), made);

    List<String> lines;
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(made.resolve("books_base.jsonl.zst"))),
                StandardCharsets.UTF_8))) {
      lines = in.lines().toList();
    }
    assertThat(lines).hasSize(count);
    ObjectMapper json = new ObjectMapper();
    int withFreeSpins = 0;
    for (String line : lines) {
      JsonNode book = json.readTree(line);
      JsonNode events = book.path("events");
      long won = 0;
      long shown = 0;
      int at = 0;
      for (JsonNode event : events) {
        assertThat(event.path("index").asInt()).isEqualTo(at++);
        if (event.path("type").asText().equals("winInfo")) {
          won += event.path("totalWin").asLong();
          for (JsonNode win : event.path("wins")) {
            shown += win.path("win").asLong();
          }
        }
        if (event.path("type").asText().equals("freeSpinTrigger")) {
          withFreeSpins++;
        }
      }
      JsonNode last = events.get(events.size() - 1);
      assertThat(last.path("type").asText()).isEqualTo("finalWin");
      assertThat(last.path("amount")).isEqualTo(book.path("payoutMultiplier"));
      assertThat(shown).as(line.substring(0, 60)).isEqualTo(won);
      assertThat(won).isGreaterThanOrEqualTo(book.path("payoutMultiplier").asLong());
      assertThat(events.get(0).path("board")).hasSize(5).allMatch(reel -> reel.size() == 3);
    }
    assertThat(withFreeSpins).isGreaterThan(1000);
  }
}
