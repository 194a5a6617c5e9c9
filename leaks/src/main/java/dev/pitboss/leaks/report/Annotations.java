package dev.pitboss.leaks.report;

import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Step;
import dev.pitboss.leaks.model.Unanalysed;
import java.nio.file.Path;

/// A scan's result as workflow commands of GitHub, which shows them beside the lines.
public final class Annotations {
  private Annotations() {}

  /// One command a finding and a part that was not analysed.
  ///
  /// @param base the scanned folder, as the workflow names it
  public static String of(ScanResult result, Path base) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : result.findings()) {
      command(
          text,
          finding.confidence() == Confidence.HIGH ? "error" : "warning",
          base.resolve(finding.file()),
          finding.line(),
          "lost " + finding.resource().words(),
          "%s: %s (%s)"
              .formatted(
                  finding.function(), finding.pattern().words(), Step.words(finding.path())));
    }
    for (Unanalysed part : result.unanalysed()) {
      if (part.borrows()) {
        command(
            text,
            "notice",
            base.resolve(part.file()),
            part.line(),
            "not analysed",
            part.part() + ": " + part.reason());
      }
    }
    result
        .failures()
        .forEach(failure ->
            text.append("::error title=not analysed::").append(escaped(failure)).append('\n'));
    return text.toString();
  }

  private static void command(
      StringBuilder text, String level, Path file, int line, String title, String message) {
    String path = file.normalize().toString().replace('\\', '/');
    text.append(
        "::%s file=%s,line=%d,title=%s::%s%n"
            .formatted(level, property(path), line, property(title), escaped(message)));
  }

  private static String escaped(String message) {
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String value) {
    return escaped(value).replace(":", "%3A").replace(",", "%2C");
  }
}
