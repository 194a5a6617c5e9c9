package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/// The class files of a jar, a war, an ear, a folder, or a single one, told apart by whether they
/// are the application's own or of a library it brings along.
///
/// An archive is input like any other: what it unpacks to is bounded, and an archive beyond the
/// bounds is not analysed.
final class ClassArchive {
  /// Entries of an archive and of those inside; the largest applications have about 100,000.
  static final int MAX_ENTRIES = 400_000;

  /// Class files in memory at once, within the scan's heap of 3 GB.
  private static final long MAX_CLASS_BYTES = 512L << 20;

  /// What is unpacked in all. An archive inside an archive has to be unpacked to be searched.
  private static final long MAX_UNPACKED_BYTES = 2L << 30;

  /// The Java virtual machine's bounds make larger class files rare.
  private static final int MAX_CLASS_FILE_BYTES = 16 << 20;

  /// An ear has a war, which has a jar.
  private static final int MAX_NESTING = 3;

  /// One class file.
  ///
  /// @param file path in the archive or folder; an archive inside is a folder of its name and `!`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(Path file, byte[] bytes, boolean isApplication) {
    /// Whether its constants name what acquires or is acquired.
    boolean mayAcquire() {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.contains("java/sql/Connection") || text.contains("getConnection");
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<Unanalysed> unread = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int count;
  private int libraries;
  private int versioned;
  private long classBytes;
  private long unpackedBytes;

  private ClassArchive() {}

  static boolean isArchive(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jar") || lower.endsWith(".war") || lower.endsWith(".ear");
  }

  static ClassArchive read(Path base) {
    var archive = new ClassArchive();
    try {
      if (Files.isDirectory(base)) {
        archive.folder(base);
      } else if (isArchive(String.valueOf(base.getFileName()))) {
        archive.file(base);
      } else {
        Path name = base.getFileName();
        try (InputStream in = Files.newInputStream(base)) {
          archive.add(name == null ? base : name, in, true);
        }
      }
    } catch (TooLarge e) {
      archive.failures.add(e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      archive.failures.add("%s cannot be read: %s".formatted(base.getFileName(), e));
    }
    return archive;
  }

  /// One class file that is at hand.
  static ClassArchive of(Path file, byte[] bytes) {
    var archive = new ClassArchive();
    archive.entries.add(new Entry(file, bytes, true));
    return archive;
  }

  List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  List<Unanalysed> unread() {
    return unread;
  }

  /// Why the classes are not all there.
  List<String> failures() {
    return failures;
  }

  /// Archives inside that count as libraries.
  int libraries() {
    return libraries;
  }

  /// Classes for newer versions of Java only, beside those for all.
  int versioned() {
    return versioned;
  }

  private void folder(Path base) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(base)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path relative = base.relativize(file);
      count();
      if (file.toString().endsWith(".class")) {
        try (InputStream in = Files.newInputStream(file)) {
          add(relative, in, true);
        }
      } else if (isArchive(file.toString())) {
        try (InputStream in = Files.newInputStream(file)) {
          nested(relative, in, false, 1);
        }
      }
    }
  }

  private void file(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> all = Collections.list(zip.entries());
      boolean isLayered =
          all.stream()
              .anyMatch(each ->
                  each.getName().startsWith("BOOT-INF/classes/")
                      || each.getName().startsWith("WEB-INF/classes/"));
      for (ZipEntry entry : all) {
        count();
        if (isWanted(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            read(entry.getName(), Path.of(""), in, isLayered, 1, true);
          }
        }
      }
    }
  }

  private boolean isWanted(ZipEntry entry) {
    String name = entry.getName();
    if (name.startsWith("META-INF/versions/") && name.endsWith(".class")) {
      versioned++;
      return false;
    }
    return !entry.isDirectory() && (name.endsWith(".class") || isArchive(name) || isPage(name));
  }

  private static boolean isPage(String name) {
    return name.endsWith(".jsp") || name.endsWith(".jspx") || name.endsWith(".tag");
  }

  /// A page of a web application is compiled by its server only.
  private void page(Path file, InputStream in, boolean isOwn) throws IOException {
    byte[] bytes = in.readNBytes(MAX_CLASS_FILE_BYTES);
    unpacked(bytes.length);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (isOwn && (text.contains("getConnection") || text.contains("java.sql"))) {
      unread.add(new Unanalysed(file, 1, "page", "a scan of classes does not read JSP", true));
    }
  }

  private void read(
      String name, Path folder, InputStream in, boolean isLayered, int depth, boolean isOwn)
      throws IOException {
    // a name is shown, and never opened
    Path file = folder.resolve(name.replace('\0', '?').replaceFirst("^/+", ""));
    if (name.endsWith(".class")) {
      boolean isApplication =
          isOwn
              && (!isLayered
                  || name.startsWith("BOOT-INF/classes/")
                  || name.startsWith("WEB-INF/classes/"));
      add(file, in, isApplication);
    } else if (isPage(name)) {
      page(file, in, isOwn);
    } else {
      boolean isLibrary = name.contains("lib/") || name.contains("lib-provided/");
      nested(file, in, isOwn && !isLibrary, depth);
    }
  }

  private void nested(Path file, InputStream in, boolean isOwn, int depth) throws IOException {
    libraries += isOwn ? 0 : 1;
    if (depth >= MAX_NESTING) {
      unread.add(new Unanalysed(file, 1, "archive", "archives are nested too deeply", true));
      return;
    }
    Path inside = Path.of(file + "!");
    boolean isWar = file.toString().toLowerCase(Locale.ROOT).endsWith(".war");
    var zip = new ZipInputStream(in); // closed by the caller, with the archive around
    try {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        count();
        if (isWanted(entry)) {
          read(entry.getName(), inside, zip, isWar, depth + 1, isOwn);
        } else {
          skip(zip);
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      unread.add(new Unanalysed(file, 1, "archive", "cannot be read: " + e.getMessage(), isOwn));
    }
  }

  private void count() throws IOException {
    if (++count > MAX_ENTRIES) {
      throw new TooLarge("it has more than %,d entries".formatted(MAX_ENTRIES));
    }
  }

  private void skip(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      unpacked(read);
    }
  }

  private void unpacked(long bytes) throws IOException {
    unpackedBytes += bytes;
    if (unpackedBytes > MAX_UNPACKED_BYTES) {
      throw new TooLarge("it unpacks to more than %,d MB".formatted(MAX_UNPACKED_BYTES >> 20));
    }
  }

  private void add(Path file, InputStream in, boolean isApplication) throws IOException {
    byte[] bytes = in.readNBytes(MAX_CLASS_FILE_BYTES + 1);
    unpacked(bytes.length);
    if (bytes.length > MAX_CLASS_FILE_BYTES) {
      skip(in);
      unread.add(
          new Unanalysed(
              file,
              1,
              "class",
              "it is larger than %d MB".formatted(MAX_CLASS_FILE_BYTES >> 20),
              isApplication));
      return;
    }
    classBytes += bytes.length;
    if (classBytes > MAX_CLASS_BYTES) {
      throw new TooLarge("its classes are larger than %,d MB".formatted(MAX_CLASS_BYTES >> 20));
    }
    entries.add(new Entry(file, bytes, isApplication));
  }
}
