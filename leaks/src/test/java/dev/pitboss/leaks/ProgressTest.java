package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Resource;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a terminal shows, and what is printed when the scan is interrupted.
final class ProgressTest {
  private static final Finding FOUND =
      new Finding(
          Path.of("A.java"),
          4,
          "ask",
          "GET /a",
          Pattern.NEVER_CLOSED,
          Resource.CONNECTION,
          Confidence.HIGH,
          List.of(new Step(4, "taken"), Step.end("never closed")),
          "still open when the method ends",
          Origin.MAIN,
          1,
          2);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void interruptionPrintsWhatIsKnown() {
    var progress = new Progress(out, false, 3);
    progress.read(new SourceFile(Path.of("."), Path.of("A.java")));
    progress.found(FOUND);

    assertThat(progress.interrupted(out)).isTrue();
    assertThat(printed())
        .isEqualTo(
            """
            INTERRUPTED after 1 of 3 sources
            A.java:4 ask GET /a: never closed (taken :4 → never closed)
            """);
    assertThat(progress.interrupted(out)).isFalse();
  }

  @Test
  void barIsForTerminalsAndGoesAway() {
    var progress = new Progress(out, true, 2);
    progress.read(new SourceFile(Path.of("."), Path.of("A.java")));
    assertThat(printed()).contains("####").contains(" 50 % of 2 sources, 0 found");
    progress.end();
    assertThat(printed()).endsWith(" \r");
    assertThat(progress.interrupted(out)).isFalse();

    bytes.reset();
    new Progress(out, false, 2).read(new SourceFile(Path.of("."), Path.of("A.java")));
    assertThat(printed()).isEmpty();
  }
}
