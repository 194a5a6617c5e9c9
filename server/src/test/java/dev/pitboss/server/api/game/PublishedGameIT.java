package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.commands.CapturedTerminal;
import dev.pitboss.server.commands.OfflineProgram;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MadeFolder;
import dev.pitboss.server.published.PublishedFolder;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imported games as players play them.
class PublishedGameIT {
  private static final Path SAMPLES = Path.of("src/test/resources/published");
  private static final String BASE = "{\"mode\":\"base\",\"baseBet\":100}";

  @TempDir static Path folder;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.start();
    add(SAMPLES.resolve("fifty-fifty"), "coin", Optional.empty());
    add(SAMPLES.resolve("ways"), "my-ways", Optional.empty());
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  private static GameStore store() {
    return new GameStore(data().resolve(GameStore.FOLDER));
  }

  private static Path data() {
    return Objects.requireNonNull(casino.seedKey().toAbsolutePath().getParent());
  }

  /// Imports, and waits until it is on offer.
  private static String add(Path published, String id, Optional<String> operator) throws Exception {
    String hash = store().add(published, id, operator, Instant.EPOCH).offer().hash();
    Concurrently.await(
        id + " is offered",
        () ->
            casino
                .casino()
                .services()
                .catalogue()
                .game(id)
                .filter(it -> it.rules().hash().equals(hash))
                .isPresent());
    return hash;
  }

  @Test
  void gameIsShownWithItsModesAndTheirExactReturns() {
    JsonNode game = casino.client().get("/api/casino/games/my-ways").json();

    assertThat(game.path("name").asText()).isEqualTo("My Ways");
    assertThat(game.at("/parSheet/rtpExact").asText()).isEqualTo("58099/2000");
    assertThat(game.at("/modes/0/mode").asText()).isEqualTo("base");
    assertThat(game.at("/modes/1/mode").asText()).isEqualTo("bonus");
    assertThat(game.at("/modes/1/cost").asDouble()).isEqualTo(100);
    assertThat(game.at("/modes/1/parSheet/rtpExact").asText()).isEqualTo("288031/100000");
    assertThat(game.at("/modes/1/minStake").asLong())
        .isEqualTo(100 * game.at("/modes/0/minBaseBet").asLong());
    assertThat(casino.client().get("/api/casino/games").body()).contains("\"coin\"", "\"my-ways\"");
  }

  @Test
  void aRoundStakesBaseBetTimesCostAndPaysItsBook() throws Exception {
    Guest guest = casino.guest();
    long before = guest.balance();
    JsonNode played =
        guest.post("play/books/my-ways", "{\"mode\":\"BONUS\",\"baseBet\":10}").json();

    assertThat(played.path("stake").asLong()).isEqualTo(1000);
    long multiplier = played.at("/result/payoutMultiplier").asLong();
    assertThat(played.path("payout").asLong()).isEqualTo(10 * multiplier / 100);
    assertThat(played.path("balance").asLong())
        .isEqualTo(before - 1000 + played.path("payout").asLong())
        .isEqualTo(guest.balance());

    String ref = played.path("ref").asText();
    JsonNode round = guest.get("rounds/" + ref).json();
    assertThat(round.path("bet").toString()).isEqualTo("{\"mode\":\"bonus\",\"baseBet\":10}");
    JsonNode book = guest.get("rounds/" + ref + "/book").json();
    assertThat(book.path("game").asText()).isEqualTo("my-ways");
    assertThat(book.at("/book/payoutMultiplier").asLong()).isEqualTo(multiplier);
    assertThat(book.at("/book/id").asText()).isEqualTo(played.at("/result/book").asText());
    assertThat(book.at("/book/events").size()).isPositive();
    assertThat(book.path("book")).isEqualTo(published("ways", "bonus", book.at("/book/id")));
    assertThat(guest.get("game-history?game=my-ways").json().at("/rounds/0/ref").asText())
        .isEqualTo(ref);
  }

  private static JsonNode published(String sample, String mode, JsonNode id) throws Exception {
    Path file = SAMPLES.resolve(sample).resolve("books_" + mode + ".jsonl.zst");
    try (var in = new com.github.luben.zstd.ZstdInputStream(Files.newInputStream(file))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("{\"id\": " + id.asText() + ",")) {
          return new ObjectMapper().readTree(line);
        }
      }
    }
    throw new AssertionError("no book " + id);
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswerAndAnotherBetIsRefused() {
    Guest guest = casino.guest();
    Answer first = guest.post("play/books/coin", BASE, "one");
    Answer again = guest.post("play/books/coin", BASE, "one");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    Answer other = guest.post("play/books/coin", "{\"mode\":\"base\",\"baseBet\":200}", "one");
    assertThat(other.status()).isEqualTo(422);
    assertThat(guest.get("game-history").json().path("rounds").size()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "coin|{\"mode\":\"bonus\",\"baseBet\":100}|mode|must be one of base, got bonus",
        "coin|{\"baseBet\":100}|mode|is required",
        "coin|{\"mode\":\"base\"}|baseBet|is required",
        "coin|{\"mode\":\"base\",\"baseBet\":0}|baseBet|must be a multiple of 1 from 1 to 10000",
        "coin|{\"mode\":\"base\",\"baseBet\":10001}|baseBet|must be a multiple of 1 from 1",
        "my-ways|{\"mode\":\"base\",\"baseBet\":15}|baseBet|must be a multiple of 10 from 10 to",
        "coin|{\"mode\":\"base\",\"baseBet\":1.5}|baseBet|must be",
        "coin|{\"mode\":\"base\",\"baseBet\":100,\"book\":\"7\"}|book|unknown"
      })
  void badBetsAreRefusedAtTheirFieldAndMoveNothing(
      String game, String body, String field, String message) {
    Guest guest = casino.guest();
    long before = guest.balance();
    Answer refused = guest.post("play/books/" + game, body);

    assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.json().path("detail").asText()).contains(message);
    assertThat(guest.balance()).isEqualTo(before);
    assertThat(guest.post("play/books/" + game, BASE).status()).isEqualTo(200);
  }

  @Test
  void onlyPublishedGamesArePlayedThere() {
    Guest guest = casino.guest();

    assertThat(guest.post("play/books/absent", BASE).code()).isEqualTo("no_such_game");
    assertThat(guest.post("play/books/roulette", BASE).code()).isEqualTo("no_such_game");
    String ref = guest.spin(40).json().path("ref").asText();
    assertThat(guest.get("rounds/" + ref + "/book").code()).isEqualTo("no_such_book");
    Guest other = casino.guest();
    assertThat(other.get("rounds/" + ref + "/book").code()).isEqualTo("no_such_round");
  }

  @Test
  void everyRoundIsProvenByTheCasinoAndWithoutIt() throws Exception {
    for (String scheme : List.of("pitboss-1", "stake")) {
      Guest guest = casino.guest();
      guest.post("fairness/rotate", "{\"scheme\":\"" + scheme + "\"}");
      List<String> refs = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        refs.add(
            guest
                .post("play/books/my-ways", "{\"mode\":\"base\",\"baseBet\":10}")
                .json()
                .path("ref")
                .asText());
      }
      guest.post("fairness/rotate", "{}");
      for (String ref : refs) {
        JsonNode verified = guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}").json();
        assertThat(verified.path("matches").asBoolean()).as(verified.toString()).isTrue();
      }
      String saved = guest.get("rounds/" + refs.getFirst()).body();
      assertThat(verify(saved, "--data", data().toString()))
          .contains("8 draws by " + scheme, "bytes, by their SHA-256")
          .endsWith("\nVALID\n");
      assertThat(verify(saved, "--rules", SAMPLES.resolve("ways").toString()))
          .endsWith("\nVALID\n");
      assertThat(
              verify(
                  saved.replaceFirst("\"book\":\"\\d+\"", "\"book\":\"200\""),
                  "--rules",
                  SAMPLES.resolve("ways").toString()))
          .contains("NOT VALID: result.book is \"200\"");
    }
  }

  /// What the command prints.
  private static String verify(String saved, String option, String value) {
    CapturedTerminal terminal = new CapturedTerminal(saved, Map.of(), false);
    int _ =
        new OfflineProgram().run(new String[] {"verify", "-", option, value}, terminal.terminal());
    return terminal.out() + terminal.err();
  }

  @Test
  void aTamperedTableWeightOrBookFailsVerification() throws Exception {
    Path made = MadeFolder.simple(folder.resolve("tampered"));
    String hash = add(made, "tampered", Optional.empty());
    Guest guest = casino.guest();
    String ref = guest.post("play/books/tampered", BASE).json().path("ref").asText();
    guest.post("fairness/rotate", "{}");
    String saved = guest.get("rounds/" + ref).body();
    String verify = "{\"ref\":\"" + ref + "\"}";
    assertThat(guest.post("fairness/verify", verify).json().path("matches").asBoolean()).isTrue();
    assertThat(verify(saved, "--rules", made.toString())).endsWith("\nVALID\n");

    // in the folder as the studio published it: a weight, a payout, a byte of the books
    Path table = made.resolve("table_base.csv");
    String rows = Files.readString(table);
    for (String changed : List.of(rows.replace("0,14", "0,15"), rows.replace("1000", "2000"))) {
      Files.writeString(table, changed);
      assertThat(verify(saved, "--rules", made.toString()))
          .contains("--rules is not what the round was played by");
    }
    Files.writeString(table, rows);
    Path books = made.resolve("books_base.jsonl.zst");
    byte[] packed = Files.readAllBytes(books);
    packed[packed.length - 1] ^= 1;
    Files.write(books, packed);
    assertThat(verify(saved, "--rules", made.toString()))
        .contains("--rules is not what the round was played by");

    // as it is stored here
    Path stored = data().resolve("games").resolve(hash);
    byte[] frames = Files.readAllBytes(stored.resolve("0.books"));
    Files.write(stored.resolve("0.books"), new byte[frames.length]);
    assertThat(guest.post("fairness/verify", verify).code()).isEqualTo("rules_unavailable");
    assertThat(guest.get("rounds/" + ref + "/book").code()).isEqualTo("rules_unavailable");
    assertThat(verify(saved, "--data", data().toString())).contains("NOT VALID: row ");
    Files.write(stored.resolve("0.books"), frames);
    assertThat(guest.post("fairness/verify", verify).json().path("matches").asBoolean()).isTrue();

    Files.writeString(stored.resolve("0.csv"), rows.replace("0,14", "0,15"));
    assertThat(verify(saved, "--data", data().toString())).contains("is not available", "differ");
    Files.writeString(stored.resolve("0.csv"), rows);
    assertThat(verify(saved, "--data", data().toString())).endsWith("\nVALID\n");
  }

  @Test
  void roundsOfAnEarlierVersionAreStillProven() throws Exception {
    String first = add(MadeFolder.simple(folder.resolve("first")), "versions", Optional.empty());
    Guest guest = casino.guest();
    String ref = guest.post("play/books/versions", BASE).json().path("ref").asText();
    Path next =
        new MadeFolder(folder.resolve("second"))
            .mode("base", "1", List.of("5,1,0", "6,1,190"))
            .path();
    String second = add(next, "versions", Optional.empty());
    String later = guest.post("play/books/versions", BASE).json().path("ref").asText();

    assertThat(guest.get("rounds/" + ref).json().at("/fairness/rulesHash").asText())
        .isEqualTo(first);
    assertThat(guest.get("rounds/" + later).json().at("/fairness/rulesHash").asText())
        .isEqualTo(second)
        .isEqualTo(PublishedFolder.read(next).rules().hash());
    guest.post("fairness/rotate", "{}");
    for (String played : List.of(ref, later)) {
      JsonNode verified = guest.post("fairness/verify", "{\"ref\":\"" + played + "\"}").json();
      assertThat(verified.path("matches").asBoolean()).as(verified.toString()).isTrue();
      assertThat(guest.get("rounds/" + played + "/book").status()).isEqualTo(200);
    }
  }

  @Test
  void aGameForOneOperatorIsNotOfferedByOthers() throws Exception {
    Tenant acme = Tenant.make(casino, "acme", "CHIP");
    add(MadeFolder.simple(folder.resolve("acmes")), "acmes", Optional.of("acme"));
    Guest house = casino.guest();
    String player = acme.guest();

    assertThat(house.post("play/books/acmes", BASE).code()).isEqualTo("no_such_game");
    assertThat(house.get("games/acmes").code()).isEqualTo("no_such_game");
    assertThat(house.get("games").body()).doesNotContain("acmes");
    assertThat(acme.ask(player, "POST", "/api/casino/play/books/acmes", BASE).status())
        .isEqualTo(200);
    assertThat(acme.ask(player, "GET", "/api/casino/games", null).body()).contains("\"acmes\"");
  }

  @Test
  void rulesOfTheJurisdictionHoldForPublishedGames() {
    Tenant strict =
        Tenant.make(
            casino,
            "measured-books",
            "EUR",
            ",\"welcomeGrant\":100000,\"takesGuests\":true,\"jurisdiction\":\"measured\"");
    String player = strict.guest();
    String path = "/api/casino/play/books/coin";

    assertThat(strict.ask(player, "POST", path, BASE).status()).isEqualTo(200);
    assertThat(strict.ask(player, "POST", path, BASE).code()).isEqualTo("too_fast");
  }

  @Test
  void moneyOfAnotherWalletIsStakedAndPaidThere() throws Exception {
    try (RemoteOperator operator = RemoteOperator.make(casino, 0)) {
      String session = operator.welcome("reader");
      Answer played = operator.post(session, "play/books/coin", BASE, "key");

      assertThat(played.status()).as(played.toString()).isEqualTo(200);
      assertThat(operator.post(session, "play/books/coin", BASE, "key").body())
          .isEqualTo(played.body());
    }
  }

  @Test
  void whatIsDamagedIsNotOfferedAndOthersAre() throws Exception {
    Path made =
        new MadeFolder(folder.resolve("damaged"))
            .mode("base", "1", List.of("0,7,0", "1,3,90"))
            .path();
    String hash = add(made, "whole", Optional.empty());
    Path table = data().resolve("games").resolve(hash).resolve("0.csv");
    Files.writeString(table, "0,7,0\n1,4,90");
    Path offers = data().resolve("games");
    Files.copy(offers.resolve("whole.json"), offers.resolve("damaged.json"));
    add(SAMPLES.resolve("cluster"), "after", Optional.empty()); // so the folder was read since
    Guest guest = casino.guest();

    assertThat(guest.post("play/books/damaged", BASE).code()).isEqualTo("no_such_game");
    assertThat(guest.post("play/books/whole", BASE).status()).isEqualTo(200);
  }
}
