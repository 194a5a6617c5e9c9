package dev.pitboss.leaks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Sources with their types worked out by the compiler, and what it had to say about them. Nothing
/// is generated and no annotation processor of the class path runs.
///
/// @param task the compiler; its types and trees are good as long as this is held
/// @param sources by their URI
/// @param units syntax tree of each source, by its URI
/// @param remarks errors and warnings, in the compiler's order
record Attribution(
    JavacTask task,
    Map<URI, Source> sources,
    Map<URI, CompilationUnitTree> units,
    List<Diagnostic<? extends JavaFileObject>> remarks) {
  private static final String NOWHERE = "no-such-folder";

  /// @param processors analyses to run inside the compiler
  /// @param options options of the compiler and of the analyses
  static Attribution of(
      List<Source> sources,
      List<Path> classPath,
      List<Processor> processors,
      List<String> options) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> all = new ArrayList<>(options);
    // Without a source path the compiler would look for sources in the class path.
    all.addAll(List.of("-sourcepath", NOWHERE, "-implicit:none", "-Xlint:none"));
    all.addAll(List.of("-Xmaxerrs", "1000000", "-Xmaxwarns", "1000000"));
    // All errors at once, not one kind of error after the other was mended.
    all.add("-XDshould-stop.ifError=FLOW");
    all.addAll(List.of("--class-path", joined(classPath)));
    List<Diagnostic<? extends JavaFileObject>> remarks = new ArrayList<>();
    var files = compiler.getStandardFileManager(null, null, null);
    var task =
        (JavacTask)
            compiler.getTask(
                Writer.nullWriter(),
                new SourcesOnly(files),
                remark -> remarks.add(remark),
                all,
                null,
                sources);
    task.setProcessors(processors);
    var parsed = new Parsed();
    task.addTaskListener(parsed);
    try {
      task.analyze();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<URI, CompilationUnitTree> units = parsed.units;
    Map<URI, Source> byUri =
        sources.stream().collect(Collectors.toMap(Source::toUri, source -> source));
    return new Attribution(task, byUri, units, remarks);
  }

  private static String joined(List<Path> classPath) {
    return classPath.isEmpty()
        ? NOWHERE
        : classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  Trees trees() {
    return Trees.instance(task);
  }

  /// The errors that have a place in the sources.
  List<Diagnostic<? extends JavaFileObject>> errors() {
    return remarks.stream()
        .filter(remark -> remark.getKind() == Diagnostic.Kind.ERROR && remark.getSource() != null)
        .toList();
  }

  /// The errors that have none: something is wrong with the compiler, its class path or the
  /// analysis, which then did not run to its end.
  List<String> failures() {
    return remarks.stream()
        .filter(remark -> remark.getKind() == Diagnostic.Kind.ERROR && remark.getSource() == null)
        .map(remark -> remark.getMessage(null).lines().findFirst().orElse("no message"))
        .distinct()
        .toList();
  }

  /// Holds on to the trees.
  private static final class Parsed implements TaskListener {
    private final Map<URI, CompilationUnitTree> units = new HashMap<>();

    @Override
    public void finished(TaskEvent event) {
      if (event.getKind() == TaskEvent.Kind.ANALYZE || event.getKind() == TaskEvent.Kind.PARSE) {
        CompilationUnitTree unit = event.getCompilationUnit();
        if (unit != null) {
          units.put(unit.getSourceFile().toUri(), unit);
        }
      }
    }
  }
}
