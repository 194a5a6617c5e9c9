package dev.pitboss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the help texts in `docs/cli`, which the script prints without a build, against the
/// grammar, in both directions. `-Dpitboss.help.write=true` writes them anew.
class HelpFilesTest {
  private static final Path FOLDER = Path.of("..", "docs", "cli");

  private static Map<String, String> generated() {
    Map<String, String> texts = new TreeMap<>();
    for (List<String> path : Grammar.paths()) {
      texts.put((path.isEmpty() ? "pitboss" : String.join("/", path)) + ".txt", HelpText.of(path));
    }
    return texts;
  }

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (Boolean.getBoolean("pitboss.help.write")) {
      for (Map.Entry<String, String> text : generated().entrySet()) {
        Path file = FOLDER.resolve(text.getKey());
        Files.createDirectories(FOLDER.resolve(text.getKey()).resolve("..").normalize());
        Files.writeString(file, text.getValue());
      }
    }
  }

  @Test
  void everyCommandHasItsFileAndNoFileIsWithoutACommand() throws IOException {
    Map<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        committed.put(FOLDER.relativize(file).toString(), Files.readString(file));
      }
    }

    assertThat(committed).isEqualTo(generated()).hasSizeGreaterThan(60);
  }

  @Test
  void everyHelpFitsATerminalAndListsItsOptions() {
    generated()
        .forEach((name, text) -> {
          assertThat(text).as(name).startsWith("Usage: ").endsWith("\n");
          assertThat(text.lines())
              .as(name)
              .allMatch(line -> line.codePointCount(0, line.length()) <= 80);
        });
    assertThat(HelpText.of(List.of("operator", "create")))
        .startsWith("Usage: pitboss operator create CODE --name NAME --currency CODE ")
        .contains("\n  --welcome-grant AMOUNT", "\n  --database-url URL", "Exit codes: 0 done");
    assertThat(HelpText.of(List.of()))
        .contains("./pitboss operator COMMAND", "  --port N", "Exit codes");
  }

  @Test
  void control_commandOfTheGrammarIsInTheFiles() {
    assertThat(generated())
        .containsKeys("pitboss.txt", "serve.txt", "bench/aging.txt", "jdk.txt", "config/show.txt");
  }
}
