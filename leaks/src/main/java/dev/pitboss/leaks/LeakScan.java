package dev.pitboss.leaks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Finds where Java sources lose JDBC connections.
///
/// ```java
/// List<Finding> findings = LeakScan.of(Path.of("src/main/java")).run().findings();
/// ```
///
/// Sources that do not compile with the given class path do not stop the scan: what cannot be
/// resolved is left out, statement by statement, and listed in [ScanResult#unanalysed]. The JVM has
/// to be started with [CompilerAccess#jvmOptions]. Immutable; runs of one scan may not overlap with
/// other uses of much memory: the compiler holds all sources at once.
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
  /// @throws IOException when the folder cannot be read
  /// @throws IllegalStateException when the JVM gives no access to its compiler
  public ScanResult run() throws IOException {
    CompilerAccess.demand();
    SourceTree tree = SourceTree.read(base);
    List<Batch> batches = new ArrayList<>();
    var parts = new Parts();
    parts.guarded(tree.sources().size(), () -> batches.addAll(Batch.of(tree.sources())));
    for (Batch batch : batches) {
      parts.guarded(batch.sources().size(), () -> analyse(batch, parts));
    }
    return parts.result(tree);
  }

  private void analyse(Batch batch, Parts parts) throws IOException {
    Pruned pruned = new Pruning(batch.sources(), classPath).run();
    pruned.left().stream()
        .filter(left -> batch.reports(left.file()))
        .forEach(parts.unanalysed::add);
    if (!pruned.failures().isEmpty()) {
      parts.failures.addAll(pruned.failures());
      return;
    }
    if (pruned.sources().isEmpty()) {
      return;
    }
    ResourceLeaks leaks = new ResourceLeaks(pruned, classPath, statements);
    parts.failures.addAll(leaks.failures());
    leaks.givenUp().stream()
        .filter(left -> batch.reports(left.file()))
        .forEach(parts.unanalysed::add);
    parts.methods += leaks.methods(batch);
    var classifier = new Classifier(leaks.attribution());
    var falseAlarms = new FalseAlarms(leaks.attribution());
    var suppressions = new Suppressions(batch.sources());
    for (ResourceLeaks.Leak leak : leaks.leaks()) {
      boolean wanted = statements || leak.resource() == Resource.CONNECTION;
      Borrow borrow = Borrow.of(leaks.attribution().trees(), leak.path());
      if (wanted
          && batch.reports(leak.source().file())
          && !falseAlarms.include(borrow, leak.loss())) {
        boolean suppressed = suppressions.include(borrow, leak.source());
        (suppressed ? parts.suppressed : parts.findings)
            .add(finding(leak, borrow, classifier.verdict(borrow, leak.loss())));
      }
    }
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
        leak.source().offsetInFile(borrow.callEnd()));
  }

  private interface Step {
    void run() throws IOException;
  }

  /// What the parts of a scan have in common.
  private static final class Parts {
    /// Deeply nested expressions take the compiler deep into recursion.
    private static final long STACK_BYTES = 512L << 20;

    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<Finding> suppressed = new LinkedHashSet<>();
    private final Set<Unanalysed> unanalysed = new LinkedHashSet<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private int methods;

    /// Runs a step in a thread of its own. Whatever the compiler or the analysis ends with, it is a
    /// failure of the scan and not its result.
    void guarded(int sources, Step step) throws IOException {
      var ended = new AtomicReference<@Nullable Throwable>();
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  step.run();
                } catch (IOException | RuntimeException e) {
                  ended.set(e);
                }
              },
              "leak-scan",
              STACK_BYTES);
      // memory and stack may end, too
      thread.setUncaughtExceptionHandler((_, e) -> ended.set(e));
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the scan was interrupted");
      }
      Throwable cause = ended.get();
      if (cause instanceof IOException unreadable) {
        throw unreadable;
      }
      if (cause != null) {
        String what = String.valueOf(cause).lines().findFirst().orElse("");
        failures.add("the analysis of %d sources ended with %s".formatted(sources, what));
      }
    }

    ScanResult result(SourceTree tree) {
      List<Unanalysed> left = new ArrayList<>(tree.unread());
      left.addAll(unanalysed);
      List<String> reasons = new ArrayList<>(failures);
      if (tree.sources().isEmpty()) {
        reasons.add("there is no Java source to read" + where(tree));
      } else if (reasons.isEmpty() && methods == 0 && isNothingLeft(tree)) {
        reasons.add("none of the Java sources could be analysed");
      }
      List<String> notes =
          tree.built() == 0
              ? List.of()
              : List.of("not read: " + tree.built() + " Java sources in folders of build output");
      return new ScanResult(
          sorted(findings),
          sorted(suppressed),
          left,
          tree.sources().size(),
          methods,
          tree.others(),
          reasons,
          notes);
    }

    private static String where(SourceTree tree) {
      return tree.built() == 0 ? "" : " outside of build output";
    }

    /// Whether every source went as a whole.
    private boolean isNothingLeft(SourceTree tree) {
      long gone =
          unanalysed.stream()
              .filter(left -> left.part().equals("file"))
              .map(Unanalysed::file)
              .distinct()
              .count();
      return gone == tree.sources().size()
          || (!unanalysed.isEmpty() && unanalysed.stream().noneMatch(Unanalysed::borrows));
    }

    private static List<Finding> sorted(Set<Finding> found) {
      return found.stream()
          .sorted(Comparator.comparing(Finding::file).thenComparingInt(Finding::callEnd))
          .toList();
    }
  }
}
