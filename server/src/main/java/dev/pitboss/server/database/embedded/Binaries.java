package dev.pitboss.server.database.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/// PostgreSQL's programs, unpacked once per version from the class path and kept in the user's
/// cache.
///
/// @param directory holds `bin`, `lib` and `share`
record Binaries(Path directory) {
  private static final Pattern JAR = Pattern.compile("([^/!]+)\\.jar!/");
  private static final int EXECUTABLE = 0100;

  /// Unpacks the programs of this platform unless they are there already.
  ///
  /// @throws IOException when there are none for this platform, or they cannot be unpacked
  static Binaries unpacked() throws IOException {
    String archive = "/postgres-" + system() + "-" + architecture() + ".txz";
    URL resource = Binaries.class.getResource(archive);
    if (resource == null) {
      throw new IOException("there is no embedded PostgreSQL for this platform: no " + archive);
    }
    Matcher jar = JAR.matcher(resource.toString());
    String version = jar.find() ? jar.group(1) : "development";
    Path parent = cache();
    Path directory = parent.resolve(version);
    if (!Files.isDirectory(directory)) {
      unpack(resource, parent, directory);
    }
    return new Binaries(directory);
  }

  /// The server's own program.
  Path postgres() {
    return directory.resolve("bin").resolve("postgres");
  }

  /// The command line that runs one of the programs. PostgreSQL refuses to run as root: there it
  /// runs in a user namespace as an unprivileged user.
  List<String> command(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(directory.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
  }

  private static void unpack(URL resource, Path parent, Path directory) throws IOException {
    Path unfinished = Files.createTempDirectory(parent, "unpacking-");
    try (InputStream bytes = resource.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(bytes)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, unfinished);
      }
      if (!Files.isDirectory(directory)) {
        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException failure) {
      if (!Files.isDirectory(directory)) { // else another process was first
        throw failure;
      }
    } finally {
      FileUtils.deleteDirectory(unfinished.toFile());
    }
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("the archive leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    if (entry.isSymbolicLink() || entry.isLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean executable = (entry.getMode() & EXECUTABLE) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /// Only the user may enter: who can write there runs as them.
  private static Path cache() throws IOException {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path home =
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    Path pitboss = home.resolve("pitboss");
    Files.createDirectories(pitboss);
    Files.setPosixFilePermissions(pitboss, PosixFilePermissions.fromString("rwx------"));
    return Files.createDirectories(pitboss.resolve("postgresql"));
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }
}
