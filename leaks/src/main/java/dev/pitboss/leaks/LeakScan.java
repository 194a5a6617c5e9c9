package dev.pitboss.leaks;

import dev.pitboss.leaks.classes.ClassScan;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.Resource;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds where sources lose database connections.
///
/// ```java
/// List<Finding> findings = LeakScan.of(Path.of("src/main/java")).run().findings();
/// ```
///
/// Of a jar, a war or a folder of class files, the classes are scanned: [ClassScan].
///
/// Nothing has to compile, and no class path is needed: what the sources do not tell is taken from
/// [the model of libraries](dev.pitboss.leaks.java.flow.Library). Immutable; the memory a run needs
/// grows with the sources that acquire anything, not with the tree.
public final class LeakScan {
  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparing(Finding::file).thenComparingInt(Finding::from);

  private final Path base;
  private final ScanSettings settings;
  private final Confidence least;
  private final ScanListener listener;

  private LeakScan(Path base, ScanSettings settings, Confidence least, ScanListener listener) {
    this.base = base;
    this.settings = settings;
    this.least = least;
    this.listener = listener;
  }

  /// A scan of all sources under a folder, or of one source.
  public static LeakScan of(Path base) {
    return new LeakScan(base, ScanSettings.DEFAULT, Confidence.MEDIUM, ScanListener.SILENT);
  }

  /// With what the user asks for.
  public LeakScan with(ScanSettings wanted) {
    return new LeakScan(base, wanted, least, listener);
  }

  /// Counts findings of at least this confidence; the others are uncertain.
  public LeakScan atLeast(Confidence confidence) {
    return new LeakScan(base, settings, confidence, listener);
  }

  /// Reports its progress.
  public LeakScan reportingTo(ScanListener to) {
    return new LeakScan(base, settings, least, to);
  }

  /// Reads and analyses the sources.
  ///
  /// @throws IOException when the folder cannot be read
  public ScanResult run() throws IOException {
    if (ClassScan.reads(base)) {
      return ofClasses(new SourceTree(Map.of(), List.of(), Map.of(), 0));
    }
    SourceTree tree = SourceTree.read(base, Languages.all());
    boolean isOutput = tree.size() == 0 && tree.built() == 0;
    if (isOutput && ClassScan.isIn(base)) {
      return ofClasses(tree);
    }
    var parts = new Parts(tree);
    for (Map.Entry<SourceLanguage, List<SourceFile>> entry : tree.sources().entrySet()) {
      if (!entry.getValue().isEmpty()) {
        parts.add(
            entry.getKey().name(),
            entry.getValue().size(),
            entry.getKey().scan(entry.getValue(), settings, listener));
      }
    }
    if (tree.size() > 0) {
      parts.failures.addAll(Control.failures());
    }
    return parts.result();
  }

  private ScanResult ofClasses(SourceTree tree) {
    ClassScan.Result scanned = ClassScan.scan(base, settings, listener);
    List<Unanalysed> unread =
        tree.unread().stream()
            .filter(each -> Languages.isOfJvm(String.valueOf(each.file().getFileName())))
            .toList();
    var parts = new Parts(new SourceTree(Map.of(), unread, tree.others(), 0));
    parts.add("class", scanned.result().files(), scanned.result());
    parts.failures.addAll(ClassScan.control());
    return parts.of(scanned.notes());
  }

  /// How many sources a scan of the folder reads, or classes of an archive.
  ///
  /// @throws IOException when the folder cannot be read
  public int size() throws IOException {
    return ClassScan.reads(base)
        ? ClassScan.size(base)
        : SourceTree.read(base, Languages.all()).size();
  }

  /// What the languages' results have in common.
  private final class Parts {
    private final SourceTree tree;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> suppressed = new ArrayList<>();
    private final List<Unanalysed> unanalysed = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> read = new LinkedHashMap<>();
    private int functions;
    private int sites;
    private int analysed;

    Parts(SourceTree tree) {
      this.tree = tree;
      unanalysed.addAll(tree.unread());
    }

    void add(String language, int sources, LanguageResult result) {
      findings.addAll(result.findings());
      suppressed.addAll(result.suppressed());
      unanalysed.addAll(result.unanalysed());
      failures.addAll(result.failures());
      read.put(language, sources);
      functions += result.functions();
      sites += result.sites();
      analysed += result.files();
    }

    ScanResult result() {
      if (tree.size() == 0) {
        failures.add(
            "there is no source to read" + (tree.built() == 0 ? "" : " outside of build output"));
      } else if (failures.isEmpty() && isNothingLeft()) {
        failures.add("none of the sources could be analysed");
      }
      List<String> notes =
          tree.built() == 0
              ? List.of()
              : List.of("not read: " + tree.built() + " sources in folders of build output");
      return of(notes);
    }

    ScanResult of(List<String> notes) {
      List<Finding> wanted =
          findings.stream()
              .filter(each -> settings.statements() || each.resource() == Resource.CONNECTION)
              .sorted(BY_PLACE)
              .toList();
      return new ScanResult(
          wanted.stream().filter(each -> each.confidence().compareTo(least) <= 0).toList(),
          wanted.stream().filter(each -> each.confidence().compareTo(least) > 0).toList(),
          List.of(),
          suppressed.stream().sorted(BY_PLACE).toList(),
          unanalysed,
          read,
          functions,
          sites,
          new TreeMap<>(tree.others()),
          failures,
          notes);
    }

    private boolean isNothingLeft() {
      return analysed == 0 || (functions == 0 && !unanalysed.isEmpty());
    }
  }
}
