package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MadeFolder;
import dev.pitboss.server.published.PublishedFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedParTest {
  private static final String SAMPLES = "src/test/resources/published/";

  @TempDir Path folder;

  @Test
  void folderIsPrintedWithEveryFigure() throws Exception {
    String made = MadeFolder.simple(folder.resolve("night-run")).toString();
    String hash = PublishedFolder.read(Path.of(made)).rules().hash();

    assertThat(Ran.command("par", made).isFine().out())
        .isEqualTo(
            """
            night-run, published game: 1 mode, 3 books
            rules books-1/%1$s
            SHA-256 %1$s

            RTP             94.736842 %%
            house edge       5.263158 %%
            hit frequency   26.315789 %%
            one hit in           3.80
            volatility σ     2.282051
            max win                10 ×

            RTP exactly
              18/19

            base pays      one in        return    part of RTP
            2 × to 5 ×       4.75   42.105263 %%    44.444444 %%
            10 × to 20 ×    19.00   52.631579 %%    55.555556 %%
            all                     94.736842 %%   100.000000 %%

            mode   costs   books   payouts   top award   is one in
            base     1 ×       3         3        10 ×       19.00
            sum of weights of base: 19
            """
                .formatted(hash));
  }

  @ParameterizedTest
  @CsvSource({
    "fifty-fifty, 0, base, 1/1, 1/2, 200, 100/200",
    "ways, 0, base, 58099/2000, 29/200, 500000, 1/200",
    "ways, 1, bonus, 288031/100000, 93/100, 500000, 1/100",
    "cluster, 0, base, 35703/500, 3/5, 500000, 1/100",
    "cluster, 1, bonus, 314181/200000, 1/1, 500000, 1/50"
  })
  void jsonHasTheFractionsOfTheSamples(
      String sample, int number, String mode, String rtp, String hits, long top) throws Exception {
    JsonNode sheet =
        new ObjectMapper().readTree(Ran.command("par", SAMPLES + sample, "--json").isDone().out());
    JsonNode bet = sheet.path("bets").path(number);

    assertThat(sheet.path("game").asText()).isEqualTo(sample);
    assertThat(bet.path("bet").asText()).isEqualTo(mode);
    assertThat(bet.path("rtpExact").asText()).isEqualTo(rtp);
    assertThat(bet.path("hitFrequencyExact").asText()).isEqualTo(hits);
    JsonNode books = bet.path("books");
    assertThat(books.path("topAward").path("payout").asLong()).isEqualTo(top);
    assertThat(books.path("payouts").size()).isEqualTo(books.path("distinctPayouts").asInt());
    assertThat(sheet.path("notes").toString()).contains("all weights of " + mode + " are 1");
  }

  @Test
  void importedGameGoesByItsId() throws Exception {
    Path data = folder.resolve("data");
    new GameStore(data.resolve(GameStore.FOLDER))
        .add(Path.of(SAMPLES + "ways"), "my-ways", Optional.empty(), Instant.EPOCH);

    assertThat(Ran.command("par", "my-ways", "--json", "--data", data.toString()).isDone().out())
        .contains("\"game\":\"my-ways\"", "\"rtpExact\":\"58099/2000\"");
    assertThat(Ran.command("par", "others", "--data", data.toString()).isMisused().err())
        .contains("'others' is no game");
  }

  @Test
  void defectsAreUsageErrorsThatNameFileAndLine() {
    MadeFolder made = new MadeFolder(folder.resolve("a")).mode("base", "1", List.of("0,1,0"));
    made.write("table_base.csv", "0,1,0\n1,0,0\n");

    assertThat(Ran.command("par", made.path().toString()).isMisused().err())
        .contains("table_base.csv:2: weight must be from 1 to 18446744073709551615, got 0");
    assertThat(Ran.command("par", folder.toString()).isMisused().err())
        .contains(" is no published game: it has no index.json");
  }

  @Test
  void simulationOfAModeHoldsItsExactValue() {
    String made =
        new MadeFolder(folder.resolve("a"))
            .mode("base", "1.0", List.of("0,60,0", "1,35,200", "2,5,500"))
            .mode("bonus", "2.5", List.of("7,1,0", "8,3,300"))
            .path()
            .toString();

    for (String mode : List.of("base", "bonus")) {
      assertThat(
              Ran.command("simulate", made, "--bet", mode, "--rounds", "1_000_000", "--seed", "7")
                  .out())
          .contains("bet " + mode)
          .contains("holds the exact value")
          .doesNotContain("MISSES");
    }
  }
}
