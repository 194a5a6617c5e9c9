package dev.pitboss.server.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pitboss.cli.Grammar;
import dev.pitboss.cli.HelpText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `./pitboss` finds or fetches a JDK, with made-up ones.
class LauncherIT {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aMachineWithAnOldJavaOnly() throws IOException {
    jdk("old", "17.0.15");
    environment.put("JAVA_HOME", "");
    environment.put("PATH", folder.resolve("old").resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.put("PITBOSS_JDK_FOLDERS", folder.resolve("nothing").toString());
    environment.put("PITBOSS_TEMURIN_API", "http://127.0.0.1:9/unreachable");
  }

  @Test
  void javaHomeIsTakenFirst() throws Exception {
    environment.put("JAVA_HOME", jdk("mine", "26.0.1").toString());
    environment.put("PITBOSS_JDK_FOLDERS", jdk("newer", "27").toString());

    assertThat(run("jdk")).isEqualTo(new Ended(0, folder.resolve("mine") + "\n", ""));
  }

  @Test
  void pathComesBeforeTheUsualFoldersAndAnOldJavaHomeIsPassedOver() throws Exception {
    environment.put("JAVA_HOME", folder.resolve("old").toString());
    Path onPath = jdk("on-path", "25.0.3");
    environment.put("PATH", onPath.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("PITBOSS_JDK_FOLDERS", jdk("newer", "27").toString());

    assertThat(run("jdk").output()).isEqualTo(onPath + "\n");
  }

  @Test
  void newestOfTheUsualFoldersIsTaken() throws Exception {
    environment.put(
        "PITBOSS_JDK_FOLDERS", jdk("a", "25.0.1") + " " + jdk("b", "27-ea") + " " + jdk("c", "26"));

    assertThat(run("jdk").output()).isEqualTo(folder.resolve("b") + "\n");
  }

  @Test
  void runtimeWithoutACompilerDoesNotCount() throws Exception {
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin").resolve("javac"));
    environment.put("JAVA_HOME", runtime.toString());

    assertThat(run("jdk", "--no-download").code()).isEqualTo(3);
  }

  @Test
  void withoutAJdkNoDownloadOnlySaysWhatToInstall() throws Exception {
    Ended ended = run("--no-download", "jdk");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).contains("no JDK 25 or newer found", "apt-get install");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void withoutAJdkOneIsFetchedVerifiedAndUsedFromThenOn() throws Exception {
    byte[] archive = archive();
    HttpServer server = temurin(archive, sha256(archive));
    try {
      Ended ended = run("jdk");

      assertThat(ended.errors()).contains("fetching Temurin");
      assertThat(ended.code()).isZero();
      Path fetched = Path.of(ended.output().strip());
      assertThat(fetched).startsWith(folder.resolve("cache").resolve("pitboss"));
      assertThat(fetched.resolve("bin").resolve("javac")).isExecutable();
    } finally {
      server.stop(0);
    }

    Ended again = run("jdk");

    assertThat(again.code()).isZero();
    assertThat(again.errors()).isEmpty();
  }

  @Test
  void archiveThatIsNotWhatWasPublishedIsNotInstalled() throws Exception {
    byte[] archive = archive();
    HttpServer server = temurin(archive, "0".repeat(64));
    try {
      Ended ended = run("jdk");

      assertThat(ended.code()).isEqualTo(3);
      assertThat(ended.errors()).contains(sha256(archive), "nothing was installed");
      try (Stream<Path> left = Files.list(folder.resolve("cache").resolve("pitboss"))) {
        assertThat(left).isEmpty();
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void failedDownloadSaysFromWhere() throws Exception {
    Ended ended = run("jdk");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors()).contains("could not fetch http://127.0.0.1:9/unreachable/binary/");
  }

  @Test
  void helpNamesEveryCommandAndOption() throws Exception {
    Ended ended = run("--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.output())
        .contains("test", "bench", "leaks", "build", "--port", "--host", "--data", "--database-url")
        .contains("--no-download", "Exit codes");
  }

  /// As after a clone: no JDK, no build, no network, a folder with nothing but the script and docs.
  @Test
  void helpOfEveryCommandNeedsNoJdkAndNoBuild() throws Exception {
    Path clone = Files.createDirectory(folder.resolve("clone"));
    Path texts = PitbossProcess.SCRIPT.resolveSibling("docs").resolve("cli");
    Files.copy(PitbossProcess.SCRIPT, clone.resolve("pitboss"));
    try (Stream<Path> files = Files.walk(texts)) {
      for (Path file : files.toList()) {
        Path copy = clone.resolve("docs").resolve("cli").resolve(texts.relativize(file).toString());
        Files.createDirectories(copy.resolve("..").normalize());
        if (Files.isRegularFile(file)) {
          Files.copy(file, copy);
        }
      }
    }
    List<String> before = listed(clone);
    for (List<String> path : Grammar.paths()) {
      List<String> words = new ArrayList<>(path);
      words.add("--help");
      Ended ended = run(clone.resolve("pitboss"), words.toArray(String[]::new));

      assertThat(ended).as("%s", words).isEqualTo(new Ended(0, HelpText.of(path), ""));
    }
    for (String words :
        List.of(
            "bench aging --help",
            "bench help aging",
            "bench aging help",
            "help bench aging",
            "--help bench aging",
            "bench --quick aging -h")) {
      assertThat(run(clone.resolve("pitboss"), words.split(" ", -1)).output())
          .as(words)
          .isEqualTo(HelpText.of(List.of("bench", "aging")));
    }
    assertThat(run(clone.resolve("pitboss"), "jdk", "--hlep"))
        .isEqualTo(new Ended(2, "", "pitboss: jdk: unknown option --hlep; did you mean --help?\n"));
    assertThat(run(clone.resolve("pitboss"), "bulid").errors()).contains("did you mean build?");
    assertThat(listed(clone)).as("nothing was built").isEqualTo(before);
    assertThat(folder.resolve("cache")).as("nothing was fetched").doesNotExist();
    assertThat(run(clone.resolve("pitboss"), "jdk", "--no-download").code())
        .as("control: there is no JDK")
        .isEqualTo(3);
  }

  /// With a Maven that only writes what a deployment leaves.
  @Test
  void releaseHasChecksumsOfItsFilesAndNothingThatTellsTheTime() throws Exception {
    environment.put("JAVA_HOME", jdk("mine", "25.0.3").toString());
    tool(
        "mvn",
        """
        if [ "$1" = --version ]; then echo "Apache Maven 3.9.9"; exit; fi
        for word in "$@"; do
          case $word in -DaltDeploymentRepository=*) to=${word#*file://} ;; esac
        done
        mkdir -p "$to/dev/pitboss"
        echo jar > "$to/dev/pitboss/a.jar"
        echo pom > "$to/dev/pitboss/a.pom"
        echo now > "$to/dev/pitboss/maven-metadata.xml"
        """);
    tool("gpg", "[ \"$2\" = --list-secret-keys ] && exit 2; exit 0");
    Path release = folder.resolve("release");

    assertThat(run("dist", release.toString(), "--sign", "0xFEED").errors())
        .isEqualTo("pitboss: dist: --sign takes a secret key that gpg has, got 0xFEED\n");
    Ended ended = run("dist", release.toString());

    assertThat(ended.errors()).endsWith("2 files of version 0.1.0 in " + release + "\n");
    assertThat(ended.code()).isZero();
    assertThat(Files.readString(release.resolve("SHA256SUMS")))
        .isEqualTo(
            "%s  dev/pitboss/a.jar\n%s  dev/pitboss/a.pom\n"
                .formatted(sha256("jar\n".getBytes(UTF_8)), sha256("pom\n".getBytes(UTF_8))));
    assertThat(release.resolve("dev/pitboss/maven-metadata.xml")).doesNotExist();
    assertThat(run("dist", release.toString()))
        .as("of another release")
        .isEqualTo(
            new Ended(2, "", "pitboss: dist: the folder has to be empty, got " + release + "\n"));
    assertThat(run("dist").code()).isEqualTo(2);
    assertThat(run("dist", "--casnio", folder.resolve("other").toString()).errors())
        .isEqualTo("pitboss: dist: unknown option --casnio; did you mean --casino?\n");
  }

  /// With a Maven that only leaves the report of two tests, one of them with a failure.
  @Test
  void failedTestsAreToldAtTheEnd() throws Exception {
    environment.put("JAVA_HOME", jdk("mine", "25.0.3").toString());
    Path clone = Files.createDirectory(folder.resolve("clone"));
    Path script = Files.copy(PitbossProcess.SCRIPT, clone.resolve("pitboss"));
    tool(
        "mvn",
        """
        if [ "$1" = --version ]; then echo "Apache Maven 3.9.9"; exit; fi
        mkdir -p server/target/failsafe-reports
        printf '%s\\n' 'Tests run: 2, Failures: 1 <<< FAILURE! -- in a.PlayIT' \\
          'a.PlayIT.loses -- Time elapsed: 1 s <<< FAILURE!' 'expected: 1 but was: 2' \\
          '\tat org.junit.Assertions' '\tat a.PlayIT.loses(PlayIT.java:7)' \\
          > server/target/failsafe-reports/a.PlayIT.txt
        exit 1
        """);

    Ended ended = run(script, "test", "--fast");

    assertThat(ended.errors())
        .endsWith(
            """
            a.PlayIT.loses -- Time elapsed: 1 s <<< FAILURE!
            expected: 1 but was: 2
            \tat a.PlayIT.loses(PlayIT.java:7)
            pitboss: the tests failed
            """);
    assertThat(ended.code()).isEqualTo(4);
  }

  /// A program that comes first on the path.
  private void tool(String name, String script) throws IOException {
    Path file = folder.resolve("old").resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<String> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private record Ended(int code, String output, String errors) {}

  private Ended run(String... arguments) throws Exception {
    return run(PitbossProcess.SCRIPT, arguments);
  }

  private Ended run(Path script, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    Process process = builder.redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output, Files.readString(errors));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String tool : List.of("java", "javac")) {
      Path file = home.resolve("bin").resolve(tool);
      Files.writeString(file, "#!/bin/sh\nexit 1\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private byte[] archive() throws Exception {
    jdk("packed/jdk-25.0.3+9", "25.0.3");
    Path archive = folder.resolve("jdk.tar.gz");
    // as published, the archive holds one folder and that holds the JDK
    Process tar =
        new ProcessBuilder(
                "tar", "-czf", archive.toString(), "-C", folder + "/packed", "jdk-25.0.3+9")
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    return Files.readAllBytes(archive);
  }

  private HttpServer temurin(byte[] archive, String checksum) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/v3/binary/version/jdk-25.0.3+9/", archive);
    answer(
        server,
        "/v3/checksum/version/jdk-25.0.3+9/",
        (checksum + "  jdk.tar.gz\n").getBytes(UTF_8));
    server.start();
    environment.put(
        "PITBOSS_TEMURIN_API", "http://127.0.0.1:" + server.getAddress().getPort() + "/v3");
    return server;
  }

  private static void answer(HttpServer server, String path, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
