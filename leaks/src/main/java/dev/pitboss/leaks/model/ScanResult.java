package dev.pitboss.leaks.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a scan found, and what it could not look at.
///
/// @param findings by file and line
/// @param uncertain losses of low confidence: they rest on a guess about code outside of the tree
/// @param known findings of the baseline, which are not counted
/// @param suppressed losses the source itself declares to be intended
/// @param unanalysed what was not analysed, and why
/// @param read sources read, by language
/// @param functions functions, methods and constructors analysed
/// @param sites acquiring calls seen
/// @param others sources of languages that are not read, by language
/// @param failures what kept the analysis from running to its end; unless empty, the absence of a
///   finding means nothing
/// @param notes what a reader must know to trust the result
public record ScanResult(
    List<Finding> findings,
    List<Finding> uncertain,
    List<Finding> known,
    List<Finding> suppressed,
    List<Unanalysed> unanalysed,
    Map<String, Integer> read,
    int functions,
    int sites,
    Map<String, Integer> others,
    List<String> failures,
    List<String> notes) {

  /// Keeps its own copies.
  public ScanResult {
    findings = List.copyOf(findings);
    uncertain = List.copyOf(uncertain);
    known = List.copyOf(known);
    suppressed = List.copyOf(suppressed);
    unanalysed = List.copyOf(unanalysed);
    read = Map.copyOf(read);
    others = Map.copyOf(others);
    failures = List.copyOf(failures);
    notes = List.copyOf(notes);
  }

  /// How far a result can be trusted, and what it says.
  public enum Outcome {
    /// Every place that acquires was analysed, and none loses a connection.
    CLEAN,
    /// At least one connection is lost.
    FOUND,
    /// The analysis did not run, did not end, or had nothing to look at.
    NOT_ANALYSED,
    /// Nothing certain was found, but some code that may acquire was not analysed, or is uncertain.
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
    return isPartial() ? Outcome.PARTLY_ANALYSED : Outcome.CLEAN;
  }

  /// Whether something that may lose a connection could not be judged.
  public boolean isPartial() {
    return !uncertain.isEmpty() || unanalysed.stream().anyMatch(Unanalysed::borrows);
  }

  /// Sources read.
  public int files() {
    return read.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The same with more failures and notes.
  public ScanResult with(List<String> moreFailures, List<String> moreNotes) {
    return new ScanResult(
        findings,
        uncertain,
        known,
        suppressed,
        unanalysed,
        read,
        functions,
        sites,
        others,
        joined(failures, moreFailures),
        joined(notes, moreNotes));
  }

  /// The same of some files only: the others were read to judge them.
  public ScanResult only(List<Path> files) {
    return new ScanResult(
        findings.stream().filter(each -> files.contains(each.file().normalize())).toList(),
        uncertain.stream().filter(each -> files.contains(each.file().normalize())).toList(),
        known,
        suppressed.stream().filter(each -> files.contains(each.file().normalize())).toList(),
        unanalysed.stream().filter(each -> files.contains(each.file().normalize())).toList(),
        read,
        functions,
        sites,
        others,
        failures,
        notes);
  }

  /// The same with some of the findings known before.
  public ScanResult comparedWith(List<Finding> fresh, List<Finding> old) {
    List<Finding> stillUncertain = new ArrayList<>(uncertain);
    stillUncertain.removeAll(old);
    List<Finding> counted = new ArrayList<>(fresh);
    counted.removeAll(stillUncertain);
    return new ScanResult(
        counted,
        stillUncertain,
        old,
        suppressed,
        unanalysed,
        read,
        functions,
        sites,
        others,
        failures,
        notes);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
