package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.web.OpenApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Holds `ProblemCode` of `openapi.yaml` against every code that can be sent, in both directions.
/// The codes are read from the sources: every argument of every method and constructor whose
/// parameter is called `code` and that makes a problem.
final class ProblemCodesTest {
  private static final Path MAIN = Path.of("src/main/java/dev/pitboss/server");

  /// What makes a problem: `Problem.of`, `InvalidInput`, and helpers that hand a code on.
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?:Problem|Reply|Response|InvalidInput|Refused) (\\w+)\\(([^()]*\\bString code\\b[^()]*)\\)"
              + "|(?:private|public|) ?(InvalidInput)\\(([^()]*\\bString code\\b[^()]*)\\) \\{");

  private static final Pattern WITH_STATUS =
      Pattern.compile("Problem\\.Status\\.(\\w+),\\s*\"(\\w+)\"");

  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");

  @Test
  void everyCodeThatCanBeSentIsListedAndEveryListedCodeCanBeSent() throws IOException {
    Set<String> sent = new TreeSet<>();
    for (String source : sources()) {
      sent.addAll(codesIn(source, List.of(source)));
    }
    for (RequestFault fault : RequestFault.values()) {
      sent.add(fault.reply().code()); // handed to the constructor of each constant
    }
    assertThat(sent).contains("busy", "try_again", "malformed_json", "role_missing", "locked_out");

    assertThat(listed()).isEqualTo(sent);
  }

  @Test
  void control_aCodeThatIsOnlySentOrOnlyListedIsFound() throws IOException {
    assertThat(
            codesIn("x(Problem.of(Problem.Status.CONFLICT, a ? \"new_one\" : \"other_one\", b))"))
        .containsExactly("new_one", "other_one");
    assertThat(
            codesIn(
                """
                private static Reply conflict(String code, String detail) {}
                conflict("handed_on", "it, \\"and\\" more")
                """))
        .containsExactly("handed_on");
    assertThat(listed()).doesNotContain("new_one");
  }

  @Test
  void everyCodeIsListedWithTheStatusItIsSentWith() throws IOException {
    Map<Integer, Set<String>> listed = listedByStatus();
    Set<String> all = new TreeSet<>();
    listed.values().forEach(all::addAll);
    all.add("method_not_allowed"); // never of an operation that is documented
    assertThat(all).isEqualTo(listed());

    int seen = 0;
    for (String source : sources()) {
      Matcher sent = WITH_STATUS.matcher(source);
      while (sent.find()) {
        int status = Problem.Status.valueOf(sent.group(1)).code();
        if (status != Problem.Status.METHOD_NOT_ALLOWED.code()) {
          seen++;
          assertThat(listed.get(status)).as("codes of %d", status).contains(sent.group(2));
        }
      }
    }
    assertThat(seen).isGreaterThan(100);
  }

  @Test
  void referenceTableHasEveryCodeWithItsStatuses() throws IOException {
    String reference = Files.readString(Path.of("..", "docs", "reference.md"));
    Map<Integer, Set<String>> documented = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| (\\d{3}) \\| `(\\w+)` \\| .+ \\|$").matcher(reference);
    while (row.find()) {
      documented
          .computeIfAbsent(Integer.valueOf(row.group(1)), _ -> new TreeSet<>())
          .add(row.group(2));
    }
    Map<Integer, Set<String>> listed = listedByStatus();
    listed.put(Problem.Status.METHOD_NOT_ALLOWED.code(), Set.of("method_not_allowed"));

    assertThat(documented).isEqualTo(listed);
  }

  private static Set<String> codesIn(String source) throws IOException {
    return codesIn(source, List.of(source));
  }

  private static Set<String> codesIn(String source, List<String> alsoDeclaring) throws IOException {
    Map<String, Integer> makers = new TreeMap<>(Map.of("Problem.of", 1, "new InvalidInput", 0));
    for (String declaring : alsoDeclaring) {
      Matcher declaration = DECLARATION.matcher(declaring);
      while (declaration.find()) {
        if (declaration.group(1) != null) {
          makers.put(declaration.group(1), indexOfCode(declaration.group(2)));
        }
      }
    }
    makers.remove("of"); // Problem.of itself
    makers.put("RateLimits.tooMany", 0);
    Set<String> codes = new TreeSet<>();
    Matcher constant = WITH_STATUS.matcher(source); // an enum's, which has no method to look for
    while (constant.find()) {
      codes.add(constant.group(2));
    }
    makers.forEach((name, index) -> {
      Matcher call = Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "\\(").matcher(source);
      while (call.find()) {
        List<String> arguments = arguments(source, call.end());
        if (arguments.size() > index && !arguments.get(index).startsWith("String ")) {
          String argument = arguments.get(index);
          Matcher literal = LITERAL.matcher(argument);
          boolean any = false;
          while (literal.find()) {
            codes.add(literal.group(1));
            any = true;
          }
          assertThat(any || argument.equals("code") || argument.equals("invalid.code()"))
              .as("a code that can be read from the source: " + name + "(" + argument)
              .isTrue();
        }
      }
    });
    return codes;
  }

  private static int indexOfCode(String parameters) {
    List<String> names = List.of(parameters.strip().split("\\s*,\\s*"));
    return names.indexOf(
        names.stream().filter(name -> name.endsWith("String code")).findFirst().orElseThrow());
  }

  /// The arguments from that place on, up to the bracket that closes them.
  private static List<String> arguments(String source, int from) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    boolean inText = false;
    int start = from;
    for (int i = from; i < source.length(); i++) {
      char at = source.charAt(i);
      if (inText) {
        i += at == '\\' ? 1 : 0;
        inText = at != '"';
      } else if (at == '"') {
        inText = true;
      } else if (at == '(' || at == '{') {
        depth++;
      } else if ((at == ')' || at == '}') && depth-- == 0) {
        arguments.add(source.substring(start, i).strip());
        return arguments;
      } else if (at == ',' && depth == 0) {
        arguments.add(source.substring(start, i).strip());
        start = i + 1;
      }
    }
    return arguments;
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        // other packages make no problems; their texts would only look like it
        if (text.contains("InvalidInput")
            || text.contains("package dev.pitboss.server.http;")
            || text.contains("package dev.pitboss.server.api")) {
          texts.add(text);
        }
      }
      return texts;
    }
  }

  private static JsonNode document() {
    return new ObjectMapper().valueToTree(new Yaml().load(OpenApiDocument.served().yaml()));
  }

  private static Set<String> listed() {
    Set<String> codes = new TreeSet<>();
    document()
        .at("/components/schemas/ProblemCode/enum")
        .forEach(code -> assertThat(codes.add(code.asText())).as(code + " once").isTrue());
    return codes;
  }

  /// The codes that the shared responses name, by status.
  private static Map<Integer, Set<String>> listedByStatus() {
    JsonNode document = document();
    Map<Integer, Set<String>> codes = new TreeMap<>();
    document
        .path("paths")
        .forEach(path ->
            path.forEach(operation ->
                operation
                    .path("responses")
                    .properties()
                    .forEach(response -> {
                      String name = response.getValue().path("$ref").asText();
                      JsonNode shared = document.at(name.isEmpty() ? "/none" : name.substring(1));
                      if (shared.path("content").has("application/problem+json")) {
                        Set<String> of =
                            codes.computeIfAbsent(
                                Integer.valueOf(response.getKey()), _ -> new TreeSet<>());
                        String text = shared.path("description").asText();
                        Matcher code =
                            Pattern.compile("`(\\w+)`")
                                .matcher(text.substring(text.indexOf("Codes: ")));
                        while (code.find()) {
                          of.add(code.group(1));
                        }
                      }
                    })));
    return codes;
  }
}
