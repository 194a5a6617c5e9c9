package dev.pitboss.leaks.java.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.pitboss.leaks.model.SourceFile;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The compiler's parser, and nothing else of it: it recovers from syntax errors, knows each
/// version of the language from 8 on, and needs no class path.
public final class Parser {
  /// Where words like `yield` or `_` were still names.
  private static final String OLD = "8";

  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;

  private Parser(JavaCompiler compiler) {
    this.compiler = compiler;
    this.files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    try {
      // or each task would look for plug-ins in every jar of this program's class path
      files.setLocation(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
      files.setLocation(StandardLocation.CLASS_PATH, List.of());
    } catch (IOException e) {
      throw new IllegalStateException("an empty path cannot be unreadable", e);
    }
  }

  /// The parser of this JDK.
  ///
  /// @throws IllegalStateException when this Java is no JDK
  public static Parser ofThisJdk() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("this Java has no compiler; a JDK is needed");
    }
    return new Parser(compiler);
  }

  /// A source to parse.
  public record Input(SourceFile source, String text) {}

  /// Parses several sources at once, which costs less than one by one.
  ///
  /// @throws RuntimeException or an error of the machine when the parser itself fails
  public List<Unit> parse(List<Input> inputs) {
    List<Unit> units = new ArrayList<>(parse(inputs, null));
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      if (!unit.problems().isEmpty()) {
        Unit old = parse(List.of(new Input(unit.source(), unit.text())), OLD).getFirst();
        if (old.problems().size() < unit.problems().size()) {
          units.set(i, old);
        }
      }
    }
    return units;
  }

  /// Parses one source.
  public Unit parse(Input input) {
    return parse(List.of(input)).getFirst();
  }

  private List<Unit> parse(List<Input> inputs, @Nullable String release) {
    Map<JavaFileObject, List<Unit.Problem>> problems = new HashMap<>();
    List<Text> texts = new ArrayList<>();
    for (Input input : inputs) {
      Text text = new Text(texts.size(), input);
      texts.add(text);
      problems.put(text, new ArrayList<>());
    }
    DiagnosticListener<JavaFileObject> listener = diagnostic -> note(diagnostic, problems);
    List<String> options =
        release == null
            ? List.of("-proc:none", "-Xmaxerrs", "100000")
            : List.of("-proc:none", "-Xmaxerrs", "100000", "-source", release);
    var task =
        (JavacTask) compiler.getTask(Writer.nullWriter(), files, listener, options, null, texts);
    List<Unit> units = new ArrayList<>();
    try {
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      int next = 0;
      for (CompilationUnitTree tree : task.parse()) {
        Text text = texts.get(next++);
        List<Unit.Problem> found = problems.getOrDefault(text, List.of());
        units.add(new Unit(text.input.source(), text.input.text(), tree, positions, found));
      }
    } catch (IOException e) {
      throw new IllegalStateException("sources in memory cannot be unreadable", e);
    }
    return units;
  }

  private static void note(
      Diagnostic<? extends JavaFileObject> diagnostic,
      Map<JavaFileObject, List<Unit.Problem>> problems) {
    JavaFileObject source = diagnostic.getSource();
    List<Unit.Problem> of =
        diagnostic.getKind() != Diagnostic.Kind.ERROR || source == null
            ? null
            : problems.get(source instanceof Text text ? text : unwrapped(source, problems));
    if (of != null) {
      String message = diagnostic.getMessage(Locale.ROOT).lines().findFirst().orElse("");
      of.add(
          new Unit.Problem(
              (int) diagnostic.getPosition(), (int) diagnostic.getLineNumber(), message));
    }
  }

  /// The compiler hands out wrappers of what it was given.
  private static @Nullable JavaFileObject unwrapped(
      JavaFileObject source, Map<JavaFileObject, List<Unit.Problem>> problems) {
    return problems.keySet().stream()
        .filter(text -> text.toUri().equals(source.toUri()))
        .findFirst()
        .orElse(null);
  }

  private static final class Text extends SimpleJavaFileObject {
    private final Input input;

    Text(int number, Input input) {
      super(URI.create("string:///" + number + "/Source.java"), Kind.SOURCE);
      this.input = input;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return input.text();
    }

    /// A class may have any name: there is no file to compare it with.
    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return true;
    }
  }
}
