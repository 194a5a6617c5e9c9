package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// A small application in a virtual machine of its own, with the agent or without. It prints what
/// it has to say, then `ready`, and ends when its input does.
final class Watched implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  private Watched(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /// Compiles `source` and returns the folder of its classes.
  static Path compiled(Path folder, String name, String source, String... options)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    Path classes = Files.createDirectories(folder.resolve("classes-" + name));
    List<String> command = new ArrayList<>();
    command.add(tool("javac"));
    command.addAll(List.of("-nowarn", "-d", classes.toString(), "-cp", libraries()));
    command.addAll(List.of(options));
    command.add(file.toString());
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(javac.onExit().join().exitValue()).as(said).isZero();
    return classes;
  }

  /// The library's own jar, as the build makes it: its classes and the name of the agent.
  static Path agentJar(Path folder) throws IOException, URISyntaxException {
    Path classes = Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = folder.resolve("pitboss-connections.jar");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("MANIFEST.MF")) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
          out.closeEntry();
        }
      }
    }
    return jar;
  }

  /// The pools and the database, without this library.
  static String libraries() {
    return Stream.of(
            System.getProperty("java.class.path"), System.getProperty("jdk.module.path", ""))
        .flatMap(path -> Stream.of(path.split(java.io.File.pathSeparator, -1)))
        .filter(entry -> entry.endsWith(".jar"))
        .distinct()
        .reduce((a, b) -> a + java.io.File.pathSeparator + b)
        .orElseThrow();
  }

  /// Starts `main` of `classPath` and waits until it says `ready`.
  static Watched start(List<String> jvmOptions, String classPath, String main) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, main));
    var watched = new Watched(new ProcessBuilder(command).redirectErrorStream(true).start());
    watched.waitUntilReady();
    return watched;
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private void waitUntilReady() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("ready")) {
        return;
      }
      said.add(line);
    }
    throw new IllegalStateException("the application ended: " + said);
  }

  /// What the application printed, the agent's own lines and the logging of pools left out.
  List<String> said() {
    return linesStarting("> ");
  }

  /// What the agent printed.
  List<String> agentSaid() {
    return linesStarting("pitboss-connections: ");
  }

  List<String> linesStarting(String prefix) {
    return said.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  /// What the agent serves under `path`.
  String get(String path) throws IOException {
    String line = said.stream().filter(each -> each.contains("http://")).findFirst().orElseThrow();
    URI served = URI.create(line.substring(line.indexOf("http://"))).resolve(path);
    try (InputStream body = served.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Ends the application in order.
  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    boolean ended = !process.isAlive();
    process.destroyForcibly();
    assertThat(ended).as("the agent does not keep the application from ending").isTrue();
  }
}
