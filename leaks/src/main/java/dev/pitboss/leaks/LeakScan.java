package dev.pitboss.leaks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds where Java sources lose JDBC connections.
///
/// ```java
/// List<Finding> findings = LeakScan.of(Path.of("src/main/java")).run().findings();
/// ```
///
/// Sources that do not compile with the given class path do not stop the scan: what cannot be
/// resolved is left out, method by method, and listed in [ScanResult#unanalysed]. The JVM has to be
/// started with [CompilerAccess#jvmOptions]. Immutable; runs of one scan may not overlap with other
/// uses of much memory: the compiler holds all sources at once.
public final class LeakScan {
  private final Path base;
  private final List<Path> classPath;
  private final boolean statements;

  private LeakScan(Path base, List<Path> classPath, boolean statements) {
    this.base = base;
    this.classPath = List.copyOf(classPath);
    this.statements = statements;
  }

  /// A scan of all sources under a folder, or of one source.
  public static LeakScan of(Path base) {
    return new LeakScan(base, List.of(), false);
  }

  /// With jars and class folders the sources need; the more of them, the more can be analysed.
  public LeakScan classPath(List<Path> entries) {
    return new LeakScan(base, entries, statements);
  }

  /// Whether lost statements and result sets are findings, too (they are not by default).
  public LeakScan statements(boolean wanted) {
    return new LeakScan(base, classPath, wanted);
  }

  /// Reads, resolves and analyses the sources.
  ///
  /// @throws IOException when a source cannot be read
  /// @throws IllegalStateException when the JVM gives no access to its compiler
  public ScanResult run() throws IOException {
    CompilerAccess.demand();
    List<Source> sources = SourceTree.read(base);
    Set<Finding> findings = new LinkedHashSet<>();
    List<Unanalysed> unanalysed = new ArrayList<>();
    int methods = 0;
    for (Batch batch : Batch.of(sources)) {
      Pruned pruned = new Pruning(batch.sources(), classPath).run();
      ResourceLeaks leaks = new ResourceLeaks(pruned, classPath, statements);
      pruned.left().stream().filter(left -> batch.reports(left.file())).forEach(unanalysed::add);
      leaks.failures().stream().filter(left -> batch.reports(left.file())).forEach(unanalysed::add);
      methods += leaks.methods(batch);
      var classifier = new Classifier(leaks.attribution());
      var falseAlarms = new FalseAlarms(leaks.attribution());
      for (ResourceLeaks.Leak leak : leaks.leaks()) {
        boolean wanted = statements || leak.resource() == Resource.CONNECTION;
        Borrow borrow = Borrow.of(leaks.attribution().trees(), leak.path());
        if (wanted && batch.reports(leak.source().file()) && !falseAlarms.include(borrow)) {
          findings.add(finding(leak, borrow, classifier.verdict(borrow)));
        }
      }
    }
    List<Finding> sorted =
        findings.stream()
            .sorted(Comparator.comparing(Finding::file).thenComparingInt(Finding::callEnd))
            .toList();
    return new ScanResult(sorted, unanalysed, sources.size(), methods, List.of());
  }

  private static Finding finding(
      ResourceLeaks.Leak leak, Borrow borrow, Classifier.Verdict verdict) {
    return new Finding(
        leak.source().file(),
        borrow.line(),
        borrow.place(),
        verdict.pattern(),
        leak.resource(),
        leak.loss(),
        verdict.obstacle(),
        borrow.callEnd());
  }
}
