package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every command of README.md, pasted line by line into one shell, on a fresh data folder.
class ReadmeIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern REF = Pattern.compile("\"ref\":\"([0-9a-f-]{36})\"");

  /// What is not run here, by what a line begins with, and why.
  private static final Map<String, String> SKIPPED =
      new LinkedHashMap<>(
          Map.of(
              "./pitboss         #", "is started before, on a port that is free",
              "./pitboss test", "runs this test",
              "./pitboss simulate blackjack", "ten million rounds: SimulateCommandTest has fewer",
              "java -javaagent:", "the application is the reader's: AgentIT has one",
              "./pitboss leaks",
                  "its module is built beside this one, which has tests of its own"));

  @TempDir Path folder;

  @Test
  @Timeout(600)
  void everyLineDoesWhatItSays() throws Exception {
    Path data = folder.resolve("share").resolve("pitboss");
    Files.createDirectories(data);
    TreeSet<String> unusedSkips = new TreeSet<>(SKIPPED.keySet());
    int run = 0;
    try (PitbossProcess casino = PitbossProcess.start(data, List.of());
        Shell shell = new Shell(folder)) {
      String ref = "";
      for (String command : commands(Files.readString(ROOT.resolve("README.md")))) {
        List<String> skips = SKIPPED.keySet().stream().filter(command::startsWith).toList();
        unusedSkips.removeAll(skips);
        if (!skips.isEmpty()) {
          continue;
        }
        Ran ran =
            shell.run(command.replace("http://localhost:8080", casino.url()).replace("REF", ref));
        assertThat(ran.code()).as("%s%n%s", command, ran.output()).isZero();
        assertThat(ran.output()).as(command).doesNotContain("\"detail\":", "Exception", "curl: ");
        if (command.contains("verify round.json")) {
          assertThat(ran.output()).contains("VALID").doesNotContain("NOT VALID");
        }
        Matcher found = REF.matcher(ran.output());
        if (ref.isEmpty() && found.find()) {
          ref = found.group(1);
        }
        run++;
      }
    }
    assertThat(unusedSkips).as("skipped, but not in the README any more").isEmpty();
    assertThat(run).isGreaterThan(20);
  }

  @Test
  void control_aLineThatFailsIsSeen() throws Exception {
    try (Shell shell = new Shell(folder)) {
      assertThat(shell.run("true   # a comment")).isEqualTo(new Ran(0, ""));
      assertThat(shell.run("false").code()).isEqualTo(1);
      assertThat(shell.run("X=3").code()).isZero();
      assertThat(shell.run("echo $X")).isEqualTo(new Ran(0, "3\n"));
    }
    assertThat(commands("```sh\na 'x\ny'\nb \\\n  c\n\n```\n```console\nd\n```\n"))
        .containsExactly("a 'x\ny'", "b \\\n  c");
  }

  /// The commands of all blocks of shell: lines, together with those they go on in.
  private static List<String> commands(String markdown) {
    List<String> commands = new ArrayList<>();
    Matcher block = Pattern.compile("(?ms)^```sh\\n(.*?)^```$").matcher(markdown);
    while (block.find()) {
      StringBuilder command = new StringBuilder();
      for (String line : block.group(1).lines().toList()) {
        command.append(command.isEmpty() ? "" : "\n").append(line);
        String code =
            command.toString().replaceAll("(?m) {2,}#.*$", ""); // comments have apostrophes
        boolean isOpen = code.chars().filter(it -> it == '\'').count() % 2 == 1;
        if (!isOpen && !line.endsWith("\\")) {
          if (!command.toString().isBlank()) {
            commands.add(command.toString());
          }
          command.setLength(0);
        }
      }
      assertThat(command).as("a block ends with a whole command").isEmpty();
    }
    return commands;
  }

  private record Ran(int code, String output) {}

  /// One shell, in a folder that looks like the repository and can be written to.
  private static final class Shell implements AutoCloseable {
    private static final Pattern END = Pattern.compile("<<ended (\\d+)>>");

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    Shell(Path folder) throws IOException {
      Path work = Files.createDirectories(folder.resolve("clone"));
      Path launcher = work.resolve("pitboss");
      Files.writeString(launcher, "#!/bin/sh\nexec '" + ROOT.resolve("pitboss") + "' \"$@\"\n");
      Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (String name : List.of("docs", "server", "connections")) {
        if (!Files.exists(work.resolve(name))) {
          Files.createSymbolicLink(work.resolve(name), ROOT.resolve(name));
        }
      }
      ProcessBuilder builder =
          new ProcessBuilder("bash", "--norc").directory(work.toFile()).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("PITBOSS_TRAIN", "no");
      builder.environment().put("XDG_DATA_HOME", folder.resolve("share").toString());
      process = builder.start();
      input = process.outputWriter(StandardCharsets.UTF_8);
      output = process.inputReader(StandardCharsets.UTF_8);
    }

    Ran run(String command) throws IOException {
      input.write(command + "\nprintf '\\n<<ended %s>>\\n' \"$?\"\n");
      input.flush();
      StringBuilder seen = new StringBuilder();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher end = END.matcher(line);
        if (end.matches()) {
          // the line break before the mark is the mark's
          String text = seen.substring(0, Math.max(0, seen.length() - 1));
          return new Ran(Integer.parseInt(end.group(1)), text);
        }
        seen.append(line).append('\n');
      }
      throw new AssertionError("the shell ended: " + seen);
    }

    @Override
    public void close() throws IOException {
      try (input) {
        input.write("exit\n");
      }
      process.destroy();
    }
  }
}
