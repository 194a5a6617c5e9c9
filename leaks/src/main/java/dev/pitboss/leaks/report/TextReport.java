package dev.pitboss.leaks.report;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.Resource;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Step;
import dev.pitboss.leaks.model.Unanalysed;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A scan's result for a reader on call: each finding on one line, then how much of what and where,
/// then what was not analysed. That no connection is lost it says only of code that was analysed to
/// the end.
public final class TextReport {
  /// As many as one reads; the whole list is in the JSON report.
  private static final int SHOWN = 10;

  private TextReport() {}

  /// The whole report.
  public static String of(ScanResult result) {
    StringBuilder text = new StringBuilder();
    lines(text, result.findings(), "");
    if (!result.findings().isEmpty()) {
      text.append('\n');
    }
    text.append(summary(result)).append('\n');
    result.failures().forEach(reason -> text.append("  ").append(reason).append('\n'));
    counts(text, "by pattern", result, finding -> finding.pattern().words());
    counts(text, "by file", result, finding -> finding.file().toString());
    doubts(text, result);
    return text.toString();
  }

  /// What a fix did.
  public static String of(ScanResult result, Set<Finding> mended, Map<Finding, String> refused) {
    StringBuilder text = new StringBuilder();
    text.append("%d of %d mended%n".formatted(mended.size(), result.findings().size()));
    refused.forEach(
        (finding, reason) -> text.append("left alone: %s: %s%n".formatted(finding, reason)));
    if (!result.failures().isEmpty()) {
      text.append("NOT ANALYSED to the end\n");
      result.failures().forEach(reason -> text.append("  ").append(reason).append('\n'));
    }
    doubts(text, result);
    return text.toString();
  }

  private static void lines(StringBuilder text, Collection<Finding> findings, String indent) {
    for (Finding finding : findings) {
      String test = finding.origin() == Origin.TEST ? ", test code" : "";
      String generated = finding.origin() == Origin.GENERATED ? ", generated code" : "";
      text.append(
          "%s%s (%s%s%s)%n"
              .formatted(indent, finding, Step.words(finding.path()), test, generated));
    }
  }

  private static String summary(ScanResult result) {
    Map<Resource, Integer> lost = new EnumMap<>(Resource.class);
    result.findings().forEach(finding -> lost.merge(finding.resource(), 1, Integer::sum));
    String found =
        lost.entrySet().stream()
            .map(entry -> counted(entry.getValue(), "lost " + entry.getKey().words()))
            .collect(Collectors.joining(", "));
    String files =
        new TreeMap<>(result.read())
            .entrySet().stream()
                .map(entry -> counted(entry.getValue(), entry.getKey() + " file"))
                .collect(Collectors.joining(", "));
    String where =
        " in %s, %s"
            .formatted(files.isEmpty() ? "0 files" : files, counted(result.functions(), "method"));
    String what =
        switch (result.outcome()) {
          case CLEAN -> result.known().isEmpty() ? "no lost connection" : "no new lost connection";
          case FOUND -> found;
          case NOT_ANALYSED ->
              "NOT ANALYSED to the end" + (found.isEmpty() ? "" : ", but " + found);
          case PARTLY_ANALYSED ->
              result.unanalysed().stream().anyMatch(Unanalysed::borrows)
                  ? "nothing found, but code that may borrow was NOT analysed"
                  : "nothing certain found";
        };
    return what
        + where
        + part(result.known().size(), "%d of the baseline")
        + part(result.uncertain().size(), "%d uncertain")
        + part(result.suppressed().size(), "%d suppressed")
        + (result.unanalysed().isEmpty()
            ? ""
            : "; " + counted(result.unanalysed().size(), "part") + " not analysed");
  }

  private static String part(int count, String words) {
    return count == 0 ? "" : "; " + words.formatted(count);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static void counts(
      StringBuilder text, String title, ScanResult result, Function<Finding, String> key) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    result.findings().forEach(finding -> counts.merge(key.apply(finding), 1, Integer::sum));
    if (counts.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append('\n');
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> text.append("%5d  %s%n".formatted(entry.getValue(), entry.getKey())));
  }

  private static void doubts(StringBuilder text, ScanResult result) {
    if (!result.uncertain().isEmpty()) {
      text.append("\nuncertain: only an exception of code outside of the tree would lose it, or a")
          .append(" name suggests it\n");
      lines(text, result.uncertain(), "  ");
    }
    if (!result.suppressed().isEmpty()) {
      text.append("\nsuppressed in the source\n");
      lines(text, result.suppressed(), "  ");
    }
    if (!result.others().isEmpty()) {
      text.append("\nnot read: ")
          .append(
              new TreeMap<>(result.others())
                  .entrySet().stream()
                      .map(entry -> counted(entry.getValue(), entry.getKey() + " file"))
                      .collect(Collectors.joining(", ")))
          .append('\n');
    }
    result.notes().forEach(note -> text.append('\n').append(note).append('\n'));
    unanalysed(text, result);
  }

  private static void unanalysed(StringBuilder text, ScanResult result) {
    if (result.unanalysed().isEmpty()) {
      return;
    }
    long suspects = result.unanalysed().stream().filter(Unanalysed::borrows).count();
    text.append(
        "%nnot analysed: %s, %d of them may borrow a connection%n"
            .formatted(counted(result.unanalysed().size(), "part"), suspects));
    List<Unanalysed> first =
        result.unanalysed().stream()
            .sorted((one, other) -> Boolean.compare(other.borrows(), one.borrows()))
            .limit(Math.max(SHOWN, suspects))
            .toList();
    first.forEach(part -> text.append("  ").append(part).append('\n'));
    int more = result.unanalysed().size() - first.size();
    if (more > 0) {
      text.append("  and %d more; --json lists them all%n".formatted(more));
    }
  }
}
