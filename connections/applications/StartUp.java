package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/// Measures how much longer a small program takes under the agent, on each Java version: pairs of
/// starts without and with it, in turns.
final class StartUp {
  private static final int PAIRS = 9;
  private static final int[] VERSIONS = {17, 21, 25};
  private static final List<String> LIBRARIES =
      List.of(
          "com.h2database:h2:2.4.240", "com.zaxxer:HikariCP:7.1.0", "org.slf4j:slf4j-api:2.0.17");

  private StartUp() {}

  /// @param wall from the start to the end
  /// @param processor what it took of the processors
  private record Cost(Duration wall, Duration processor) {}

  /// @param arguments the agent's jar, and a folder to work in
  public static void main(String[] arguments) throws Exception {
    Path agent = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Files.createDirectories(Path.of(arguments[1]).resolve("start-up"));
    List<String> path = new ArrayList<>(List.of(folder.toString()));
    for (String library : LIBRARIES) {
      path.add(Artifacts.copy(library, folder).toString());
    }
    String classPath = String.join(":", path);
    Path source =
        Path.of(System.getProperty("applications.folder"), "start-up", "BorrowsOnce.java");
    String[] compile = {"--release", "17", "-cp", classPath, "-d", folder.toString(), "" + source};
    if (ToolProvider.findFirst("javac").orElseThrow().run(System.err, System.err, compile) != 0) {
      throw new IOException(source + " does not compile");
    }
    System.out.println("| Java | without | with | longer | processor time more |");
    System.out.println("|---|--:|--:|--:|--:|");
    for (int version : VERSIONS) {
      System.out.println(row(version, agent, classPath, folder));
    }
  }

  private static String row(int version, Path agent, String classPath, Path folder)
      throws Exception {
    Path home;
    try {
      home = Applications.javaHome(version);
    } catch (IOException e) {
      return "| %d | not on this machine | | | |".formatted(version);
    }
    List<String> plain =
        List.of(home.resolve("bin/java").toString(), "-cp", classPath, "BorrowsOnce");
    List<String> watched = new ArrayList<>(plain);
    watched.add(1, "-javaagent:" + agent + "=port=0");
    run(plain, folder); // brings the files into memory
    run(watched, folder);
    long[] before = new long[PAIRS];
    long[] after = new long[PAIRS];
    long[] longer = new long[PAIRS];
    long[] more = new long[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      Cost without = run(plain, folder);
      Cost with = run(watched, folder);
      before[i] = without.wall().toMillis();
      after[i] = with.wall().toMillis();
      longer[i] = after[i] - before[i];
      more[i] = with.processor().minus(without.processor()).toMillis();
    }
    return "| %s | %d ms | %d ms | %d ms | %d ms |"
        .formatted(
            version(home), median(before), median(after), median(longer), median(more));
  }

  private static String version(Path home) throws IOException {
    for (String line : Files.readAllLines(home.resolve("release"))) {
      if (line.startsWith("JAVA_VERSION=")) {
        return line.replaceAll("[^0-9.]", "");
      }
    }
    throw new IOException(home + " has no version");
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// One start. A program that says anything but the agent's one line, or fails, is no measurement.
  private static Cost run(List<String> command, Path folder) throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(times(command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " does not end");
    }
    List<String> said =
        Files.readAllLines(errors).stream().filter(line -> !line.startsWith("SLF4J")).toList();
    boolean watched = command.stream().anyMatch(word -> word.startsWith("-javaagent:"));
    String first = watched ? "pitboss-connections: watching connections" : "";
    List<String> words = said.subList(0, said.size() - 1);
    if (process.exitValue() != 0
        || words.size() != (watched ? 1 : 0)
        || !words.stream().allMatch(line -> line.startsWith(first))) {
      throw new IOException(command + " ends with " + process.exitValue() + ": " + said);
    }
    String[] times = said.getLast().split(" ", -1);
    return new Cost(millis(times[0]), millis(times[1]).plus(millis(times[2])));
  }

  /// Bash tells the times of an ended process.
  private static List<String> times(List<String> command) {
    List<String> words =
        new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\"", "bash"));
    words.addAll(command);
    return words;
  }

  private static Duration millis(String seconds) {
    return Duration.ofMillis(Math.round(1000 * Double.parseDouble(seconds)));
  }
}
