package dev.pitboss.leaks.model;

import java.util.List;

/// A programming language the scan reads.
public interface SourceLanguage {
  /// As reports print it: `Java`, `Python`.
  String name();

  /// Whether a file of this name is a source of the language.
  boolean reads(String fileName);

  /// Analyses sources as one tree. Never throws for what a source contains: what cannot be analysed
  /// is listed in the result.
  LanguageResult scan(List<SourceFile> sources, ScanSettings settings, ScanListener listener);

  /// Mends findings of one source, all together.
  ///
  /// @param source as it was scanned
  /// @param text its current text
  /// @param findings of that source
  MendedSource mend(
      SourceFile source, String text, List<Finding> findings, ScanSettings settings, Style style);
}
