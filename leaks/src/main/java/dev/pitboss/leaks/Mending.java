package dev.pitboss.leaks;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.model.SourceText;
import dev.pitboss.leaks.model.Style;
import dev.pitboss.leaks.report.MarkdownReport;
import dev.pitboss.leaks.report.UnifiedDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Mends findings, source by source.
///
/// @param changes sources with another text
/// @param mended findings that are gone
/// @param refused findings left alone, with the reason
public record Mending(List<Change> changes, Set<Finding> mended, Map<Finding, String> refused) {
  /// A source with another text.
  ///
  /// @param file relative to the folder of the scan
  /// @param before its text and encoding
  /// @param text the new text
  public record Change(Path file, SourceText before, String text) {
    /// As a patch.
    public String diff() {
      return UnifiedDiff.of(file.toString(), before.text(), text);
    }

    /// As it is written, in the source's own encoding.
    public byte[] bytes() {
      return before.encode(text);
    }
  }

  /// Mends what can be mended.
  ///
  /// @param base the folder that findings' files are relative to
  /// @throws IOException when a source cannot be read any more
  public static Mending of(Path base, List<Finding> findings, ScanSettings settings, Style style)
      throws IOException {
    Map<Path, List<Finding>> byFile = new LinkedHashMap<>();
    findings.forEach(each -> byFile.computeIfAbsent(each.file(), _ -> new ArrayList<>()).add(each));
    List<Change> changes = new ArrayList<>();
    Set<Finding> mended = new LinkedHashSet<>();
    Map<Finding, String> refused = new LinkedHashMap<>();
    List<SourceLanguage> languages = Languages.all();
    for (Map.Entry<Path, List<Finding>> entry : byFile.entrySet()) {
      var source = new SourceFile(base, entry.getKey());
      if (source.name().endsWith(".class")) {
        entry.getValue().forEach(each -> refused.put(each, "classes are mended in their source"));
        continue;
      }
      SourceText text = source.read();
      for (SourceLanguage language : languages) {
        if (language.reads(source.name())) {
          MendedSource result =
              language.mend(source, text.text(), entry.getValue(), settings, style);
          mended.addAll(result.mended());
          refused.putAll(result.refused());
          if (!result.text().equals(text.text())) {
            changes.add(new Change(entry.getKey(), text, result.text()));
          }
        }
      }
    }
    return new Mending(List.copyOf(changes), mended, refused);
  }

  /// Both mends of one finding, for a report.
  static MarkdownReport.Mends both(ScanOptions options, Finding finding) {
    return new MarkdownReport.Mends(
        alone(options, finding, Style.SURGICAL), alone(options, finding, Style.CLEAN));
  }

  private static String alone(ScanOptions options, Finding finding, Style style) {
    try {
      Mending mending = of(options.base(), List.of(finding), options.settings(), style);
      return mending.changes().isEmpty()
          ? "refused: " + mending.refused().getOrDefault(finding, "it is not recognised")
          : mending.changes().getFirst().diff();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
