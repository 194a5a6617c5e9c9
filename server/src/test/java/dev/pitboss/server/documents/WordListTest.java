package dev.pitboss.server.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sources, documents and pages use the terms of the field: no phrase of `config/words.txt` occurs
/// in them.
final class WordListTest {
  private static WordList words() throws IOException {
    return WordList.parse(Repository.read("config/words.txt"));
  }

  @Test
  void noPhraseOfTheListOccurs() throws IOException {
    WordList words = words();
    List<Path> files = Repository.texts();
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      if (!file.endsWith("WordListTest.java")) {
        words.find(read(file)).forEach(it -> found.add(file + ":" + it.shown()));
      }
    }
    assertThat(files).hasSizeGreaterThan(700);
    assertThat(found).isEmpty();
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(Repository.ROOT.resolve(file));
    } catch (MalformedInputException _) {
      return ""; // a test's sample of another encoding
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          /// Whoever asks gets an answer.               ~ 1 ~ whoever
          void nobodyGetsIn() {                          ~ 1 ~ nobody
          private static final String NOBODY_HAS_IT      ~ 1 ~ nobody
          <p>This is for those⏎  who work here.</p>      ~ 1 ~ those who work here
          ⏎/// rows are kept for⏎  /// ever              ~ 2 ~ for ever
          "the game is not on " + "offer here"           ~ 1 ~ on offer here
          there is no player of that id                  ~ 1 ~ is no … of that
          """)
  void control_phraseIsFoundInProseIdentifiersAndAcrossLines(String text, int line, String phrase)
      throws IOException {
    List<WordList.Finding> findings = words().find(text.replace('⏎', '\n'));

    assertThat(findings)
        .anySatisfy(finding -> {
          assertThat(finding.line()).isEqualTo(line);
          assertThat(finding.entry().phrase()).isEqualTo(phrase);
          assertThat(finding.shown()).contains("\"" + phrase + "\"; say: ");
        });
  }

  @Test
  void otherWordsAreNotFound() throws IOException {
    assertThat(
            words()
                .find(
                    """
                    HttpRequest.BodyPublishers.noBody(); // no body
                    boolean forEver; int none; lone; "bones"
                    The client reads its own session. A forever-young comment.
                    """))
        .isEmpty();
  }

  @Test
  void listWithALineOfAnotherFormIsRejected() {
    assertThatThrownBy(() -> WordList.parse("phrase without a suggestion"))
        .hasMessageContaining("must be PHRASE → SUGGESTION");
  }
}
