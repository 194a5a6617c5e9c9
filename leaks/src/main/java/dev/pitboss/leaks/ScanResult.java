package dev.pitboss.leaks;

import java.util.ArrayList;
import java.util.List;

/// What a scan found, and what it could not look at.
///
/// @param findings by file and line
/// @param unanalysed what was left out because it does not compile with the given class path
/// @param files sources read
/// @param methods methods and constructors analysed
/// @param notes what a reader must know to trust the result, such as a class path that was not
///   found
public record ScanResult(
    List<Finding> findings,
    List<Unanalysed> unanalysed,
    int files,
    int methods,
    List<String> notes) {

  /// Keeps its own copies.
  public ScanResult {
    findings = List.copyOf(findings);
    unanalysed = List.copyOf(unanalysed);
    notes = List.copyOf(notes);
  }

  /// The same with more notes.
  public ScanResult noting(List<String> more) {
    var all = new ArrayList<>(notes);
    all.addAll(more);
    return new ScanResult(findings, unanalysed, files, methods, all);
  }
}
