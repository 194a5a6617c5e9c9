package dev.pitboss.leaks.report;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Unanalysed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A scan's result for machines: one JSON object, whose fields are those of [ScanResult].
public final class JsonReport {
  private JsonReport() {}

  /// The object, and a line break.
  public static String of(ScanResult result) {
    return Json.of(
            Json.object(
                "outcome", result.outcome().name(),
                "files", result.files(),
                "methods", result.functions(),
                "sites", result.sites(),
                "findings", findings(result.findings()),
                "uncertain", findings(result.uncertain()),
                "known", findings(result.known()),
                "suppressed", findings(result.suppressed()),
                "unanalysed", result.unanalysed().stream().map(JsonReport::unanalysed).toList(),
                "read", new TreeMap<>(result.read()),
                "others", new TreeMap<>(result.others()),
                "failures", result.failures(),
                "notes", result.notes()))
        + "\n";
  }

  private static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(JsonReport::finding).toList();
  }

  private static Map<String, Object> finding(Finding finding) {
    return Json.object(
        "file",
        finding.file(),
        "line",
        finding.line(),
        "method",
        finding.function(),
        "route",
        finding.route(),
        "pattern",
        finding.pattern().name(),
        "resource",
        finding.resource().name(),
        "confidence",
        finding.confidence().name(),
        "origin",
        finding.origin().name(),
        "loss",
        finding.loss(),
        "path",
        finding.path().stream()
            .map(step -> Json.object("line", step.line(), "event", step.event()))
            .toList());
  }

  private static Map<String, Object> unanalysed(Unanalysed part) {
    return Json.object(
        "file", part.file(),
        "line", part.line(),
        "part", part.part(),
        "reason", part.reason(),
        "borrows", part.borrows());
  }
}
