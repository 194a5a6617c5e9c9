package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordRules;
import dev.pitboss.server.players.Username;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every text of the translated pages is there in every language, with the same placeholders, and
/// no file has a text that no page writes.
final class LanguagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FRAME = PageScripts.WEB.resolveSibling("frame");
  private static final Path TEMPLATE =
      Path.of("src/main/java/dev/pitboss/server/web/PageTemplate.java");

  private static final String TEXT = "(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")";
  private static final Pattern ONE = Pattern.compile("\\b(?:t|rich)\\(\\s*" + TEXT);
  private static final Pattern COUNTED =
      Pattern.compile("\\btn\\(\\s*[^']+?,\\s*" + TEXT + ",\\s*" + TEXT);
  private static final Pattern MARKED = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final Pattern SERVER = Pattern.compile("messages\\.text\\(\"([^\"]*)\"\\)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  /// What the casino says, by code or by rule, and not a page.
  private static final Pattern OF_CASINO = Pattern.compile("(problem|rule):.*");

  private static PageScripts scripts;

  @BeforeAll
  static void open() {
    scripts = PageScripts.open();
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  /// The texts that pages write, and for each whether it stands for a number of things.
  private static Map<String, Boolean> written() throws IOException {
    Map<String, Boolean> texts = new TreeMap<>();
    for (String script : files(PageScripts.WEB.resolve("js"), ".js")) {
      texts.putAll(ofScript(script));
    }
    for (Path folder : List.of(PageScripts.WEB, FRAME)) {
      for (String page : files(folder, ".html")) {
        MARKED
            .matcher(page)
            .results()
            .forEach(it -> texts.put(it.group(1).replaceAll("\\s+", " "), false));
      }
    }
    SERVER
        .matcher(Files.readString(TEMPLATE))
        .results()
        .forEach(it -> texts.put(it.group(1), false));
    return texts;
  }

  private static Map<String, Boolean> ofScript(String script) {
    Map<String, Boolean> texts = new TreeMap<>();
    for (Matcher found = ONE.matcher(script); found.find(); ) {
      texts.put(text(found.group(1), found.group(2)), false);
    }
    for (Matcher found = COUNTED.matcher(script); found.find(); ) {
      texts.put(text(found.group(3), found.group(4)), true);
    }
    return texts;
  }

  private static String text(String single, String quoted) {
    return (single == null ? quoted : single).replaceAll("\\\\(['\"])", "$1");
  }

  private static List<String> files(Path folder, String extension) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(it -> it.toString().endsWith(extension))
          .sorted()
          .map(LanguagesTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static JsonNode messages(Language language) throws IOException {
    return JSON.readTree(
        PageScripts.WEB.resolve("messages/%s.json".formatted(language.tag())).toFile());
  }

  private static List<Language> translated() {
    return Arrays.stream(Language.values()).filter(it -> it != Language.ENGLISH).toList();
  }

  private static Set<String> names(JsonNode messages, boolean ofCasino) {
    return messages
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(it -> OF_CASINO.matcher(it).matches() == ofCasino)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(it -> it.group()).sorted().toList();
  }

  @Test
  void everyLanguageHasEveryTextAndNoOther() throws IOException {
    Map<String, Boolean> written = written();
    assertThat(written).hasSizeGreaterThan(300);
    for (Language language : translated()) {
      assertThat(names(messages(language), false)).as(language.tag()).isEqualTo(written.keySet());
    }
  }

  @Test
  void translationsHaveThePlaceholdersOfTheirTextAndTheFormsOfTheirLanguage() throws IOException {
    Map<String, Boolean> written = written();
    for (Language language : translated()) {
      Set<String> categories = categories(language);
      messages(language)
          .properties()
          .forEach(message -> {
            String english = message.getKey();
            JsonNode value = message.getValue();
            boolean isCounted = written.getOrDefault(english, false);
            assertThat(value.isObject()).as(english).isEqualTo(isCounted);
            List<String> forms =
                isCounted
                    ? value.valueStream().map(JsonNode::asText).toList()
                    : List.of(value.asText());
            assertThat(forms)
                .as("%s: %s", language.tag(), english)
                .allSatisfy(form -> {
                  assertThat(form).isNotBlank().isEqualTo(form.strip());
                  if (!OF_CASINO.matcher(english).matches()) {
                    assertThat(placeholders(form)).isEqualTo(placeholders(english));
                  }
                });
            if (isCounted) {
              assertThat(value.has("other")).as(english).isTrue();
              assertThat(value.has("one")).as(english).isEqualTo(categories.contains("one"));
            }
          });
    }
  }

  /// As the browser's `Intl` has them.
  private static Set<String> categories(Language language) {
    return scripts
        .call(
            "",
            "(tag) => new Intl.PluralRules(tag).resolvedOptions().pluralCategories",
            language.tag())
        .valueStream()
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  /// A code of a problem is one that the casino has; a rule is one of names or passwords.
  @Test
  void whatTheCasinoSaysIsTranslatedByItsCodesAndRules() throws IOException {
    Set<String> codes = new TreeSet<>();
    JSON.readTree(OpenApiDocument.served().json())
        .at("/components/schemas/ProblemCode/enum")
        .forEach(code -> codes.add("problem:" + code.asText()));
    Set<String> rules =
        Stream.of(
                Username.refusal("x"),
                Username.refusal("admin"),
                refusal("short"),
                refusal("another-player"),
                refusal("password123"),
                refusal("\ud800-no-text"))
            .map(Optional::orElseThrow)
            .map(rule -> "rule:" + rule)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> first = names(messages(Language.GERMAN), true);
    assertThat(first).contains("problem:wrong_credentials", "problem:username_taken");
    for (Language language : translated()) {
      Set<String> said = names(messages(language), true);
      assertThat(said).as(language.tag()).isEqualTo(first);
      said.removeAll(codes);
      assertThat(said).as(language.tag()).isEqualTo(rules);
    }
  }

  private static Optional<String> refusal(String password) {
    return PasswordRules.PLAYERS.refusal(new Password(password), "another-player");
  }

  @Test
  void control_textsAreFoundInEachForm() {
    String script =
        """
        const a = t('One {name}.', {name}) + t(
          "It's two");
        html`${rich('Three {link}', {link})} ${tn(this.left.length - 1, '{n} code', '{n} codes')}`;
        plant('Not this');
        """;
    assertThat(ofScript(script))
        .isEqualTo(
            Map.of(
                "One {name}.", false, "It's two", false, "Three {link}", false, "{n} codes", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          de-CH,de;q=0.9,en;q=0.8 | GERMAN
          fr-FR,fr;q=0.9,pt-BR;q=0.8,en;q=0.7 | PORTUGUESE
          en-US,en;q=0.9,de;q=0.8 | ENGLISH
          tr;q=0.4, ja;q=0.5 | JAPANESE
          es;q=0, tr | TURKISH
          """)
  void languageIsTheFirstOfTheBrowsersThatThePagesHave(String header, Language language) {
    assertThat(Language.accepted(header)).contains(language);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr-FR,fr;q=0.9", "*", "", "not a header;;q=z", "de;q=2"})
  void otherHeadersSayNothing(String header) {
    assertThat(Language.accepted(header)).isEmpty();
  }

  @Test
  void searchIgnoresCaseAccentsAndWidth() {
    String found =
        """
        import {isFound} from '/js/pages/lobby.js';
        """;
    assertThat(
            scripts.call(
                found,
                """
                () => [
                  isFound('', 'Ruleta'), isFound('RULET', 'ruleta'), isFound('bacara', 'Bacará Juegos'),
                  isFound('ROULETTE ', 'roulette'), isFound('ıslak', 'ISLAK'), isFound('ﾙｰﾚｯﾄ', 'ルーレット'),
                  isFound('table rou', 'Roulette Table games'), isFound('slots', 'Roulette'),
                  isFound('rou slots', 'Roulette'),
                ]
                """))
        .extracting(JsonNode::asBoolean)
        .containsExactly(true, true, true, true, true, true, true, false, false);
  }
}
