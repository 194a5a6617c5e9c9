package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoFixture;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that a public generator makes of the served API document compile and play a round of
/// each game. The build copies the pinned tools to `target/api-client-tools`; generator, compilers
/// and clients run as processes of their own.
class ApiClientsIT {
  private static final Path TOOLS = Path.of("target/api-client-tools").toAbsolutePath();
  private static final Path WORK = Path.of("target/api-clients").toAbsolutePath();

  /// The generators need some seconds, the clients one; this is for a loaded machine.
  private static final long MAX_SECONDS = 180;

  private static final Set<String> GAMES =
      Set.of(
          "slots-20",
          "slots",
          "roulette",
          "baccarat",
          "blackjack",
          "dice",
          "limbo",
          "plinko",
          "wheel",
          "keno");

  private static final CasinoFixture CASINO = CasinoFixture.shared();

  @BeforeAll
  static void generate() throws Exception {
    assertThat(TOOLS.resolve("openapi-generator-cli.jar"))
        .as("copied by the build: mvn pre-integration-test -pl server -am")
        .exists();
    deleteAll(WORK);
    Files.createDirectories(WORK.resolve("typescript"));
    Files.writeString(WORK.resolve("openapi.yaml"), CASINO.get("/api/openapi.yaml").body());
    Files.writeString(WORK.resolve("openapi.json"), CASINO.get("/api/openapi.json").body());
    copy("java.json", WORK);
    copy("typescript.json", WORK);
    copy("PlayEveryGame.java", WORK);
    copy("tsconfig.json", WORK.resolve("typescript"));
    copy("play-every-game.ts", WORK.resolve("typescript"));

    String log =
        run(
            WORK,
            java(),
            "-jar",
            TOOLS.resolve("openapi-generator-cli.jar").toString(),
            "batch",
            "--fail-fast",
            "java.json",
            "typescript.json");

    assertThat(log).contains("2 generators successfully").doesNotContain("[error]");
  }

  @Test
  void generatedJavaClientPlaysARoundOfEachGame() throws Exception {
    String classPath =
        Stream.concat(
                Stream.of(
                    TOOLS.resolve("jackson-datatype-jsr310.jar"),
                    TOOLS.resolve("jakarta.annotation-api.jar")),
                Stream.of(ObjectMapper.class, JsonFactory.class, JsonProperty.class)
                    .map(ApiClientsIT::jarOf))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Path classes = Files.createDirectories(WORK.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", classPath, "-d", "" + classes));
    try (Stream<Path> sources = Files.walk(WORK.resolve("java/src/main/java"))) {
      sources.map(Path::toString).filter(it -> it.endsWith(".java")).forEach(arguments::add);
    }
    arguments.add(WORK.resolve("PlayEveryGame.java").toString());

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(compiled).as("javac").isZero();

    assertPlayed(
        run(
            WORK,
            java(),
            "-cp",
            classes + File.pathSeparator + classPath,
            "PlayEveryGame",
            CASINO.url()));
  }

  @Test
  void generatedTypeScriptClientPlaysARoundOfEachGame() throws Exception {
    assumeTrue(
        hasNode(), "Node.js 18 or newer is not installed: the TypeScript client is not tried");
    Path typescript = WORK.resolve("typescript");
    Path compiler = unpack(TOOLS.resolve("typescript.jar"), WORK.resolve("compiler"));
    Files.writeString(typescript.resolve("package.json"), "{\"type\": \"module\"}");

    run(typescript, "node", compiler.toString(), "--project", "tsconfig.json");

    assertPlayed(run(typescript, "node", "out/play-every-game.js", CASINO.url()));
  }

  /// What the program printed is what the casino has stored.
  private static void assertPlayed(String output) throws IOException {
    List<String[]> lines = output.lines().map(line -> line.split(" ")).toList();
    String token = of(lines, "token").getFirst()[1];
    JsonNode history =
        new ObjectMapper().readTree(CASINO.player(token).get("game-history").body()).path("rounds");
    Set<String> stored = new TreeSet<>();
    history.forEach(it -> stored.add(it.path("game").asText() + " " + it.path("ref").asText()));

    assertThat(of(lines, "played").stream().map(it -> it[1] + " " + it[2])).isSubsetOf(stored);
    assertThat(of(lines, "played").stream().map(it -> it[1])).containsAll(GAMES);
    assertThat(of(lines, "history").stream().map(it -> it[1] + " " + it[2]))
        .containsExactlyInAnyOrderElementsOf(stored);
    assertThat(of(lines, "cancelled").stream().map(it -> it[1])).containsExactly("crash");
    assertThat(of(lines, "refused")).containsExactly(new String[] {"refused", "400", "stake"});
    JsonNode balance = new ObjectMapper().readTree(CASINO.player(token).get("balance").body());
    assertThat(of(lines, "balance"))
        .containsExactly(new String[] {"balance", balance.path("balance").asText(), "0"});
  }

  private static List<String[]> of(List<String[]> lines, String kind) {
    return lines.stream().filter(line -> line[0].equals(kind)).toList();
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      String version =
          new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return node.waitFor() == 0
          && version.matches("v\\d+\\..*")
          && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= 18;
    } catch (IOException absent) {
      return false;
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// Runs a command to its end; its output.
  private static String run(Path folder, String... command) throws Exception {
    Path log = Files.createTempFile(WORK, "run", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
      String output = Files.readString(log);
      assertThat(ended).as("%s ends: %s", List.of(command), output).isTrue();
      assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path jarOf(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void copy(String name, Path to) throws IOException {
    try (InputStream resource = ApiClientsIT.class.getResourceAsStream("/api-clients/" + name)) {
      Files.write(to.resolve(name), resource.readAllBytes());
    }
  }

  /// The compiler in its web jar.
  private static Path unpack(Path jar, Path to) throws IOException {
    Files.createDirectories(to);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path path = Path.of(entry.getName());
        String name = path.getFileName().toString();
        if (!entry.isDirectory()
            && path.getParent() != null
            && path.getParent().endsWith("lib")
            && (name.endsWith(".js") || name.endsWith(".d.ts"))) {
          try (InputStream content = zip.getInputStream(entry)) {
            Files.write(to.resolve(name), content.readAllBytes());
          }
        }
      }
    }
    return to.resolve("tsc.js");
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted(Collections.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    }
  }
}
