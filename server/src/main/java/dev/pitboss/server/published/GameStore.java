package dev.pitboss.server.published;

import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Imported games in a folder, which several servers can share.
///
/// *Layout.* `HASH/` has the content of a game and is named by the hash of its rules, so the same
/// files are stored once. `ID.json`, the *offer*, says which content an id stands for and who
/// offers it.
///
/// *Atomicity.* Content is written beside its place and renamed when it is whole and on the disk;
/// then the offer is written in the same way. A crash in between leaves no offer, and content that
/// the next import of the same game takes over. What an import has left half is removed by the next
/// one; only one runs at a time.
public final class GameStore {
  /// Under the folder of a casino's data.
  public static final String FOLDER = "games";

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int MAX_ID = 40;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String OFFER = ".json";
  private static final String HALF = ".importing";
  private static final String LOCK = ".lock";

  private final Path folder;

  /// @param folder made when the first game is imported
  public GameStore(Path folder) {
    this.folder = folder;
  }

  /// The store in a casino's data folder.
  ///
  /// @param data as an option gave it; otherwise the variable or the usual folder
  /// @param environment as of `System.getenv()`
  public static GameStore of(Optional<String> data, Map<String, String> environment) {
    String given = environment.getOrDefault("PITBOSS_DATA", "");
    Path folder =
        data.map(Path::of)
            .orElseGet(() -> given.isBlank() ? usualDataFolder(environment) : Path.of(given));
    return new GameStore(folder.resolve(FOLDER));
  }

  /// Where a casino's data is when nothing else is said.
  public static Path usualDataFolder(Map<String, String> environment) {
    String base =
        environment.getOrDefault(
            "XDG_DATA_HOME",
            Path.of(System.getProperty("user.home"), ".local", "share").toString());
    return Path.of(base, "pitboss");
  }

  /// A game on offer.
  ///
  /// @param hash of its rules, which names its content
  /// @param operators codes of those that offer it; empty for all
  public record Offer(String id, String hash, List<String> operators, Instant importedAt) {
    public Offer {
      operators = List.copyOf(operators);
    }

    /// Whether that operator offers the game.
    public boolean isFor(String operator) {
      return operators.isEmpty() || operators.contains(operator);
    }
  }

  /// What an import did.
  ///
  /// @param isNew whether anything has changed
  public record Imported(Offer offer, PublishedGame game, boolean isNew) {}

  /// The store is used by another import just now.
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    BusyException(Path folder) {
      super("another import or removal is running in " + folder);
    }
  }

  /// Whether a text can be the id of a game.
  public static boolean isId(String text) {
    return text.length() <= MAX_ID && ID.matcher(text).matches();
  }

  /// Takes a published folder, whole or not at all. The same folder again changes nothing; another
  /// folder under the same id is a new version of the game.
  ///
  /// @param operator code of one that offers it besides those that do; empty for all
  /// @throws PublicationDefect naming file and line of the first defect; nothing has changed
  public Imported add(Path published, String id, Optional<String> operator, Instant now)
      throws IOException, PublicationDefect, BusyException {
    if (!isId(id)) {
      throw new IllegalArgumentException("no id of a game: " + id);
    }
    Files.createDirectories(folder);
    try (FileChannel _ = lock()) {
      removeHalf();
      Path half = folder.resolve(HALF);
      try {
        PublishedGame game = write(published, half);
        String hash = game.rules().hash();
        place(half, hash);
        Optional<Offer> before = find(id);
        Offer offer = offer(id, hash, operator, before, now);
        boolean isNew = before.isEmpty() || !before.get().equals(offer);
        if (isNew) {
          write(offer);
        }
        return new Imported(offer, game, isNew);
      } finally {
        removeHalf();
      }
    }
  }

  /// All offers, by id.
  public List<Offer> list() throws IOException {
    List<Offer> offers = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(OFFER) && !name.startsWith(".")) {
            find(name.substring(0, name.length() - OFFER.length())).ifPresent(offers::add);
          }
        }
      }
    }
    return offers;
  }

  /// The offer of that id.
  public Optional<Offer> find(String id) throws IOException {
    if (!isId(id)) {
      return Optional.empty();
    }
    Path file = folder.resolve(id + OFFER);
    try {
      JsonValue stored = JsonValue.parse(Files.readString(file));
      return Optional.of(
          new Offer(
              id,
              stored.field("hash").text(),
              stored.field("operators").elements().stream().map(JsonValue::text).toList(),
              Instant.parse(stored.field("importedAt").text())));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (InvalidInput | DateTimeException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  /// Opens the content of that hash.
  ///
  /// @throws StoredGame.DamagedException when it is not what was imported, or not there
  public StoredGame open(String hash) throws IOException, StoredGame.DamagedException {
    if (!HASH.matcher(hash).matches()) {
      throw new StoredGame.DamagedException("no hash of a game: " + hash);
    }
    return StoredGame.open(folder.resolve(hash), hash);
  }

  /// Puts an offer back that was withdrawn.
  public void restore(Offer offer) throws IOException, BusyException {
    try (FileChannel _ = lock()) {
      write(offer);
    }
  }

  /// Takes an offer back. Content stays, for rounds that were played.
  ///
  /// @return whether there was one
  public boolean withdraw(String id) throws IOException, BusyException {
    if (!isId(id) || !Files.isDirectory(folder)) {
      return false;
    }
    try (FileChannel _ = lock()) {
      boolean existed = Files.deleteIfExists(folder.resolve(id + OFFER));
      DurableFiles.force(folder);
      return existed;
    }
  }

  /// Removes content that no offer names.
  ///
  /// @return whether it is gone
  public boolean removeContent(String hash) throws IOException, BusyException {
    if (!HASH.matcher(hash).matches() || !Files.isDirectory(folder)) {
      return false;
    }
    try (FileChannel _ = lock()) {
      for (Offer offer : list()) {
        if (offer.hash().equals(hash)) {
          return false;
        }
      }
      removeHalf();
      Path content = folder.resolve(hash);
      if (Files.exists(content)) {
        // renamed first, so that no server opens it half
        Files.move(content, folder.resolve(HALF), StandardCopyOption.ATOMIC_MOVE);
        removeHalf();
      }
      return true;
    }
  }

  private PublishedGame write(Path published, Path half) throws IOException, PublicationDefect {
    Files.createDirectory(half);
    PublishedIndex index = PublishedIndex.read(published);
    List<PublishedGame.Mode> modes = new ArrayList<>();
    List<String> seals = new ArrayList<>();
    for (PublishedIndex.Entry entry : index.modes()) {
      int number = modes.size();
      Path table = StoredGame.table(half, number);
      Files.copy(entry.weights(), table);
      DurableFiles.force(table);
      // of the copy, so that what is checked is what is stored
      WeightTableFile weights = WeightTableFile.read(table, entry.weights());
      BookArchive archive = StoredGame.archive(half, number, weights.table().size());
      String events =
          new ArchiveWriter(
                  entry.events(),
                  entry.weights().getFileName().toString(),
                  weights.table(),
                  archive)
              .write();
      modes.add(
          new PublishedGame.Mode(
              new BookMode(entry.name(), entry.cost(), weights.table()), weights.sha256(), events));
      seals.add(archive.indexSha256());
    }
    PublishedGame game = new PublishedGame(modes);
    write(half.resolve(StoredGame.RULES), game.rules().text());
    write(half.resolve(StoredGame.SEAL), JsonWriter.text(new Seal(seals)));
    DurableFiles.force(half);
    return game;
  }

  /// Content that is there and in order stays; damaged content is replaced.
  private void place(Path half, String hash) throws IOException {
    Path content = folder.resolve(hash);
    if (Files.exists(content)) {
      try {
        StoredGame _ = StoredGame.open(content, hash);
        return;
      } catch (StoredGame.DamagedException _) {
        DurableFiles.removeTree(content);
      }
    }
    Files.move(half, content, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.force(folder);
  }

  private static Offer offer(
      String id, String hash, Optional<String> operator, Optional<Offer> before, Instant now) {
    TreeSet<String> operators = new TreeSet<>();
    if (operator.isPresent() && !(before.isPresent() && before.get().operators().isEmpty())) {
      before.ifPresent(it -> operators.addAll(it.operators()));
      operators.add(operator.get());
    }
    boolean isSame = before.isPresent() && before.get().hash().equals(hash);
    return new Offer(id, hash, List.copyOf(operators), isSame ? before.get().importedAt() : now);
  }

  private void write(Offer offer) throws IOException {
    Path made = folder.resolve("." + offer.id() + OFFER);
    Files.deleteIfExists(made);
    write(
        made,
        JsonWriter.text(
            new OfferFile(offer.hash(), offer.operators(), offer.importedAt().toString())));
    DurableFiles.replace(made, folder, offer.id() + OFFER);
  }

  private FileChannel lock() throws IOException, BusyException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!DurableFiles.isLocked(channel)) {
        throw new BusyException(folder);
      }
      return channel; // closing it ends the lock
    } catch (IOException | BusyException failure) {
      channel.close();
      throw failure;
    }
  }

  private void removeHalf() throws IOException {
    DurableFiles.removeTree(folder.resolve(HALF));
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    DurableFiles.force(file);
  }

  /// An offer as stored.
  @Json
  record OfferFile(String hash, List<String> operators, String importedAt) {}

  /// What the indexes of the modes are known by.
  @Json
  record Seal(List<String> indexes) {}
}
