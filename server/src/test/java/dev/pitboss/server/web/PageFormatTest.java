package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Scripts, styles and YAML are formatted as Prettier formats them with `.prettierrc.json`. With
/// `-Dpitboss.web.write=true` the files are rewritten instead.
final class PageFormatTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final boolean WRITE = Boolean.getBoolean("pitboss.web.write");

  /// Prettier's options for a file, as its command line reads them from the same file.
  private static final String FORMAT =
      """
      (path, text, {overrides, ...options}) => {
        const extension = path.slice(path.lastIndexOf('.'));
        const own = overrides.filter(({files}) => files === `*${extension}`).map((one) => one.options);
        const parser = {'.js': 'babel', '.css': 'css', '.yaml': 'yaml'}[extension];
        const plugins = Object.values(prettierPlugins);
        return prettier.format(text, Object.assign({}, options, ...own, {parser, plugins}));
      }
      """;

  private static PageScripts scripts;

  @BeforeAll
  static void open() {
    scripts = PageScripts.open();
    scripts.loadPackage("prettier", "standalone.js");
    for (String plugin : List.of("babel", "estree", "postcss", "yaml")) {
      scripts.loadPackage("prettier", "plugins/" + plugin + ".js");
    }
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder :
        List.of(
            "server/src/main/resources", "server/src/test/resources/pages", "config", "deploy")) {
      try (Stream<Path> within = Files.walk(ROOT.resolve(folder))) {
        within.filter(it -> it.toString().matches(".*\\.(js|css|yaml)")).forEach(files::add);
      }
    }
    files.add(ROOT.resolve(".pre-commit-hooks.yaml"));
    return files;
  }

  private static String formatted(String path, String text) throws IOException {
    JsonNode options = new ObjectMapper().readTree(ROOT.resolve(".prettierrc.json").toFile());
    return scripts.call("", FORMAT, path, text, options).asText();
  }

  @Test
  void filesAreFormatted() throws IOException {
    List<Path> files = files();
    List<String> faults = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file);
      String formatted = formatted(file.toString(), text);
      if (!text.equals(formatted) && WRITE) {
        Files.writeString(file, formatted);
      } else if (!text.equals(formatted)) {
        faults.add(
            "%s:%d format".formatted(ROOT.relativize(file), firstDifference(text, formatted)));
      }
    }
    assertThat(files).hasSizeGreaterThan(60);
    assertThat(faults)
        .as("./pitboss test PageFormatTest -Dpitboss.web.write=true formats them")
        .isEmpty();
  }

  private static int firstDifference(String text, String formatted) {
    List<String> lines = text.lines().toList();
    List<String> others = formatted.lines().toList();
    int line = 0;
    while (line < lines.size()
        && line < others.size()
        && lines.get(line).equals(others.get(line))) {
      line++;
    }
    return line + 1;
  }

  @Test
  void control_otherFormatsAreFaults() throws IOException {
    assertThat(formatted("a.js", "let a = {\"b\": 1}\n")).isEqualTo("let a = {b: 1};\n");
    assertThat(formatted("a.css", "a{color:RED}")).isEqualTo("a {\n  color: RED;\n}\n");
    assertThat(formatted("a.yaml", "a:   \"b\"\n")).isEqualTo("a: 'b'\n");
    assertThat(firstDifference("a\nb\n", "a\nc\n")).isEqualTo(2);
  }
}
