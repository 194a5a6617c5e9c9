package dev.pitboss.leaks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a scan found, and what it could not look at.
///
/// @param findings by file and line
/// @param suppressed losses in code that says `@SuppressWarnings` about them
/// @param unanalysed what was left out: it does not compile with the given class path, cannot be
///   read, or is written in another language and may borrow
/// @param files Java sources read
/// @param methods methods and constructors analysed
/// @param others how many sources of each other language were passed over
/// @param failures what kept the analysis from running to its end; unless empty, the absence of a
///   finding means nothing
/// @param notes what a reader must know to trust the result, such as a class path that was not
///   found
public record ScanResult(
    List<Finding> findings,
    List<Finding> suppressed,
    List<Unanalysed> unanalysed,
    int files,
    int methods,
    Map<String, Integer> others,
    List<String> failures,
    List<String> notes) {

  /// Keeps its own copies.
  public ScanResult {
    findings = List.copyOf(findings);
    suppressed = List.copyOf(suppressed);
    unanalysed = List.copyOf(unanalysed);
    others = Map.copyOf(others);
    failures = List.copyOf(failures);
    notes = List.copyOf(notes);
  }

  /// How far a result can be trusted, and what it says.
  public enum Outcome {
    /// Every place that borrows was analysed, and none loses a connection.
    CLEAN,
    /// At least one connection is lost.
    FOUND,
    /// The analysis did not run, did not end, or had nothing to look at.
    NOT_ANALYSED,
    /// Nothing was found, but some code that may borrow was not analysed.
    PARTLY_ANALYSED
  }

  /// What the result amounts to.
  public Outcome outcome() {
    if (!failures.isEmpty()) {
      return Outcome.NOT_ANALYSED;
    }
    if (!findings.isEmpty()) {
      return Outcome.FOUND;
    }
    return unanalysed.stream().anyMatch(Unanalysed::borrows)
        ? Outcome.PARTLY_ANALYSED
        : Outcome.CLEAN;
  }

  /// The same with more notes and failures.
  ScanResult with(List<String> moreFailures, List<String> moreNotes) {
    return new ScanResult(
        findings,
        suppressed,
        unanalysed,
        files,
        methods,
        others,
        joined(failures, moreFailures),
        joined(notes, moreNotes));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
