package dev.pitboss.leaks.report;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Step;
import dev.pitboss.leaks.model.Unanalysed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A scan's result as the summary of an incident: totals, each place by line with its route, its
/// pattern and whether it is mended since the baseline, and both ways to mend it.
public final class MarkdownReport {
  /// Both mends of a place: a patch, or the reason for refusing it.
  public record Mends(String surgical, String clean) {}

  private MarkdownReport() {}

  /// The whole report.
  ///
  /// @param mends of a finding
  public static String of(
      ScanResult result, Optional<Baseline> baseline, Function<Finding, Mends> mends) {
    List<Finding> open = new ArrayList<>(result.known());
    open.addAll(result.findings());
    List<Baseline.Entry> mended = baseline.map(each -> each.mended(result)).orElse(List.of());
    StringBuilder text = new StringBuilder("# Connection leaks\n\n");
    totals(text, result, open, mended, baseline.isPresent());
    places(text, result, open, mended, baseline.isPresent());
    if (!open.isEmpty()) {
      text.append("\n## Mends\n");
      open.forEach(finding -> mends(text, finding, mends.apply(finding)));
    }
    rest(text, result);
    return text.toString();
  }

  private static void totals(
      StringBuilder text,
      ScanResult result,
      List<Finding> open,
      List<Baseline.Entry> mended,
      boolean compared) {
    String verdict =
        switch (result.outcome()) {
          case CLEAN ->
              open.isEmpty()
                  ? "No connection is lost."
                  : "No connection is lost that was not known.";
          case FOUND -> "**%d places lose a connection.**".formatted(open.size());
          case NOT_ANALYSED -> "**Not analysed to the end: the absence of a place means nothing.**";
          case PARTLY_ANALYSED -> "Nothing certain found, but not everything could be judged.";
        };
    text.append(verdict).append("\n\n| | |\n|---|---:|\n");
    new TreeMap<>(result.read())
        .forEach((language, count) -> row(text, language + " files read", count));
    row(text, "methods and functions", result.functions());
    row(text, "places that acquire", result.sites());
    row(text, "places that lose a connection", open.size());
    row(
        text,
        "of them in test code",
        (int) open.stream().filter(each -> each.origin() == Origin.TEST).count());
    if (compared) {
      row(text, "of them new since the baseline", result.findings().size());
      row(text, "mended since the baseline", mended.size());
    }
    row(text, "uncertain", result.uncertain().size());
    row(text, "suppressed in the source", result.suppressed().size());
    row(text, "parts not analysed", result.unanalysed().size());
    Map<String, Integer> patterns = new TreeMap<>();
    open.forEach(each -> patterns.merge(each.pattern().words(), 1, Integer::sum));
    if (!patterns.isEmpty()) {
      text.append("\n| pattern | places |\n|---|---:|\n");
      patterns.forEach((pattern, count) -> row(text, pattern, count));
    }
  }

  private static void row(StringBuilder text, String name, int count) {
    text.append("| %s | %d |%n".formatted(name, count));
  }

  private static void places(
      StringBuilder text,
      ScanResult result,
      List<Finding> open,
      List<Baseline.Entry> mended,
      boolean compared) {
    if (open.isEmpty() && mended.isEmpty()) {
      return;
    }
    text.append("\n## Places\n\n| place | method | route | pattern | path | state |\n")
        .append("|---|---|---|---|---|---|\n");
    for (Finding finding : open) {
      boolean isNew = compared && result.findings().contains(finding);
      text.append(
          "| `%s:%d` | `%s` | %s | %s | %s | %s |%n"
              .formatted(
                  finding.file(),
                  finding.line(),
                  finding.function(),
                  finding.route().isEmpty() ? "" : "`" + finding.route() + "`",
                  finding.pattern().words(),
                  Step.words(finding.path()),
                  isNew ? "not mended, new" : "not mended"));
    }
    for (Baseline.Entry entry : mended) {
      text.append("| %s | | | | | **mended** |%n".formatted(entry.words().replace("|", "\\|")));
    }
  }

  private static void mends(StringBuilder text, Finding finding, Mends mends) {
    text.append("\n### `%s:%d` %s%n".formatted(finding.file(), finding.line(), finding.function()));
    mend(text, "Surgical, a `finally` that closes", mends.surgical);
    mend(text, "Clean, the language's own scope for resources", mends.clean);
  }

  private static void mend(StringBuilder text, String title, String patch) {
    boolean isPatch = patch.startsWith("---");
    text.append("\n%s%s%n".formatted(title, isPatch ? ":" : ": " + patch));
    if (isPatch) {
      text.append("\n```diff\n").append(patch).append("```\n");
    }
  }

  private static void rest(StringBuilder text, ScanResult result) {
    if (!result.uncertain().isEmpty()) {
      text.append("\n## Uncertain\n\n");
      result
          .uncertain()
          .forEach(each -> text.append("- %s (%s)%n".formatted(each, Step.words(each.path()))));
    }
    List<Unanalysed> parts = result.unanalysed().stream().filter(Unanalysed::borrows).toList();
    if (!parts.isEmpty() || !result.failures().isEmpty()) {
      text.append("\n## Not analysed\n\n");
      result.failures().forEach(each -> text.append("- %s%n".formatted(each)));
      parts.forEach(each -> text.append("- %s%n".formatted(each)));
    }
  }
}
