package dev.pitboss.leaks.report;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings known before, so that only new ones count. They are recognised by file, method and
/// resource, not by line: code above may change.
public final class Baseline {
  private static final String HEAD = "# pitboss leaks baseline 1";

  /// One of the findings of then.
  ///
  /// @param fingerprint by which it is recognised
  /// @param line it stood on then
  /// @param words its file, line, function, route and pattern as printed then
  public record Entry(String fingerprint, int line, String words) {}

  /// The findings of now, by whether they were known.
  ///
  /// @param fresh not in the baseline
  /// @param known in it
  public record Split(List<Finding> fresh, List<Finding> known) {
    /// Keeps its own copies.
    public Split {
      fresh = List.copyOf(fresh);
      known = List.copyOf(known);
    }
  }

  private final List<Entry> entries;

  private Baseline(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /// Of the findings of now.
  public static Baseline of(List<Finding> findings) {
    return new Baseline(
        findings.stream()
            .map(each -> new Entry(fingerprint(each), each.line(), each.toString()))
            .toList());
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else; the message names the line
  public static Baseline parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new IllegalArgumentException("line 1 must be " + HEAD);
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] parts = lines.get(i).split("\t", -1);
      if (parts.length != 3 || !parts[1].matches("\\d{1,9}")) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " must be fingerprint, line and words between tabs");
      }
      entries.add(new Entry(parts[0], Integer.parseInt(parts[1]), parts[2]));
    }
    return new Baseline(entries);
  }

  /// As it is written to a file.
  public String text() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    for (Entry entry : entries) {
      text.append("%s\t%d\t%s%n".formatted(entry.fingerprint, entry.line, entry.words));
    }
    return text.toString();
  }

  /// The findings of then.
  public List<Entry> entries() {
    return entries;
  }

  /// What a finding is recognised by.
  public static String fingerprint(Finding finding) {
    String file = finding.file().toString().replace('\\', '/');
    return "%s#%s#%s".formatted(file, finding.function(), finding.resource()).replace('\t', ' ');
  }

  /// Which findings of now were known. Of several with one fingerprint, those nearest to the lines
  /// of then.
  public Split split(ScanResult result) {
    List<Finding> all = new ArrayList<>(result.findings());
    all.addAll(result.uncertain());
    Map<String, List<Entry>> left = new LinkedHashMap<>();
    entries.forEach(
        each -> left.computeIfAbsent(each.fingerprint, _ -> new ArrayList<>()).add(each));
    List<Finding> fresh = new ArrayList<>();
    List<Finding> known = new ArrayList<>();
    for (Finding finding : all) {
      List<Entry> candidates = left.getOrDefault(fingerprint(finding), List.of());
      if (candidates.isEmpty()) {
        fresh.add(finding);
      } else {
        candidates.remove(nearest(candidates, finding.line()));
        known.add(finding);
      }
    }
    return new Split(fresh, known);
  }

  private static Entry nearest(List<Entry> candidates, int line) {
    Entry nearest = candidates.getFirst();
    for (Entry each : candidates) {
      if (Math.abs(each.line - line) < Math.abs(nearest.line - line)) {
        nearest = each;
      }
    }
    return nearest;
  }

  /// The findings of then that are gone.
  public List<Entry> mended(ScanResult result) {
    Map<String, Integer> now = new LinkedHashMap<>();
    result.known().forEach(each -> now.merge(fingerprint(each), 1, Integer::sum));
    List<Entry> mended = new ArrayList<>();
    for (Entry entry : entries) {
      int there = now.getOrDefault(entry.fingerprint, 0);
      if (there == 0) {
        mended.add(entry);
      } else {
        now.put(entry.fingerprint, there - 1);
      }
    }
    return mended;
  }
}
