package dev.pitboss.leaks.report;

import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Step;
import dev.pitboss.leaks.model.Unanalysed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A scan's result as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code
/// hosts and editors read. Each finding has its path as a code flow.
public final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /// What ends the search for the root of a repository: a folder, or a file in a linked work tree.
  private static final String GIT = ".git";

  private final Path prefix;

  private SarifReport(Path prefix) {
    this.prefix = prefix;
  }

  /// The log, and a line break; files are relative to the scanned folder.
  public static String of(ScanResult result) {
    return of(result, Path.of(""));
  }

  /// The log, and a line break.
  ///
  /// @param prefix the scanned folder relative to the root that files are named from, may be empty
  public static String of(ScanResult result, Path prefix) {
    return new SarifReport(prefix).log(result);
  }

  /// A scanned folder, relative to the root that code hosts name files from: that of the repository
  /// it is in; if it is in none, the given root; if it is not below that either, itself.
  ///
  /// @param folder that was scanned
  /// @param root of the project, where no repository is around it
  public static Path prefix(Path folder, Path root) {
    Path scanned = folder.toAbsolutePath().normalize();
    Path from = scanned;
    while (from != null && !Files.exists(from.resolve(GIT))) {
      from = from.getParent();
    }
    if (from == null) {
      Path given = root.toAbsolutePath().normalize();
      from = scanned.startsWith(given) ? given : scanned;
    }
    return from.relativize(scanned);
  }

  private String log(ScanResult result) {
    List<Map<String, Object>> results = new ArrayList<>();
    result.findings().forEach(each -> results.add(result(each, "new")));
    result.uncertain().forEach(each -> results.add(result(each, "new")));
    result.known().forEach(each -> results.add(result(each, "unchanged")));
    result.suppressed().forEach(each -> results.add(suppressed(each)));
    Map<String, Object> run =
        Json.object(
            "tool",
            Json.object("driver", driver()),
            "invocations",
            List.of(invocation(result)),
            "columnKind",
            "utf16CodeUnits",
            "results",
            results);
    return Json.of(Json.object("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run))) + "\n";
  }

  private static Map<String, Object> driver() {
    return Json.object(
        "name",
        "pitboss leaks",
        "rules",
        Arrays.stream(Pattern.values()).map(SarifReport::rule).toList());
  }

  private static Map<String, Object> rule(Pattern pattern) {
    return Json.object(
        "id", id(pattern),
        "shortDescription", Json.object("text", "connection lost: " + pattern.words()),
        "defaultConfiguration", Json.object("level", "error"));
  }

  private static String id(Pattern pattern) {
    return pattern.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Map<String, Object> invocation(ScanResult result) {
    List<Map<String, Object>> notes = new ArrayList<>();
    for (String failure : result.failures()) {
      notes.add(Json.object("level", "error", "message", Json.object("text", failure)));
    }
    for (Unanalysed part : result.unanalysed()) {
      notes.add(
          Json.object(
              "level", part.borrows() ? "warning" : "note",
              "message", Json.object("text", part.part() + " not analysed: " + part.reason()),
              "locations", List.of(location(part.file(), part.line(), ""))));
    }
    return Json.object(
        "executionSuccessful", result.failures().isEmpty(), "toolExecutionNotifications", notes);
  }

  private Map<String, Object> suppressed(Finding finding) {
    Map<String, Object> result = result(finding, "unchanged");
    result.put("suppressions", List.of(Json.object("kind", "inSource")));
    return result;
  }

  private Map<String, Object> result(Finding finding, String state) {
    boolean isError = finding.confidence() == Confidence.HIGH && finding.origin() == Origin.MAIN;
    String level = isError ? "error" : finding.confidence() == Confidence.LOW ? "note" : "warning";
    return Json.object(
        "ruleId",
        id(finding.pattern()),
        "ruleIndex",
        List.of(Pattern.values()).indexOf(finding.pattern()),
        "level",
        level,
        "message",
        Json.object(
            "text",
            "%s: %s (%s)"
                .formatted(
                    finding.function(), finding.pattern().words(), Step.words(finding.path()))),
        "locations",
        List.of(location(finding.file(), finding.line(), "")),
        "codeFlows",
        List.of(Json.object("threadFlows", List.of(Json.object("locations", flow(finding))))),
        "partialFingerprints",
        Json.object("pitboss/v1", Baseline.fingerprint(finding)),
        "baselineState",
        state,
        "properties",
        Json.object(
            "confidence", finding.confidence().name(),
            "origin", finding.origin().name(),
            "route", finding.route()));
  }

  private List<Map<String, Object>> flow(Finding finding) {
    List<Map<String, Object>> flow = new ArrayList<>();
    int line = finding.line();
    for (Step step : finding.path()) {
      line = step.line() == 0 ? line : step.line();
      flow.add(Json.object("location", location(finding.file(), line, step.event())));
    }
    return flow;
  }

  private Map<String, Object> location(Path file, int line, String message) {
    Map<String, Object> location =
        Json.object(
            "physicalLocation",
            Json.object(
                "artifactLocation", Json.object("uri", uri(file)),
                "region", Json.object("startLine", Math.max(1, line))));
    if (!message.isEmpty()) {
      location.put("message", Json.object("text", message));
    }
    return location;
  }

  /// Relative to the root, with what a URI does not allow escaped.
  private String uri(Path file) {
    StringBuilder uri = new StringBuilder();
    for (Path part : prefix.resolve(file).normalize()) {
      String escaped =
          java.net.URLEncoder.encode(part.toString(), java.nio.charset.StandardCharsets.UTF_8)
              .replace("+", "%20");
      uri.append(uri.isEmpty() ? "" : "/").append(escaped);
    }
    return uri.toString();
  }
}
