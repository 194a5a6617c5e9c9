package dev.pitboss.server.published;

import dev.pitboss.server.hashing.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The front ends of published games: folders of static files, beside the games in the data folder.
///
/// *Layout.* `HASH/` has the files of a front end and is named by the hash of their names and
/// contents. `ID.front` says which of them a game has now. Both are written beside their place and
/// renamed when they are whole. Thread-safe.
public final class FrontStore {
  /// Under the folder of the games.
  static final String FOLDER = "fronts";

  /// What opens a front end.
  public static final String INDEX = "index.html";

  /// Of one front end: several times what builders make of large games.
  static final int MAX_FILES = 5_000;

  /// Of one file, which is sent whole.
  static final long MAX_FILE_BYTES = 32L << 20;

  /// Of one front end.
  static final long MAX_BYTES = 512L << 20;

  /// Folders in folders.
  private static final int MAX_DEPTH = 12;

  /// Names as builders write them; none that begins with a dot, so no path leads out.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_@(\\[$-][A-Za-z0-9._@()\\[\\]$~+ -]*");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String POINTER = ".front";

  private final Path folder;

  private FrontStore(Path folder) {
    this.folder = folder;
  }

  /// The front ends beside the games of a casino's data folder.
  public static FrontStore in(Path data) {
    return new FrontStore(data.resolve(GameStore.FOLDER).resolve(FOLDER));
  }

  /// The files of a front end that was built, checked: path from its folder, with SHA-256.
  ///
  /// @param files by path with slashes
  public record Front(Path folder, TreeMap<String, String> files) {
    /// Names the content.
    String hash() {
      StringBuilder text = new StringBuilder();
      files.forEach((name, sha256) -> text.append(sha256).append("  ").append(name).append('\n'));
      return Sha256.hex(Sha256.of(text.toString()));
    }
  }

  /// Reads a folder that a builder made.
  ///
  /// @throws PublicationDefect naming the first file at fault
  public static Front read(Path built) throws IOException, PublicationDefect {
    TreeMap<String, String> files = new TreeMap<>();
    long bytes = 0;
    if (!Files.isDirectory(built)) {
      throw PublicationDefect.in(built, "is no folder");
    }
    try (Stream<Path> all = Files.walk(built, MAX_DEPTH + 1)) {
      for (Path path : (Iterable<Path>) all.filter(it -> !it.equals(built))::iterator) {
        Path relative = built.relativize(path);
        if (relative.getNameCount() > MAX_DEPTH) {
          throw defect(relative, "is deeper than %d folders".formatted(MAX_DEPTH));
        }
        if (!NAME.matcher(path.getFileName().toString()).matches()) {
          throw defect(
              relative,
              "has a name that cannot be served: letters, digits, blanks and ._@()[]$~+- can");
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          throw defect(relative, "is no file");
        }
        long size = Files.size(path);
        bytes += size;
        if (size > MAX_FILE_BYTES) {
          throw defect(relative, "is larger than %d bytes".formatted(MAX_FILE_BYTES));
        }
        if (bytes > MAX_BYTES || files.size() == MAX_FILES) {
          throw PublicationDefect.in(
              built, "has more than %d files or %d bytes".formatted(MAX_FILES, MAX_BYTES));
        }
        files.put(pathOf(relative), Sha256.hex(Sha256.of(Files.readAllBytes(path))));
      }
    }
    if (!files.containsKey(INDEX)) {
      throw PublicationDefect.in(built, "has no " + INDEX);
    }
    return new Front(built, files);
  }

  private static PublicationDefect defect(Path relative, String reason) {
    return new PublicationDefect(pathOf(relative) + ": " + reason);
  }

  private static String pathOf(Path relative) {
    StringBuilder path = new StringBuilder();
    for (Path part : relative) {
      path.append(path.isEmpty() ? "" : "/").append(part);
    }
    return path.toString();
  }

  /// Makes a front end that of a game, whole or not at all.
  ///
  /// @return its hash
  public String put(String id, Front front) throws IOException, PublicationDefect {
    String hash = front.hash();
    Files.createDirectories(folder);
    if (!Files.isDirectory(folder.resolve(hash))) {
      Path half = Files.createTempDirectory(folder, ".half");
      try {
        for (String name : front.files().keySet()) {
          Path file = half.resolve(name);
          Files.createDirectories(file.getParent());
          Files.copy(front.folder().resolve(name), file);
          DurableFiles.force(file);
        }
        if (!read(half).hash().equals(hash)) {
          throw PublicationDefect.in(front.folder(), "changed while it was read");
        }
        Files.move(half, folder.resolve(hash), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        DurableFiles.removeTree(half);
      }
    }
    Path made = Files.createTempFile(folder, ".pointer", "");
    Files.writeString(made, hash);
    DurableFiles.force(made);
    DurableFiles.replace(made, folder, id + POINTER);
    return hash;
  }

  /// Hash of the front end that a game has.
  public Optional<String> of(String id) {
    if (!GameStore.isId(id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(folder.resolve(id + POINTER)))
          .filter(hash -> HASH.matcher(hash).matches());
    } catch (IOException _) {
      return Optional.empty(); // none, or a disk that cannot be read: our own page plays the game
    }
  }

  /// A file of a front end.
  ///
  /// @param path with slashes, from its folder
  public Optional<byte[]> file(String hash, String path) throws IOException {
    boolean isNamed =
        HASH.matcher(hash).matches()
            && Stream.of(path.split("/", -1)).allMatch(name -> NAME.matcher(name).matches());
    Path file = isNamed ? folder.resolve(hash).resolve(path) : folder;
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.readAllBytes(file))
          : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Takes the front end of a game away, with its files where no other game has the same.
  public void remove(String id) throws IOException {
    Optional<String> hash = of(id);
    if (hash.isEmpty()) {
      return;
    }
    Files.deleteIfExists(folder.resolve(id + POINTER));
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.endsWith(POINTER) && Files.readString(entry).equals(hash.get())) {
          return;
        }
      }
    }
    DurableFiles.removeTree(folder.resolve(hash.get()));
  }
}
