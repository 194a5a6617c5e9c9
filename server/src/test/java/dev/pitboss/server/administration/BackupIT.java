package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.Casino;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.backup.WalArchiver;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pitboss backup` beside a casino that serves, and `pitboss restore` of what it wrote.
class BackupIT {
  private static final String SPIN = "{\"stake\":20}";
  private static final int PLAYERS = 3;
  private static final InstantSource CLOCK = InstantSource.system();

  /// Never written to by a casino: a page of `pg_proc` in a template.
  private static final String COLD_FILE = "database/cluster/base/1/1255";

  private static final String SLOTS = "SELECT slot_name FROM pg_replication_slots";

  @TempDir Path folder;

  private Path backups;
  private String passphrase;

  @BeforeEach
  void choosePassphrase() throws IOException {
    backups = folder.resolve("backups");
    passphrase = Files.writeString(folder.resolve("p"), "nine green lanterns\n").toString();
  }

  /// A bet of a player, and when it was asked for and acknowledged.
  private record Bet(String ref, Instant sent, Instant acknowledged) {}

  /// Players who bet until they are closed.
  private static final class Players implements AutoCloseable {
    private final ConcurrentLinkedQueue<Bet> bets = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean ending;

    Players(CasinoFixture casino) {
      for (int i = 0; i < PLAYERS; i++) {
        Guest guest = casino.guest();
        threads.execute(() -> play(guest));
      }
    }

    private void play(Guest guest) {
      while (!ending) {
        Instant sent = CLOCK.instant();
        Answer answer = guest.post("play/slots-20", SPIN);
        if (answer.status() == 200) {
          bets.add(new Bet(answer.json().path("ref").asText(), sent, CLOCK.instant()));
        }
      }
    }

    void awaitMore(int count) {
      int before = bets.size();
      Concurrently.await("more bets", () -> bets.size() >= before + count);
    }

    @Override
    public void close() {
      ending = true;
      threads.close();
    }
  }

  @Test
  void everyBetAcknowledgedByAMomentIsRestoredAndNoneAskedForLater() throws Exception {
    Path archives = folder.resolve("wal");
    ConcurrentLinkedQueue<Bet> bets;
    Instant moment;
    try (CasinoFixture casino =
        CasinoFixture.startWith(Map.of("PITBOSS_WAL_ARCHIVE", archives.toString()))) {
      try (Players players = new Players(casino)) {
        bets = players.bets;
        players.awaitMore(20);
        JsonNode first = backup(casino).json();
        String good = first.path("id").asText();
        assertThat(first.path("pagesVerified").asLong()).isGreaterThan(1_000);
        players.awaitMore(20);

        killBackupInTheMiddle(casino);
        assertThat(names(backups)).as("control: a half one").anyMatch(it -> it.startsWith("unf"));
        assertThat(verified("--passphrase-file", passphrase)).startsWith("INTACT: " + good);

        players.awaitMore(20);
        moment = CLOCK.instant();
        players.awaitMore(20);
        assertThat(backup(casino, "--keep", "1").json().path("removedBackups").asInt())
            .as("control: one that is of no use for the moment replaces the first one")
            .isOne();
        assertThat(restore("too-late", "--to", moment.toString()).err())
            .contains("no backup in", "ended by " + moment);
        moment = CLOCK.instant();
        players.awaitMore(20);
      }
    } // which archives the end of the log

    JsonNode restored = restore("at-moment", "--to", moment.toString()).json();

    Set<String> stored = refs(folder.resolve("at-moment"));
    Instant to = moment;
    assertThat(refs(bets, bet -> bet.acknowledged().isBefore(to)))
        .hasSizeGreaterThan(80)
        .isSubsetOf(stored);
    assertThat(refs(bets, bet -> bet.sent().isAfter(to)))
        .hasSizeGreaterThan(10)
        .doesNotContainAnyElementsOf(stored);
    assertThat(stored).contains(restored.path("lastBet").asText());
    assertThat(Instant.parse(restored.path("lastBetAt").asText())).isBeforeOrEqualTo(to);
    gapOfTheArchiveIsReportedAndTheLogLetGo(folder.resolve("at-moment").resolve("database"));
    assertThat(restore("at-moment").err()).contains("is not empty, it has");
    assertThat(restore("beyond", "--to", CLOCK.instant().plusSeconds(60).toString()).err())
        .contains("the log ends before");
    assertThat(folder.resolve("beyond")).isEmptyDirectory();
  }

  private void gapOfTheArchiveIsReportedAndTheLogLetGo(Path database) throws Exception {
    Path archives = folder.resolve("wal-of-restored");
    try (EmbeddedDatabase _ = EmbeddedDatabase.start(database)) {
      DatabaseOptions reach = EmbeddedDatabase.ofRunning(database, 1).orElseThrow();
      try (WalArchiver archiver = WalArchiver.start(database, reach, archives)) {
        Concurrently.await("the log is archived", () -> !segments(archives).isEmpty());
        assertThat(archiver.trouble()).as("control: whole so far").isEmpty();
      }
      assertThat(segments(archives)).allMatch(name -> name.matches("00000002[0-9A-F]{16}.partial"));
      // as if everything since the first segment had been removed before it was archived
      Path own = archives.resolve(names(archives).getFirst());
      Files.createFile(own.resolve("000000020000000000000001"));
      try (WalArchiver archiver = WalArchiver.start(database, reach, archives)) {
        Concurrently.await("the gap is reported", () -> archiver.trouble().isPresent());
        assertThat(archiver.trouble().orElseThrow())
            .contains("has a gap at 000000020000000000000002");
      }
      assertThat(query(reach, SLOTS)).as("control").containsExactly("pitboss_archive");
      WalArchiver.forget(database, reach);
      assertThat(query(reach, SLOTS)).isEmpty();
    }
  }

  private static List<String> segments(Path archives) {
    List<String> casinos = names(archives);
    return casinos.isEmpty() ? List.of() : names(archives.resolve(casinos.getFirst()));
  }

  private static Set<String> refs(ConcurrentLinkedQueue<Bet> bets, Predicate<Bet> choice) {
    return bets.stream().filter(choice).map(Bet::ref).collect(Collectors.toSet());
  }

  private void killBackupInTheMiddle(CasinoFixture casino) throws Exception {
    Process killed = Ran.process(words(casino));
    try {
      Concurrently.await(
          "a backup is being written",
          () -> names(backups).stream().anyMatch(this::isBeingWritten) || !killed.isAlive());
    } finally {
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor()).as("control: killed, not ended").isEqualTo(128 + 9);
  }

  private boolean isBeingWritten(String name) {
    return name.startsWith("unfinished-")
        && Files.exists(backups.resolve(name).resolve("data.tar.zst"));
  }

  /// Bets go on without an archive, so the server stays ready.
  @Test
  void archiveThatIsBehindIsReportedByHealth() {
    CasinoFixture casino = CasinoFixture.shared();
    try {
      casino.casino().services().health().watchArchiveBy(() -> Optional.of("61 s behind"));
      JsonNode health = casino.get("/health").json();
      assertThat(health.path("status").asText()).isEqualTo("DEGRADED");
      assertThat(health.path("reasons").toString()).contains("61 s behind");
      assertThat(casino.get("/health/ready").status()).isEqualTo(200);
    } finally {
      casino.casino().services().health().watchArchiveBy(Optional::empty);
    }
    assertThat(casino.get("/health").json().path("status").asText()).as("control").isEqualTo("UP");
  }

  /// The plainest: no archive, and a casino that serves.
  @Test
  void changedFilesAndWrongPassphrasesAreRefusedByName() throws Exception {
    CasinoFixture casino = CasinoFixture.shared();
    String ref = casino.guest().post("play/slots-20", SPIN).json().path("ref").asText();
    Path backup = Path.of(backup(casino).json().path("folder").asText());
    String other = Files.writeString(folder.resolve("o"), "nine black lanterns\n").toString();

    assertThat(
            Ran.of("restore", backups.toString(), "--data", data("w"), "--passphrase-file", other))
        .satisfies(it -> assertThat(it.err()).contains("passphrase is not that of this backup"));
    assertThat(restore("t", "--to", CLOCK.instant().toString()).err())
        .contains("was made without an archive of the log");
    for (String name : List.of("data.tar.zst", "secrets.sealed", "manifest.json")) {
      Path file = backup.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      byte[] changed = whole.clone();
      changed[changed.length - (name.endsWith(".json") ? 20 : changed.length / 2)] ^= 1;
      Files.write(file, changed);
      Ran refused = restore("t");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains(name + " was changed");
      String verified =
          name.equals("data.tar.zst") ? verified() : verified("--passphrase-file", passphrase);
      assertThat(verified).contains(name + " was changed");
      Files.write(file, whole);
    }
    assertThat(names(folder.resolve("t"))).isEmpty();

    // as a killed restore leaves it
    Path interrupted = folder.resolve("t");
    Files.createDirectories(interrupted.resolve("restoring").resolve("database"));
    Files.createDirectories(interrupted.resolve("games"));
    Files.writeString(interrupted.resolve("seed.key"), "half");
    assertThatThrownBy(() ->
            Casino.open(
                ServerOptions.parse(
                    new String[] {"--data", interrupted.toString(), "--port", "20000+"}, Map.of())))
        .hasMessageContaining("a restore into " + interrupted + " was interrupted");

    assertThat(restore("t").json().path("intact").asBoolean()).isTrue();
    assertThat(refs(folder.resolve("t"))).contains(ref);
    damagedPageIsFoundBeforeItReplacesAGoodOne(folder.resolve("t"));
  }

  private void damagedPageIsFoundBeforeItReplacesAGoodOne(Path data) throws Exception {
    Path file = data.resolve(COLD_FILE);
    byte[] whole = Files.readAllBytes(file);
    whole[5 * 8_192 + 4_000] ^= 1;
    Files.write(file, whole);
    List<String> before = names(backups);

    Ran refused =
        Ran.of(
            "backup",
            backups.toString(),
            "--data",
            data.toString(),
            "--passphrase-file",
            passphrase);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("page 5 of " + COLD_FILE + " has a wrong checksum");
    assertThat(names(backups)).isEqualTo(before);
  }

  private Ran backup(CasinoFixture casino, String... more) {
    return Ran.of(Stream.concat(Stream.of(words(casino)), Stream.of(more)).toArray(String[]::new));
  }

  private String[] words(CasinoFixture casino) {
    return new String[] {
      "backup",
      backups.toString(),
      "--data",
      String.valueOf(casino.seedKey().getParent()),
      "--passphrase-file",
      passphrase,
      "--json"
    };
  }

  private String verified(String... more) {
    Ran ran =
        Ran.of(
            Stream.concat(Stream.of("backup", "--verify", backups.toString()), Stream.of(more))
                .toArray(String[]::new));
    return ran.out() + ran.err();
  }

  private String data(String name) {
    return folder.resolve(name).toString();
  }

  private Ran restore(String name, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "restore",
                backups.toString(),
                "--data",
                data(name),
                "--passphrase-file",
                passphrase,
                "--json"));
    words.addAll(List.of(more));
    return Ran.of(words.toArray(String[]::new));
  }

  /// Of all bets in the restored database.
  private static Set<String> refs(Path data) throws Exception {
    Path database = data.resolve("database");
    try (EmbeddedDatabase _ = EmbeddedDatabase.start(database)) {
      return query(
          EmbeddedDatabase.ofRunning(database, 1).orElseThrow(),
          "SELECT round_id::text FROM round");
    }
  }

  private static Set<String> query(DatabaseOptions reach, String sql) throws SQLException {
    Set<String> values = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection(reach.url(), reach.user(), reach.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
