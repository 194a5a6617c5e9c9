package dev.pitboss.server.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.games.books.BookTable;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GameStoreTest {
  private static final Instant NOW = Instant.parse("2026-05-31T12:00:00Z");
  private static final Path SAMPLES = Path.of("src/test/resources/published");

  @TempDir Path folder;

  private Path games;
  private GameStore store;

  @BeforeEach
  void makeStore() {
    games = folder.resolve("data/games");
    store = new GameStore(games);
  }

  private GameStore.Imported add(Path published, String id) throws Exception {
    return store.add(published, id, Optional.empty(), NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifty-fifty", "ways", "cluster"})
  void everyBookOfASampleIsStoredAsPublished(String sample) throws Exception {
    PublishedGame published = PublishedFolder.read(SAMPLES.resolve(sample));
    GameStore.Imported imported = add(SAMPLES.resolve(sample), sample);
    StoredGame stored = store.open(imported.offer().hash());

    assertThat(imported.offer().hash()).isEqualTo(published.rules().hash());
    assertThat(stored.game().rules()).isEqualTo(published.rules());
    for (int mode = 0; mode < published.modes().size(); mode++) {
      String name = published.modes().get(mode).mode().name();
      byte[] lines = unpacked(SAMPLES.resolve(sample).resolve("books_" + name + ".jsonl.zst"));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int row = 0; row < published.modes().get(mode).mode().table().size(); row++) {
        all.write(stored.book(mode, row));
        all.write('\n');
      }
      assertThat(all.toByteArray()).isEqualTo(lines);
    }
  }

  private static byte[] unpacked(Path file) throws Exception {
    try (var in = new com.github.luben.zstd.ZstdInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  @Test
  void theSameFolderAgainChangesNothing() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    assertThat(add(published, "simple").isNew()).isTrue();
    List<Path> before = files();

    GameStore.Imported again =
        store.add(published, "simple", Optional.empty(), NOW.plusSeconds(60));

    assertThat(again.isNew()).isFalse();
    assertThat(again.offer().importedAt()).isEqualTo(NOW);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void contentOfTwoIdsIsStoredOnce() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    add(published, "one");
    add(published, "two");

    assertThat(store.list()).extracting(GameStore.Offer::id).containsExactly("one", "two");
    assertThat(store.list()).extracting(GameStore.Offer::hash).containsOnly(hashOf(published));
    try (Stream<Path> folders = Files.list(games).filter(Files::isDirectory)) {
      assertThat(folders).hasSize(1);
    }
  }

  private static String hashOf(Path published) throws Exception {
    return PublishedFolder.read(published).rules().hash();
  }

  @Test
  void anotherFolderUnderTheSameIdIsANewVersionAndTheOldContentStays() throws Exception {
    String first = add(MadeFolder.simple(folder.resolve("a")), "game").offer().hash();
    Path changed =
        new MadeFolder(folder.resolve("b")).mode("base", "1", List.of("0,1,0", "1,1,190")).path();
    GameStore.Imported second = add(changed, "game");

    assertThat(second.isNew()).isTrue();
    assertThat(store.find("game").orElseThrow().hash()).isEqualTo(hashOf(changed));
    assertThat(store.open(first).game().modes()).hasSize(1);
  }

  @Test
  void operatorsAreAddedAndAllIncludesEach() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    store.add(published, "game", Optional.of("acme"), NOW);
    GameStore.Offer both = store.add(published, "game", Optional.of("beta"), NOW).offer();
    assertThat(both.operators()).containsExactly("acme", "beta");
    assertThat(both.isFor("acme")).isTrue();
    assertThat(both.isFor("house")).isFalse();

    GameStore.Offer all = store.add(published, "game", Optional.empty(), NOW).offer();
    assertThat(all.isFor("house")).isTrue();
    assertThat(store.add(published, "game", Optional.of("acme"), NOW).isNew()).isFalse();
  }

  @Test
  void booksInAnyOrderAndInSeveralFramesAreFoundByTheirRows() throws Exception {
    List<String> table = new ArrayList<>();
    List<String> books = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      table.add(MadeFolder.row(i * 3L, 1 + i, i * 10L));
      books.add(MadeFolder.book(Integer.toString(i * 3), Integer.toString(i * 10)));
    }
    Collections.shuffle(books, new Random(1));
    MadeFolder made = new MadeFolder(folder.resolve("a")).mode("base", "1", table, books);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int from = 0; from < books.size(); from += 500) {
      frames.write(MadeFolder.packed(String.join("\n", books.subList(from, from + 500)) + "\n"));
    }
    made.write("books_base.jsonl.zst", frames.toByteArray());

    StoredGame stored = store.open(add(made.path(), "game").offer().hash());
    BookTable read = stored.game().modes().getFirst().mode().table();
    for (int row = 0; row < read.size(); row += 7) {
      assertThat(new String(stored.book(0, row), UTF_8))
          .isEqualTo(MadeFolder.book(Long.toString(read.id(row)), Long.toString(read.payout(row))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "B0|books_base.jsonl.zst: has no book 1, which table_base.csv:2 lists",
        "B0;B1;B0|books_base.jsonl.zst:3: book 0 stands on an earlier line, too",
        "B0;B1;B2|books_base.jsonl.zst:3: id 2 is not in table_base.csv",
        "B0;{\"id\":1,\"events\":[],\"payoutMultiplier\":200}|books_base.jsonl.zst:2:"
            + " payoutMultiplier of book 1 is 200, but table_base.csv:2 says 190",
        "B0;{\"id\":1,\"events\":[],\"payoutMultiplier\":190.0}|books_base.jsonl.zst:2:"
            + " payoutMultiplier must be a whole number",
        "B0;{\"id\":1,\"payoutMultiplier\":190}|books_base.jsonl.zst:2: events is missing",
        "B0;{\"id\":1,\"events\":{},\"payoutMultiplier\":190}|books_base.jsonl.zst:2: events must"
            + " be a list",
        "B0;{\"events\":[],\"payoutMultiplier\":190}|books_base.jsonl.zst:2: id is missing",
        "B0;{\"id\":1,\"id\":1,\"events\":[],\"payoutMultiplier\":190}|books_base.jsonl.zst:2: id"
            + " stands twice",
        "B0;{\"id\":\"1\",\"events\":[],\"payoutMultiplier\":190}|books_base.jsonl.zst:2: id must"
            + " be a whole number",
        "B0;{\"id\":1|books_base.jsonl.zst:2: malformed JSON",
        "B0;[]|books_base.jsonl.zst:2: must be one JSON object",
        "B0;B1 {}|books_base.jsonl.zst:2: must be exactly one JSON object",
        "B0;;B1|books_base.jsonl.zst:2: is empty"
      })
  void booksAreRefusedAtTheLineOfTheirDefectAndNothingIsTaken(String books, String message)
      throws Exception {
    List<String> table = List.of("0,1,0", "1,1,190");
    MadeFolder made = new MadeFolder(folder.resolve("a")).mode("base", "1", table);
    add(made.path(), "control");
    List<Path> before = files();
    List<String> lines =
        Stream.of(books.split(";", -1))
            .map(it ->
                it.replace("B0", MadeFolder.book("0", "0"))
                    .replace("B1", MadeFolder.book("1", "190"))
                    .replace("B2", MadeFolder.book("2", "0")))
            .toList();
    new MadeFolder(made.path()).mode("base", "1", table, lines);

    assertThatThrownBy(() -> add(made.path(), "broken"))
        .isInstanceOf(PublicationDefect.class)
        .hasMessageStartingWith(message);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void brokenFramesAreRefused() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    Path books = published.resolve("books_base.jsonl.zst");
    byte[] whole = Files.readAllBytes(books);

    for (int length = 1; length < whole.length; length++) {
      Files.write(books, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> add(published, "broken"))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(PublicationDefect.class)
          .hasMessageStartingWith("books_base.jsonl.zst");
    }
    Files.write(books, "not a frame at all".getBytes(UTF_8));
    assertThatThrownBy(() -> add(published, "broken"))
        .hasMessageStartingWith("books_base.jsonl.zst: broken zstd frame after line 0: ");
    assertThat(store.list()).isEmpty();

    Files.write(books, whole);
    add(published, "whole");
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void aDefectFarBehindIsFoundAndLeavesNothing() throws Exception {
    List<String> table = new ArrayList<>();
    List<String> books = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      table.add(MadeFolder.row(i, 1, 0));
      books.add(MadeFolder.book(Integer.toString(i), i == 39_000 ? "10" : "0"));
    }
    Path published = new MadeFolder(folder.resolve("a")).mode("base", "1", table, books).path();

    assertThatThrownBy(() -> add(published, "game"))
        .hasMessage(
            "books_base.jsonl.zst:39001: payoutMultiplier of book 39000 is 10, but"
                + " table_base.csv:39001 says 0");
    assertThat(files()).containsExactly(games.resolve(".lock"));
  }

  @Test
  void whatAnImportLeftHalfIsRemovedByTheNext() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    Path half = games.resolve(".importing");
    Files.createDirectories(half);
    Files.writeString(half.resolve("0.books"), "half");
    assertThat(store.list()).isEmpty();

    add(published, "game");

    assertThat(half).doesNotExist();
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void contentWithoutAnOfferIsTakenOverAndDamagedContentReplaced() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    String hash = add(published, "game").offer().hash();
    Files.delete(games.resolve("game.json")); // as a crash before the last step leaves it
    assertThat(store.list()).isEmpty();
    add(published, "game");
    assertThat(store.open(hash).game().modes()).hasSize(1);

    Files.delete(games.resolve(hash).resolve("0.index"));
    assertThatThrownBy(() -> store.open(hash)).isInstanceOf(StoredGame.DamagedException.class);
    add(published, "game");
    assertThat(store.open(hash).book(0, 0)).isNotEmpty();
  }

  @Test
  void oneImportRunsAtATime() throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));
    Files.createDirectories(games);
    try (FileChannel other =
        FileChannel.open(
            games.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).isNotNull();
      assertThatThrownBy(() -> add(published, "game")).isInstanceOf(GameStore.BusyException.class);
    }
    assertThat(add(published, "game").isNew()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.csv|14,0|15,0|rules or a table differ",
        "0.csv|1,1000|1,9000|rules or a table differ",
        "rules.json|\"cost\":\"1\"|\"cost\":\"2\"|rules or a table differ",
        "rules.json|65536|65535|rules or a table differ",
        "seal.json|[\"|[\"0|differs from seal.json"
      })
  void whatIsTamperedWithIsNotOpened(String file, String text, String instead, String message)
      throws Exception {
    String hash = add(MadeFolder.simple(folder.resolve("a")), "game").offer().hash();
    StoredGame _ = store.open(hash);
    Path stored = games.resolve(hash).resolve(file);
    String before = Files.readString(stored);
    String after = before.replace(text, instead);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(stored, after);

    assertThatThrownBy(() -> store.open(hash))
        .isInstanceOf(StoredGame.DamagedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTamperedBookIsNotRead() throws Exception {
    String hash = add(MadeFolder.simple(folder.resolve("a")), "game").offer().hash();
    StoredGame stored = store.open(hash);
    assertThat(stored.book(0, 1)).isNotEmpty();
    List<byte[]> books = List.of(stored.book(0, 0), stored.book(0, 1), stored.book(0, 2));
    Path file = games.resolve(hash).resolve("0.books");
    byte[] whole = Files.readAllBytes(file);

    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(file, changed);
      for (int row = 0; row < books.size(); row++) {
        try {
          assertThat(stored.book(0, row)).isEqualTo(books.get(row)); // another frame was hit
        } catch (BookArchive.DamagedException _) {
          refused++;
        }
      }
    }
    // a frame's header has a bit or two that mean nothing
    assertThat(refused).isGreaterThan(whole.length * 9 / 10);
  }

  @Test
  void contentIsRemovedOnceNoOfferNamesIt() throws Exception {
    String hash = add(MadeFolder.simple(folder.resolve("a")), "game").offer().hash();

    assertThat(store.removeContent(hash)).isFalse();
    assertThat(store.open(hash).game().modes()).hasSize(1);
    assertThat(store.withdraw("game")).isTrue();
    assertThat(store.withdraw("game")).isFalse();
    assertThat(store.list()).isEmpty();
    assertThat(store.open(hash).game().modes()).hasSize(1);
    assertThat(store.removeContent(hash)).isTrue();
    assertThatThrownBy(() -> store.open(hash)).isInstanceOf(StoredGame.DamagedException.class);
    assertThat(files()).containsExactly(games.resolve(".lock"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Night", "night run", "../x", "-a", "a-", "a--b", "", "ä"})
  void idsAreLowerCaseWords(String id) throws Exception {
    Path published = MadeFolder.simple(folder.resolve("a"));

    assertThat(GameStore.isId(id)).isFalse();
    assertThatThrownBy(() -> add(published, id)).isInstanceOf(IllegalArgumentException.class);
    assertThat(GameStore.isId("night-run-2")).isTrue();
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(games)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
