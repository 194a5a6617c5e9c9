package dev.pitboss.leaks.model;

import java.util.List;

/// What the scan of one language's sources answers.
///
/// @param findings in any order
/// @param suppressed losses the source itself declares to be intended
/// @param unanalysed what was not analysed, and why
/// @param files sources read
/// @param functions functions, methods and constructors analysed
/// @param sites acquiring calls seen
/// @param failures what kept the analysis from running to its end; unless empty, the absence of a
///   finding means nothing
public record LanguageResult(
    List<Finding> findings,
    List<Finding> suppressed,
    List<Unanalysed> unanalysed,
    int files,
    int functions,
    int sites,
    List<String> failures) {

  /// Keeps its own copies.
  public LanguageResult {
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
    unanalysed = List.copyOf(unanalysed);
    failures = List.copyOf(failures);
  }
}
