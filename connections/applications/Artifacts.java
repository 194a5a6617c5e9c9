package applications;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// What Maven's repositories have.
final class Artifacts {
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:";

  private Artifacts() {}

  /// Copies an artifact, `group:artifact:version[:type[:classifier]]`, into a folder.
  static Path copy(String artifact, Path folder) throws IOException, InterruptedException {
    maven(List.of(PLUGIN + "copy", "-Dartifact=" + artifact, "-DoutputDirectory=" + folder));
    String[] parts = artifact.split(":", -1);
    String type = parts.length > 3 ? parts[3] : "jar";
    String classifier = parts.length > 4 ? "-" + parts[4] : "";
    return folder.resolve(parts[1] + "-" + parts[2] + classifier + "." + type);
  }

  /// Fetches a ZIP file and takes it apart into a folder, without the folder all of it is in.
  static void unpack(String artifact, Path folder) throws IOException, InterruptedException {
    Path zip = copy(artifact, Files.createDirectories(folder.resolveSibling("downloads")));
    try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path inner = Path.of(entry.getName());
        if (inner.getNameCount() > 1 && !entry.isDirectory()) {
          Path file = folder.resolve(inner.subpath(1, inner.getNameCount())).normalize();
          Files.createDirectories(file.getParent());
          write(entries, file);
        }
      }
    }
    Files.delete(zip);
  }

  private static void write(InputStream from, Path file) throws IOException {
    try (var to = new BufferedOutputStream(Files.newOutputStream(file))) {
      from.transferTo(to);
    }
  }

  static void maven(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
    command.addAll(words);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " fails:\n" + output);
    }
  }

  /// Replaces what is there exactly once in a file.
  static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    int at = text.indexOf(from);
    if (at < 0 || text.indexOf(from, at + 1) >= 0) {
      throw new IOException(file + " must hold once: " + from);
    }
    Files.writeString(file, text.replace(from, to));
  }
}
