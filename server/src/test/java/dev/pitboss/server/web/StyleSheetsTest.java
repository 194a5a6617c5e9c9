package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The stylesheets have no value that the standards do not know, no rule twice, and nothing that no
/// page uses.
final class StyleSheetsTest {
  private static PageScripts scripts;

  @BeforeAll
  static void open() {
    scripts = PageScripts.open();
    scripts.loadPackage("css-tree", "dist/csstree.js");
    scripts.load(PageScripts.resource("pages/lint-css.js"), "lint-css.js");
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  private static Map<String, String> texts(Path folder, String names) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> it.toString().matches(names)).toList()) {
        texts.put("/" + PageScripts.WEB.relativize(file), Files.readString(file));
      }
    }
    return texts;
  }

  private static JsonNode faults(Map<String, String> sheets, Map<String, String> users) {
    return scripts.call("", "(sheets, users) => lintCss(sheets, users)", sheets, users);
  }

  @Test
  void sheetsHaveNoFaults() throws IOException {
    Map<String, String> sheets = texts(PageScripts.WEB.resolve("css"), ".*\\.css");
    Map<String, String> users = texts(PageScripts.WEB, ".*\\.(js|html|svg)");
    users.putAll(texts(PageScripts.WEB.resolveSibling("frame"), ".*\\.html"));
    // uPlot's own elements and those that the server writes
    users.put(
        "uplot", "u-legend u-wrap u-over u-axis u-inline u-series u-marker u-label u-value uplot");
    assertThat(sheets).isNotEmpty();
    assertThat(faults(sheets, users)).extracting(JsonNode::asText).isEmpty();
  }

  private static final Pattern SHEET =
      Pattern.compile("<link rel=\"stylesheet\" href=\"(/css/[a-z/-]+\\.css)\">");

  private static final Pattern MODULE = Pattern.compile("['\"](/js/[a-z/-]+\\.js)['\"]");

  /// The page with its frame, and every module that it can load but for the pictures of rounds, of
  /// which the page of rounds has all sheets.
  private static Map<String, Object> page(String html, Map<String, String> modules) {
    Map<String, String> texts = new TreeMap<>(Map.of("page", html));
    Deque<String> todo = new ArrayDeque<>(List.of(html));
    while (!todo.isEmpty()) {
      Matcher names = MODULE.matcher(todo.pop());
      while (names.find()) {
        String module = modules.get(names.group(1));
        if (module != null && texts.putIfAbsent(names.group(1), module) == null) {
          todo.push(module);
        }
      }
    }
    Matcher sheet = SHEET.matcher(html);
    assertThat(sheet.find()).as("style sheet of " + html).isTrue();
    return Map.of("sheet", sheet.group(1), "texts", List.copyOf(texts.values()));
  }

  private static Map<String, Object> pages() throws IOException {
    Path frame = PageScripts.WEB.resolveSibling("frame");
    Map<String, String> modules = texts(PageScripts.WEB, ".*\\.js");
    Map<String, Object> pages = new TreeMap<>();
    for (Map.Entry<String, String> page : texts(PageScripts.WEB, ".*\\.html").entrySet()) {
      String html = page.getValue();
      for (String part : List.of("head", "header", "footer", "desk-head", "desk-header")) {
        html =
            html.replace("<!-- " + part + " -->", Files.readString(frame.resolve(part + ".html")));
      }
      pages.put(page.getKey(), page(html, modules));
    }
    return pages;
  }

  /// A page loads one sheet, and with it all that its modules draw.
  @Test
  void everyPageHasTheSheetsOfWhatItDraws() throws IOException {
    Map<String, Object> pages = pages();
    JsonNode faults =
        scripts.call(
            "",
            "(pages, sheets) => lintPages(pages, sheets)",
            pages,
            texts(PageScripts.WEB.resolve("css"), ".*\\.css"));
    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(faults).extracting(JsonNode::asText).isEmpty();
  }

  @Test
  void control_sheetThatIsMissingIsNamed() {
    JsonNode faults =
        scripts.call(
            "",
            "(pages, sheets) => lintPages(pages, sheets)",
            Map.of(
                "/a.html",
                Map.of(
                    "sheet",
                    "/css/a.css",
                    "texts",
                    List.of("<p class=\"one ${x ? 'two' : ''}\">"))),
            Map.of(
                "/css/a.css", "@import '/css/base.css';\n",
                "/css/base.css", ".one { color: #000; }\n",
                "/css/b.css", ".two { color: #000; }\n"));
    assertThat(faults)
        .extracting(JsonNode::asText)
        .containsExactly(
            "/a.html no-unstyled-class '.two' is in /css/b.css, which /css/a.css does not import.");
  }

  @Test
  void control_eachFaultIsFoundWhereItIs() {
    String sheet =
        """
        :root {
          --read: 1px;
          --unread: 2px;
        }

        .used {
          colr: red;
          color: reddish;
          margin: var(--read) var(--unset);
        }

        .unused {
          color: #fff;
          color: #000;
        }

        .used {
          padding: 0;
        }

        @media (max-width: 1px) {
          .used {
            padding: 1px;
          }
        }
        """;
    assertThat(faults(Map.of("/a.css", sheet), Map.of("/a.html", "<p class=\"used\">")))
        .extracting(it -> String.join(" ", List.of(it.asText().split(" ", -1)).subList(0, 2)))
        .containsExactlyInAnyOrder(
            "/a.css:3:3 no-unused-property",
            "/a.css:7:3 no-invalid-value",
            "/a.css:8:3 no-invalid-value",
            "/a.css:9:23 no-undefined-property",
            "/a.css:12:1 no-unused-class",
            "/a.css:14:3 no-duplicate-declaration",
            "/a.css:17:1 no-duplicate-selector");
  }
}
