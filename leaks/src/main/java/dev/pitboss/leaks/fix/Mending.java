package dev.pitboss.leaks.fix;

import dev.pitboss.leaks.CompilerAccess;
import dev.pitboss.leaks.Finding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.Result;
import org.openrewrite.SourceFile;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/// Mends findings, in memory: nothing is written.
///
/// @param changes the changed sources
/// @param mended what is mended by them
/// @param left what was left alone, and why
public record Mending(List<Change> changes, List<Finding> mended, Map<Finding, String> left) {

  /// Keeps its own copies.
  public Mending {
    changes = List.copyOf(changes);
    mended = List.copyOf(mended);
  }

  /// A changed source.
  ///
  /// @param file relative to the scanned folder
  /// @param text the new text
  /// @param diff a unified patch, to be applied in the scanned folder
  /// @param charset the encoding the file has, and must keep
  public record Change(Path file, String text, String diff, Charset charset) {}

  /// Runs a recipe over the sources that have findings.
  ///
  /// @param base the scanned folder
  /// @param findings of a scan of these very sources
  /// @throws IllegalStateException when the JVM gives no access to its compiler
  public static Mending of(Path base, List<Finding> findings, Style style) {
    if (!CompilerAccess.given()) {
      throw new IllegalStateException(
          "a JVM that mends must be started with " + String.join(" ", CompilerAccess.jvmOptions()));
    }
    List<Path> files = findings.stream().map(Finding::file).distinct().map(base::resolve).toList();
    ExecutionContext context = new InMemoryExecutionContext();
    List<SourceFile> sources =
        JavaParser.fromJavaVersion().build().parse(files, base, context).toList();
    Recipe recipe =
        switch (style) {
          case SURGICAL -> new CloseInFinally(findings);
          case CLEAN -> new TryWithResources(findings);
        };
    var run = recipe.run(new InMemoryLargeSourceSet(sources), context, 1, 1);
    List<Change> changes =
        run.getChangeset().getAllResults().stream().map(Mending::change).toList();
    var ledger = Ledger.of(context);
    return new Mending(changes, List.copyOf(ledger.mended()), ledger.left());
  }

  private static Change change(Result result) {
    SourceFile after = result.getAfter();
    if (after == null) {
      throw new IllegalStateException("a fix deletes no source");
    }
    Charset charset = after.getCharset() == null ? StandardCharsets.UTF_8 : after.getCharset();
    return new Change(after.getSourcePath(), after.printAll(), result.diff(), charset);
  }
}
