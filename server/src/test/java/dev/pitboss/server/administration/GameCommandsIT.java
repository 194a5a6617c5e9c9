package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MadeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pitboss game` on a casino that runs, and on a folder without one.
class GameCommandsIT {
  private static final String BASE = "{\"mode\":\"base\",\"baseBet\":100}";

  @TempDir static Path folder;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  private static Ran run(String... words) {
    return Ran.on(casino, words);
  }

  @Test
  void gameIsImportedListedPlayedAndKeptForItsRounds() throws Exception {
    String made = MadeFolder.simple(folder.resolve("night")).toString();
    JsonNode imported = run("game", "import", made, "--id", "night-run", "--json").json();
    assertThat(imported.at("/0/RTPExact").asText()).isEqualTo("18/19");
    assertThat(imported.at("/0/new").asBoolean()).isTrue();
    assertThat(run("game", "import", made, "--id", "night-run").done()).endsWith(" no\n");
    assertThat(run("game", "list").done()).contains("night-run", "all");
    assertThat(run("operator", "show", "house").done()).contains("night-run");
    Guest guest = casino.guest();
    Concurrently.await(
        "it is offered", () -> guest.post("play/books/night-run", BASE).status() == 200);

    assertThat(run("game", "remove", "night-run").err())
        .contains("rounds of night-run need it for replay and verification");
    assertThat(guest.post("play/books/night-run", BASE).status()).isEqualTo(200);
    run("operator", "game", "house", "night-run", "off").done();
    Concurrently.await(
        "it is off", () -> guest.post("play/books/night-run", BASE).code().equals("game_off"));
    assertThat(run("audit", "export").out()).contains("game.imported");
  }

  @Test
  void gameWithoutARoundIsRemoved() throws Exception {
    String made =
        new MadeFolder(folder.resolve("unplayed"))
            .mode("base", "1", List.of("0,1,0", "1,1,180"))
            .path()
            .toString();
    run("game", "import", made, "--id", "unplayed").done();
    Concurrently.await(
        "it is offered", () -> casino.client().get("/api/casino/games/unplayed").status() == 200);

    assertThat(run("game", "remove", "unplayed").done()).isEqualTo("unplayed is removed\n");

    assertThat(casino.client().get("/api/casino/games/unplayed").status()).isEqualTo(404);
    assertThat(run("game", "list").done()).doesNotContain("unplayed");
    assertThat(run("game", "remove", "unplayed").err()).contains("no imported game unplayed");
    run("game", "import", made, "--id", "unplayed").done();
    assertThat(run("game", "list").done()).contains("unplayed");
  }

  @Test
  void whatCannotBeImportedIsRefused() {
    Path made = MadeFolder.simple(folder.resolve("refused"));
    String name = made.toString();

    assertThat(run("game", "import", name, "--id", "roulette").err())
        .contains("--id roulette is a game of the casino's own");
    assertThat(run("game", "import", name, "--id", "Night Run").err())
        .contains("--id takes 1 to 40 lower-case letters and digits");
    assertThat(run("game", "import", name, "--id", "x", "--operator", "absent").err())
        .contains("no such operator: absent");
    assertThat(run("game", "import", name).err()).contains("--id is required");
    assertThat(run("game", "import", folder + "/absent", "--id", "x").err())
        .contains("is no published game");
    new MadeFolder(made).write("table_base.csv", "0,1,0\n1,0,200\n");
    assertThat(run("game", "import", name, "--id", "x").err())
        .isEqualTo(
            "pitboss game: table_base.csv:2: weight must be from 1 to 18446744073709551615, got 0:"
                + " such a book can never be drawn\n");
  }

  @Test
  void aFolderWithoutACasinoTakesGames() {
    String data = folder.resolve("no-casino").toString();
    String made = MadeFolder.simple(folder.resolve("early")).toString();

    assertThat(Ran.of("game", "list", "--data", data).done()).startsWith("game");
    Ran.of("game", "import", made, "--id", "early", "--data", data).done();
    assertThat(Ran.of("game", "list", "--data", data).done()).contains("early");
  }

  /// A process that is killed at any moment leaves no game, or a whole one.
  @Test
  void killedImportsLeaveNothingHalf() throws Exception {
    Path data = folder.resolve("killed");
    GameStore store = new GameStore(data.resolve(GameStore.FOLDER));
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      rows.add(MadeFolder.row(i, 1 + i, i % 3 == 0 ? 250 : 0));
    }
    String made = new MadeFolder(folder.resolve("large")).mode("base", "1", rows).path().toString();
    Random random = new Random(20_261_130);
    int seenHalf = 0;
    for (int i = 0; i < 12; i++) {
      Process process =
          Ran.process("game", "import", made, "--id", "large", "--data", data.toString());
      try {
        Path half = data.resolve("games/.importing");
        while (process.isAlive() && !Files.exists(half)) {
          Thread.sleep(5);
        }
        Thread.sleep(random.nextInt(700));
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      seenHalf += Files.exists(data.resolve("games/.importing")) ? 1 : 0;
      for (GameStore.Offer offer : store.list()) {
        assertThat(store.open(offer.hash()).book(0, 59_999)).isNotEmpty();
      }
    }
    assertThat(seenHalf).as("control: some were killed in the middle").isPositive();

    Ran.of("game", "import", made, "--id", "large", "--data", data.toString()).done();
    assertThat(store.open(store.find("large").orElseThrow().hash()).game().modes()).hasSize(1);
    try (Stream<Path> left = Files.list(data.resolve("games"))) {
      assertThat(left.map(it -> it.getFileName().toString()).filter(it -> it.startsWith(".")))
          .containsExactly(".lock");
    }
  }

  @Test
  void frontEndIsImportedWithItsGameServedAndRemovedWithIt() throws Exception {
    String made = MadeFolder.simple(folder.resolve("fronted")).toString();
    Path front = Files.createDirectories(folder.resolve("front"));
    assertThat(run("game", "import", made, "--id", "fronted", "--front", front.toString()).err())
        .contains("front: has no index.html");
    assertThat(run("game", "list").done()).doesNotContain("fronted");
    Files.writeString(front.resolve("index.html"), "<p>front</p>");

    String _ = run("game", "import", made, "--id", "fronted", "--front", front.toString()).done();

    Guest guest = casino.guest();
    Concurrently.await(
        "it is offered", () -> guest.post("games/fronted/launch", "{}").status() == 201);
    String url = guest.post("games/fronted/launch", "{}").json().path("frontUrl").asText();
    assertThat(url).contains("/fronts/fronted/", "sessionID=", "rgs_url=", "lang=en");
    assertThat(casino.get(url).body()).endsWith("<p>front</p>");
    String _ = run("game", "import", made, "--id", "fronted").done();
    assertThat(casino.get(url).status()).as("it stays without --front").isEqualTo(200);
    assertThat(run("game", "remove", "fronted").done()).contains("fronted is removed");
    assertThat(casino.get(url).status()).isEqualTo(404);
  }

  @Test
  void machinesAreExportedAndOtherGamesAreNot() throws Exception {
    Path out = folder.resolve("exported");
    String machine = Path.of("..", "docs", "examples", "machine.json").toString();
    JsonNode exported = run("game", "export", machine, out.toString(), "--json").json();
    String rtp = exported.at("/0/RTPExact").asText();
    assertThat(
            run("game", "import", out.toString(), "--id", "exported", "--json")
                .json()
                .at("/0/RTPExact")
                .asText())
        .isEqualTo(rtp);

    assertThat(run("game", "export", machine, out.toString()).err()).contains("is there already");
    assertThat(run("game", "export", "roulette", folder.resolve("no").toString()).err())
        .contains("roulette is no machine with reels");
    assertThat(folder.resolve("no")).doesNotExist();
  }
}
