package dev.pitboss.leaks.java;

import dev.pitboss.leaks.java.flow.Analysis;
import dev.pitboss.leaks.java.flow.Borrowing;
import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.java.flow.SourceScan;
import dev.pitboss.leaks.java.mend.JavaMender;
import dev.pitboss.leaks.java.source.Project;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.model.Style;
import dev.pitboss.leaks.model.Unanalysed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Java, from version 1.4 to that of this JDK. Nothing has to compile.
///
/// Remembers the tree it scanned last, so that a mend can be scanned again in it. Not thread-safe.
public final class JavaLanguage implements SourceLanguage {
  /// Deeply nested expressions take the parser and the walk deep into recursion.
  private static final long STACK_BYTES = 512L << 20;

  private @Nullable Project project;

  @Override
  public String name() {
    return "Java";
  }

  @Override
  public boolean reads(String fileName) {
    return fileName.endsWith(".java")
        && !fileName.equals("module-info.java")
        && !fileName.equals("package-info.java");
  }

  @Override
  public LanguageResult scan(
      List<SourceFile> sources, ScanSettings settings, ScanListener listener) {
    try {
      return deep(() -> scanned(sources, settings, listener));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason =
          "the analysis of %d Java sources ended with %s".formatted(sources.size(), cause);
      return new LanguageResult(
          List.of(), List.of(), List.of(), sources.size(), 0, 0, List.of(reason));
    }
  }

  /// Runs in a thread with a large stack.
  public static <T> T deep(Callable<T> work) throws ExecutionException {
    var task = new FutureTask<T>(work);
    Thread thread = new Thread(null, task, "leak-scan", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    while (true) {
      try {
        return task.get();
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        throw new ExecutionException(e);
      }
    }
  }

  private LanguageResult scanned(
      List<SourceFile> sources, ScanSettings settings, ScanListener listener)
      throws Library.BadModel {
    Library library = Library.of(settings.models(), settings.acquirers());
    Project whole = Project.of(sources, _ -> {});
    project = whole;
    var analysis = new Analysis(whole, library, settings.statements());
    var interest = new Interest(whole, settings);
    List<Finding> findings = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>();
    List<Unanalysed> unanalysed = new ArrayList<>(whole.unread());
    int sites = 0;
    for (SourceFile source : whole.sources()) {
      if (interest.includes(whole, source)) {
        try {
          SourceScan scan = SourceScan.of(analysis, source);
          findings.addAll(scan.findings());
          suppressed.addAll(scan.suppressed());
          unanalysed.addAll(scan.unanalysed());
          sites += scan.sites();
          scan.findings().forEach(listener::found);
        } catch (RuntimeException | StackOverflowError e) {
          String reason = "the analysis ended with " + e;
          unanalysed.add(new Unanalysed(source.file(), 1, "file", reason, true));
        }
      } else {
        unanalysed.addAll(broken(whole, source));
      }
      listener.read(source);
    }
    return new LanguageResult(
        findings, suppressed, unanalysed, whole.size(), whole.methods(), sites, List.of());
  }

  /// A source of no interest that the parser could not read to the end may be one by what is
  /// missing.
  private static List<Unanalysed> broken(Project project, SourceFile source) {
    return project
        .firstProblem(source)
        .map(problem ->
            List.of(
                new Unanalysed(
                    source.file(),
                    Math.max(1, problem.line()),
                    "file",
                    "syntax error: " + problem.message(),
                    Borrowing.isIn(project.unit(source).text()))))
        .orElse(List.of());
  }

  @Override
  public MendedSource mend(
      SourceFile source, String text, List<Finding> findings, ScanSettings settings, Style style) {
    try {
      return deep(() -> {
        Project whole = project;
        if (whole == null || !whole.has(source)) {
          whole = Project.of(List.of(source), _ -> {});
        }
        Library library = Library.of(settings.models(), settings.acquirers());
        return new JavaMender(whole, library, source, style, settings.statements())
            .mend(text, findings);
      });
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Map<Finding, String> refused = new LinkedHashMap<>();
      findings.forEach(each -> refused.put(each, "the mend ended with " + cause));
      return new MendedSource(text, Set.of(), refused);
    }
  }
}
