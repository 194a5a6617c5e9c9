package dev.pitboss.server.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.games.books.BookMathematics;
import dev.pitboss.games.books.BookMode;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedFolderTest {
  private static final Path SAMPLES = Path.of("src/test/resources/published");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "fifty-fifty, base, 1, 200, 1/1, 100/200",
    "ways, base, 1, 200, 58099/2000, 29/200",
    "ways, bonus, 100, 100, 288031/100000, 93/100",
    "cluster, base, 1, 200, 35703/500, 120/200",
    "cluster, bonus, 200, 100, 314181/200000, 1/1"
  })
  void samplesHaveTheirPublishedFigures(
      String game, String mode, String cost, int books, String rtp, String hits) throws Exception {
    BookMode read = PublishedFolder.read(SAMPLES.resolve(game)).mode(mode).orElseThrow().mode();
    BetPar par = BookMathematics.par(read);

    assertThat(read.cost().toPlainString()).isEqualTo(cost);
    assertThat(read.table().size()).isEqualTo(books);
    assertThat(read.table().totalWeight()).isEqualTo(BigInteger.valueOf(books));
    assertThat(par.rtp()).hasToString(rtp);
    assertThat(par.hitFrequency()).isEqualTo(fraction(hits));
  }

  private static Fraction fraction(String text) {
    String[] parts = text.split("/", 2);
    return Fraction.of(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  @Test
  void sumOfWeightsBeyond64BitsIsExact() throws Exception {
    Path made =
        new MadeFolder(folder)
            .mode("base", "1", List.of("1,18446744073709551615,0", "2,18446744073709551615,190"))
            .path();
    BookMode mode = PublishedFolder.read(made).modes().getFirst().mode();

    assertThat(mode.table().totalWeight()).isEqualTo(new BigInteger("36893488147419103230"));
    assertThat(BookMathematics.par(mode).rtp()).isEqualTo(Fraction.of(95, 100));
  }

  @Test
  void blanksAndLineEndsOfOtherSystemsAreRead() throws Exception {
    MadeFolder made = new MadeFolder(folder).mode("base", "1", List.of("0,1,0", "1,1,190"));
    made.write("table_base.csv", "0, 1, 0\r\n1 ,1,190\r\n");

    assertThat(PublishedFolder.read(folder).modes().getFirst().mode().table().size()).isEqualTo(2);
  }

  @Test
  void rulesAreKnownByTheFilesAndNotByTheirNames() throws Exception {
    String hash = PublishedFolder.read(MadeFolder.simple(folder)).rules().hash();
    Path other = folder.resolve("other");
    MadeFolder copy = new MadeFolder(other);
    copy.write("t.csv", Files.readAllBytes(folder.resolve("table_base.csv")));
    copy.write("b.zst", Files.readAllBytes(folder.resolve("books_base.jsonl.zst")));
    copy.index(
        """
        {"modes": [{"name": "base", "cost": 1, "events": "b.zst", "weights": "t.csv", "more": 1}]}\
        """);
    assertThat(PublishedFolder.read(other).rules().hash()).isEqualTo(hash);
    assertThat(PublishedFolder.read(other).rules().version()).isEqualTo("books-1/" + hash);

    copy.write("t.csv", "0,14,0\n1,4,200\n2,1,1000\n"); // one byte more
    assertThat(PublishedFolder.read(other).rules().hash()).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0,1,0;1,0,200|table_base.csv:2: weight must be from 1 to 18446744073709551615, got 0",
        "0,18446744073709551616,0|table_base.csv:1: weight must be a whole number from 1 to"
            + " 18446744073709551615, got '18446744073709551616'",
        "0,1,0;1,-1,0|table_base.csv:2: weight must be a whole number from 1",
        "0,1,0;1,1.5,0|table_base.csv:2: weight must be a whole number from 1",
        "id,weight,payout;0,1,0|table_base.csv:1: id must be a whole number from 0 to"
            + " 18446744073709551615, got 'id'; the table has no header",
        "0,1,0;1,1|table_base.csv:2: must be id,weight,payout, got 1,1",
        "0,1,0;1,1,0,0|table_base.csv:2: must be id,weight,payout, got 1,1,0,0",
        "0,1,0;;1,1,0|table_base.csv:2: is empty",
        "0,1,0;1,1,0;0,1,0|table_base.csv:3: the id of this book stands on an earlier line",
        "0,1,9007199254740992|table_base.csv:1: payout must be from 0 to 9007199254740991",
        "0,1,|table_base.csv:1: payout must be a whole number"
      })
  void tableIsRefusedAtTheLineOfItsDefect(String table, String message) throws Exception {
    MadeFolder made = new MadeFolder(folder).mode("base", "1", List.of("0,1,0"));
    PublishedGame _ = PublishedFolder.read(folder); // in order so far
    made.write("table_base.csv", table.replace(";", "\n"));

    assertThatThrownBy(() -> PublishedFolder.read(folder))
        .isInstanceOf(PublicationDefect.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anEmptyTableIsRefused() {
    MadeFolder made = new MadeFolder(folder).mode("base", "1", List.of("0,1,0"));
    made.write("table_base.csv", new byte[0]);

    assertThatThrownBy(() -> PublishedFolder.read(folder))
        .hasMessage("table_base.csv: has no books: a mode needs at least one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{|index.json: malformed JSON at line 1",
        "{\"modes\": []}|index.json: modes must have 1 to 64 elements, has 0",
        "{}|index.json: modes is missing",
        "{\"modes\": [M, M]}|index.json: modes[1].name stands twice: \"base\" and \"base\"",
        "{\"modes\": [M, N]}|index.json: modes[1].name stands twice: \"BASE\" and \"base\"",
        "{\"modes\": [C-1}]}|index.json: modes[0].cost must be above 0",
        "{\"modes\": [C1e99}]}|index.json: modes[0].cost must be above 0, at most 1000000",
        "{\"modes\": [C\"1\"}]}|index.json: modes[0].cost must be a number, got \"1\"",
        "{\"modes\": [F../b]}|index.json: modes[0].events must name a file in the folder",
        "{\"modes\": [F/etc/passwd]}|index.json: modes[0].events must name a file in the folder",
        "{\"modes\": [Fgone]}|index.json: modes[0].events names no file in the folder: \"gone\"",
        "{\"modes\": 1}|index.json: modes must be a list, got 1"
      })
  void indexIsRefusedAtThePlaceOfItsDefect(String json, String message) throws Exception {
    MadeFolder made = new MadeFolder(folder).mode("base", "1", List.of("0,1,0"));
    PublishedGame _ = PublishedFolder.read(folder);
    String rest = ", \"events\": \"books_base.jsonl.zst\", \"weights\": \"table_base.csv\"";
    made.index(
        json.replace("M", "{\"name\": \"base\", \"cost\": 1" + rest + "}")
            .replace("N", "{\"name\": \"BASE\", \"cost\": 1" + rest + "}")
            .replaceAll("C([^}]*)}", "{\"name\": \"base\", \"cost\": $1" + rest + "}")
            .replaceAll(
                "F([^\\]]*)]",
                "{\"name\": \"base\", \"cost\": 1, \"events\": \"$1\", \"weights\": \"w\"}]"));

    assertThatThrownBy(() -> PublishedFolder.read(folder))
        .isInstanceOf(PublicationDefect.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aLinkOutOfTheFolderIsNotFollowed() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside.csv"), "0,1,0");
    Path inside = folder.resolve("game");
    new MadeFolder(inside).mode("base", "1", List.of("0,1,0"));
    Files.delete(inside.resolve("table_base.csv"));
    Files.createSymbolicLink(inside.resolve("table_base.csv"), outside);

    assertThatThrownBy(() -> PublishedFolder.read(inside))
        .hasMessage("index.json: modes[0].weights names no file in the folder: \"table_base.csv\"");
  }
}
