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

/// The pages' modules have no fault that the TypeScript compiler finds in JavaScript, and keep the
/// rules of style in `pages/lint.js`.
final class PageLintTest {
  private static final Pattern LIBRARY = Pattern.compile("/// <reference lib=\"([a-z0-9.]+)\"");
  private static final Path WEB = PageScripts.WEB;

  /// What a module may use beside the language and the browser.
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "/node_modules/lit-element/lit-element.js",
          """
          export class LitElement extends HTMLElement {}
          export const html = (strings, ...values) => [strings, values];
          export const svg = html;
          export const nothing = Symbol('nothing');
          """,
          // a script of the page of charts
          "/uplot.d.ts",
          "declare const uPlot: any;");

  /// A fault of each rule.
  private static final String FAULTY =
      """
      import {known, missing} from '/other.js';
      import {nothingThere} from '/absent.js';
      export const a = undeclared + known + missing + nothingThere;
      var old = 1;
      let fixed = old;
      export function f(x) {
        const x1 = x == 1;
        {
          const a = fixed;
          return a;
        }
        unreached();
      }
      const unused = 1;
      a = 2;
      export const g = (a) => a;
      switch (fixed) {
        case 1:
          console.log(fixed);
        default:
      }
      debugger;
      """;

  private static PageScripts scripts;

  @BeforeAll
  static void open() throws IOException {
    scripts = PageScripts.open();
    // it looks for its own file, as Node.js lets a module
    scripts.load("globalThis.__filename = '/typescript.js';", "filename.js");
    scripts.loadPackage("typescript", "lib/typescript.js");
    scripts.load(PageScripts.resource("pages/lint.js"), "lint.js");
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  /// The declarations of the language and the browser.
  private static Map<String, String> libraries() {
    Map<String, String> texts = new TreeMap<>(OUTSIDE);
    Deque<String> names =
        new ArrayDeque<>(List.of("esnext", "dom", "dom.iterable", "dom.asynciterable"));
    while (!names.isEmpty()) {
      String file = "lib.%s.d.ts".formatted(names.pop());
      if (!texts.containsKey(file)) {
        String text = PageScripts.packageFile("typescript", "lib/" + file);
        texts.put(file, text);
        Matcher others = LIBRARY.matcher(text);
        while (others.find()) {
          names.push(others.group(1));
        }
      }
    }
    return texts;
  }

  private static JsonNode faults(Map<String, String> files) {
    return scripts.call("", "(files, libraries) => lint(files, libraries)", files, libraries());
  }

  @Test
  void modulesHaveNoFaults() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> within = Files.walk(WEB.resolve("js"))) {
      for (Path file : within.filter(it -> it.toString().endsWith(".js")).toList()) {
        files.put("/" + WEB.relativize(file), Files.readString(file));
      }
    }
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(faults(files)).extracting(JsonNode::asText).isEmpty();
  }

  /// Faults of each rule, and beside each the same without one.
  @Test
  void control_eachFaultIsFoundWhereItIs() {
    Map<String, String> files = new TreeMap<>();
    files.put("/other.js", "export const known = 1;\n");
    files.put("/faulty.js", FAULTY);
    files.put(
        "/faultless.js",
        """
        import {known} from '/other.js';
        let counted = 0;
        let later;
        export function f(one, {two}, _three) {
          counted += one === known ? 1 : 0;
          for (let i = 0; i < two; i++) {
            [later] = [i];
          }
          return {counted, later};
        }
        export const g = async (name) => (name === null ? null : (await f(name, {two: 2})).counted);
        """);
    List<String> found =
        faults(files)
            .valueStream()
            .map(it -> it.asText().replaceFirst("^(\\S+ \\S+).*$", "$1"))
            .toList();
    assertThat(found)
        .contains(
            "/faulty.js:1:16 no-missing-export",
            "/faulty.js:2:28 no-missing-module",
            "/faulty.js:3:18 no-undef",
            "/faulty.js:4:1 no-var",
            "/faulty.js:5:5 prefer-const",
            "/faulty.js:7:9 no-unused-vars",
            "/faulty.js:7:14 eqeqeq",
            "/faulty.js:9:11 no-shadow",
            "/faulty.js:12:3 no-unreachable",
            "/faulty.js:14:7 no-unused-vars",
            "/faulty.js:15:1 no-const-assign",
            "/faulty.js:16:19 no-shadow",
            "/faulty.js:18:3 no-fallthrough",
            "/faulty.js:19:5 no-console",
            "/faulty.js:22:1 no-debugger")
        .noneMatch(it -> it.startsWith("/faultless.js"));
  }
}
