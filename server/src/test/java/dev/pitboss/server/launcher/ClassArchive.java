package dev.pitboss.server.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The loaded classes of a casino, shared by all those that tests start: each start takes a second
/// of processor time less. The start-up cache of users would do the same, but is recorded for the
/// last compiler, which pays in no test.
final class ClassArchive {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path ARCHIVE = TARGET.resolve("test-classes.jsa");
  private static final String QUIET = " -Xlog:cds=off -Xlog:aot=off";

  private ClassArchive() {}

  /// Lets the casino to be started use the archive. The first caller of a build makes it.
  static void use(ProcessBuilder builder) throws IOException {
    make();
    if (Files.exists(ARCHIVE)) {
      options(builder, "-XX:SharedArchiveFile=" + ARCHIVE);
    }
  }

  private static synchronized void make() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                TARGET.resolve("test-classes.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (isMade()) {
        return;
      }
      Path data = Files.createTempDirectory(TARGET, "class-archive");
      Path made = data.resolve("made.jsa");
      ProcessBuilder builder =
          new ProcessBuilder(
                  List.of(
                      PitbossProcess.SCRIPT.toString(),
                      "--train",
                      "--port",
                      "28080+",
                      "--data",
                      data.resolve("data").toString()))
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("log").toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("PITBOSS_TRAIN", "no");
      options(builder, "-XX:ArchiveClassesAtExit=" + made);
      Process process = builder.start();
      if (process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0) {
        Files.move(made, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        process.destroyForcibly();
        throw new AssertionError("no class archive: " + Files.readString(data.resolve("log")));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the archive is of the jars that are there; the JVM refuses one of others by itself.
  private static boolean isMade() throws IOException {
    if (!Files.exists(ARCHIVE)) {
      return false;
    }
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .allMatch(jar -> jar.toFile().lastModified() < ARCHIVE.toFile().lastModified());
    }
  }

  private static void options(ProcessBuilder builder, String option) {
    builder.environment().merge("JAVA_OPTS", option + QUIET, (before, more) -> before + " " + more);
  }
}
