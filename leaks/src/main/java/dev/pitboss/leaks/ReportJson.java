package dev.pitboss.leaks;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A scan's result for machines: one JSON object, whose fields are those of [ScanResult].
final class ReportJson {
  private ReportJson() {}

  static String of(ScanResult result) {
    return """
    {"outcome":%s,"files":%d,"methods":%d,"findings":[%s],"suppressed":[%s],"unanalysed":[%s],\
    "others":{%s},"failures":[%s],"notes":[%s]}
    """
        .formatted(
            quoted(result.outcome().name()),
            result.files(),
            result.methods(),
            joined(result.findings(), ReportJson::finding),
            joined(result.suppressed(), ReportJson::finding),
            joined(result.unanalysed(), ReportJson::unanalysed),
            joined(
                List.copyOf(new TreeMap<>(result.others()).entrySet()),
                entry -> quoted(entry.getKey()) + ":" + entry.getValue()),
            joined(result.failures(), ReportJson::quoted),
            joined(result.notes(), ReportJson::quoted));
  }

  private static <T> String joined(List<T> items, Function<T, String> json) {
    return items.stream().map(json).collect(Collectors.joining(","));
  }

  private static String finding(Finding finding) {
    return """
    {"file":%s,"line":%d,"method":%s,"pattern":%s,"resource":%s,"loss":%s,"obstacle":%s}\
    """
        .formatted(
            quoted(finding.file().toString()),
            finding.line(),
            quoted(finding.method()),
            quoted(finding.pattern().name()),
            quoted(finding.resource().name()),
            quoted(finding.loss()),
            quoted(finding.obstacle()));
  }

  private static String unanalysed(Unanalysed part) {
    return """
    {"file":%s,"line":%d,"part":%s,"reason":%s,"borrows":%b}\
    """
        .formatted(
            quoted(part.file().toString()),
            part.line(),
            quoted(part.part()),
            quoted(part.reason()),
            part.borrows());
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '"' || character == '\\') {
        json.append('\\').append(character);
      } else if (character < ' ') {
        json.append("\\u%04x".formatted((int) character));
      } else {
        json.append(character);
      }
    }
    return json.append('"').toString();
  }
}
