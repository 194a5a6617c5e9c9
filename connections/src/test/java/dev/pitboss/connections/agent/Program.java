package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// An application in a virtual machine of its own, with or without the agent.
final class Program implements AutoCloseable {
  static final Path SOURCES = Path.of("src/test/agent");
  static final String LIBRARIES = libraries();

  /// A loaded machine takes its time to start a virtual machine.
  private static final Duration WITHIN = Duration.ofSeconds(90);

  private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/");
  private static final Pattern USE =
      Pattern.compile(
          "\\{\"site\":\"([^\"]+)\",\"acquired\":(\\d+),\"released\":(\\d+),"
              + "\"active\":(\\d+),\"leaks\":(\\d+),\"reclaimed\":(\\d+)");

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// What a report says of a line.
  record Use(long acquired, long released, long active, long leaks, long reclaimed) {
    Use plus(Use other) {
      return new Use(
          acquired + other.acquired,
          released + other.released,
          active + other.active,
          leaks + other.leaks,
          reclaimed + other.reclaimed);
    }
  }

  /// The class path of this test without the library, as an application would have it.
  private static String libraries() {
    // what nearly all programs need comes first: the others are then not searched for it
    List<String> first = List.of(jar("h2-"), jar("HikariCP-"), jar("slf4j-api-"));
    return Stream.concat(first.stream(), jars().stream())
        .distinct()
        .collect(Collectors.joining(":"));
  }

  /// Every library of this test, those on the module path too.
  static List<String> jars() {
    return Stream.of("java.class.path", "jdk.module.path")
        .flatMap(path -> Stream.of(System.getProperty(path, "").split(":", -1)))
        .filter(entry -> entry.endsWith(".jar"))
        .distinct()
        .toList();
  }

  /// The library whose file starts with this.
  static String jar(String name) {
    return jars().stream()
        .filter(jar -> Path.of(jar).getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  /// Compiles the programs.
  static Path compiled(Path folder, int release) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes" + release));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-g",
                "-nowarn",
                "-Xlint:none",
                "--release",
                "" + release,
                "-cp",
                LIBRARIES,
                "-d",
                classes.toString()));
    try (Stream<Path> sources = Files.list(SOURCES.resolve("shop"))) {
      sources
          .filter(source -> release > 8 || source.endsWith("OldShop.java"))
          .forEach(source -> arguments.add(source.toString()));
    }
    compile(arguments);
    if (release > 8) {
      String lineless = SOURCES.resolve("shop/Lineless.java").toString();
      compile(
          List.of(
              "-g:none", "-nowarn", "--release", "" + release, "-d", classes.toString(), lineless));
    }
    return classes;
  }

  /// Compiles one program, for the oldest Java.
  static Path compiled(Path folder, String program) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes-" + program));
    String source = SOURCES.resolve("shop/" + program + ".java").toString();
    compile(
        List.of(
            "-g",
            "-nowarn",
            "--release",
            "17",
            "-cp",
            LIBRARIES,
            "-d",
            classes.toString(),
            source));
    return classes;
  }

  static void compile(List<String> arguments) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(silent, silent, arguments.toArray(String[]::new));
    assertThat(status).as("javac %s", arguments).isZero();
  }

  /// The library's jar as the build makes it: these tests run before there is one.
  static Path agentJar(Path folder) throws IOException {
    Path classes = Path.of("target/classes");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (var lines = Files.newInputStream(Path.of("src/main/agent/MANIFEST.MF"))) {
      manifest.read(lines);
    }
    Path jar = folder.resolve("pitboss-connections.jar");
    try (var bytes = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, bytes);
        bytes.closeEntry();
      }
    }
    return jar;
  }

  /// A jar that makes a class of the application's class path an agent that may replace classes.
  static Path agentJar(Path jar, String premain) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", premain);
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  /// The arguments of a start without the agent, which logs errors only.
  ///
  /// @param classes where the programs are, as a class path
  /// @param program its main class and arguments
  static List<String> plain(String classes, String... program) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Djava.util.logging.config.file=src/test/resources/logging.properties");
    arguments.addAll(List.of("-cp", classes + ":" + LIBRARIES));
    arguments.addAll(List.of(program));
    return arguments;
  }

  /// The arguments of a server under the agent that redeploys an application.
  ///
  /// @param kind `clean`, or `pinned` if each deployment leaves a thread behind
  static List<String> redeploys(Path agent, Path classes, String kind) {
    String application = String.join(":", classes.toString(), jar("HikariCP"), jar("slf4j-api"));
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=port=0,hold=1h");
    arguments.addAll(plain(classes.toString(), "shop.Redeploys", kind, jar("h2"), application));
    return arguments;
  }

  /// Starts the `java` of this JDK with these arguments.
  static Program start(Path folder, Jdk jdk, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(arguments);
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Program(process, out, err);
  }

  /// A run that has ended.
  record Ended(int status, String output, String errors) {}

  /// Runs the agent's jar as a command, to its end.
  ///
  /// @param options of the virtual machine
  static Ended command(Path folder, Jdk jdk, Path agent, List<String> options, String... words)
      throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-jar", agent.toString()));
    arguments.addAll(List.of(words));
    try (Program program = start(folder, jdk, arguments)) {
      int status = program.end();
      return new Ended(status, program.output(), program.errors());
    }
  }

  /// Starts `shop.Running`, and returns once it is ready.
  static Program running(
      Path folder, Jdk jdk, Path classes, List<String> options, List<String> programArguments)
      throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-cp", classes + ":" + LIBRARIES, "shop.Running"));
    arguments.addAll(programArguments);
    Program program = start(folder, jdk, arguments);
    program.awaitOutput("ready");
    return program;
  }

  String output() throws IOException {
    return Files.readString(out);
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  /// Waits until the report, as JSON, is as wanted, and returns it.
  String report(Predicate<String> wanted) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    String latest = "";
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (output().contains("ready")) {
        latest = get("connections");
        if (wanted.test(latest)) {
          return latest;
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        "not so within " + WITHIN + ":\n" + latest + "\nout: " + output() + "\nerr: " + errors());
  }

  long pid() {
    return process.pid();
  }

  /// Waits until the program has said this.
  void awaitOutput(String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!output().contains(text)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("no " + text + " in " + output() + "\nerr: " + errors());
      }
      Thread.sleep(100);
    }
  }

  /// Sends the program a line.
  void say(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    input.flush();
  }

  private int port() throws IOException {
    Matcher page = PAGE.matcher(errors());
    assertThat(page.find()).as(errors()).isTrue();
    return Integer.parseInt(page.group(1));
  }

  /// What the page answers to a client that takes it for `host`.
  int statusFor(String host) throws IOException {
    return Integer.parseInt(answer("GET / HTTP/1.1", host).split(" ", 3)[1]);
  }

  /// The whole answer to a request, head and body.
  ///
  /// @param request its first line
  String answer(String request, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      String head = request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// What the agent's page says.
  String get(String path) throws IOException {
    URI address = URI.create("http://127.0.0.1:" + port() + "/" + path);
    try (InputStream body = address.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The table of a report, all pools together.
  static Map<String, Use> uses(String report) {
    Map<String, Use> uses = new TreeMap<>();
    Matcher matcher = USE.matcher(report);
    while (matcher.find()) {
      long[] numbers = new long[5];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Long.parseLong(matcher.group(i + 2));
      }
      uses.merge(
          matcher.group(1),
          new Use(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]),
          Use::plus);
    }
    return uses;
  }

  /// The lines of a program that bear a mark, as they are reported: `Shop.java::fromPool:L58`.
  static List<String> marked(String source, String mark) {
    List<String> marked = new ArrayList<>();
    String method = "";
    Matcher declared = Pattern.compile("^ {2,4}[a-z].* (\\w+)\\(.*\\{$").matcher("");
    try {
      List<String> lines = Files.readAllLines(SOURCES.resolve("shop/" + source));
      for (int i = 0; i < lines.size(); i++) {
        if (declared.reset(lines.get(i)).find() && !lines.get(i).contains(" try (")) {
          method = declared.group(1);
        }
        if (lines.get(i).endsWith("// " + mark)) {
          marked.add(source + "::" + method + ":L" + (i + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(marked).as("%s in %s", mark, source).isNotEmpty();
    return marked;
  }

  /// Lets the program end, and returns its exit status.
  int end() throws IOException, InterruptedException {
    try (OutputStream input = process.getOutputStream()) {
      input.write("\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // it has ended already and hears nothing
    }
    assertThat(process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
