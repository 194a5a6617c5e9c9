package dev.pitboss.leaks;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.checkerframework.checker.mustcall.qual.MustCall;
import org.checkerframework.checker.resourceleak.ResourceLeakChecker;
import org.jspecify.annotations.Nullable;

/// The data flow is the Checker Framework's: its Resource Leak Checker follows every value that
/// must be closed along every path, exceptional ones included. This class runs it and reads its
/// answers.
final class ResourceLeaks {
  /// A loss where nothing throws.
  static final String AT_THE_END = "still open when the method ends";

  private static final String UNCLOSED = "[required.method.not.called]";
  private static final String SEPARATOR = Pattern.quote(" $$ ");
  private static final int TYPE = 4;
  private static final int LOSS = 5;
  private static final Pattern RANGE = Pattern.compile("\\$\\$ \\( (\\d+), (\\d+) \\) \\$\\$");

  /// @param source where
  /// @param path what takes the value that is not closed: a variable, an assignment or a call
  /// @param resource what kind of value
  /// @param loss how it gets lost
  record Leak(Source source, TreePath path, Resource resource, String loss) {}

  private final Attribution attribution;
  private final Wrappers wrappers;
  private final List<String> failures = new ArrayList<>();

  /// @param statements whether statements and result sets have to be closed, too
  /// @throws IllegalStateException when the JVM was started without access to the compiler's
  ///   insides
  ResourceLeaks(Pruned pruned, List<Path> classPath, boolean statements) throws IOException {
    CompilerAccess.demand();
    List<Source> edited = new ArrayList<>();
    for (Source source : pruned.sources()) {
      edited.add(source.edited(pruned.edits().getOrDefault(source.toUri(), List.of())));
    }
    Attribution first = analyse(edited, pruned.borrowers(), classPath, statements);
    Set<URI> wrong =
        first.errors().stream().map(error -> error.getSource().toUri()).collect(Collectors.toSet());
    boolean again = edited.removeIf(source -> source.isEdited() && wrong.contains(source.toUri()));
    if (again) {
      // an edit that does not compile there must not cost the analysis
      pruned.sources().stream()
          .filter(source -> wrong.contains(source.toUri()))
          .forEach(edited::add);
      first = analyse(edited, pruned.borrowers(), classPath, statements);
    }
    attribution = first;
    wrappers = new Wrappers(attribution);
    failures.addAll(attribution.failures());
    if (remarks().noneMatch(remark -> Control.is(remark.getSource().toUri()))) {
      failures.add("the analysis did not report the loss that it is tested with");
    }
  }

  /// Our own qualifiers come first: those of another version in the class path keep the analysis
  /// from running.
  private static Attribution analyse(
      List<Source> sources, List<URI> borrowers, List<Path> classPath, boolean statements)
      throws IOException {
    List<Path> withQualifiers = new ArrayList<>();
    withQualifiers.add(jarOf(MustCall.class));
    withQualifiers.addAll(classPath);
    List<Source> all = new ArrayList<>(sources);
    all.add(Control.source());
    List<URI> analysed = new ArrayList<>(borrowers);
    analysed.add(Control.source().toUri());
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Adetailedmsgtext", "-Awarns"));
    options.add("-AonlyFiles=" + files(analysed));
    Path stubs = Files.createTempFile("pitboss-leaks", ".astub");
    try {
      if (statements) {
        write(stubs);
        options.add("-Astubs=" + stubs);
      }
      return Attribution.of(all, withQualifiers, List.of(new ResourceLeakChecker()), options);
    } finally {
      Files.delete(stubs);
    }
  }

  private Stream<Diagnostic<? extends JavaFileObject>> remarks() {
    return attribution.remarks().stream()
        .filter(
            remark -> remark.getSource() != null && remark.getMessage(null).startsWith(UNCLOSED));
  }

  private static void write(Path stubs) throws IOException {
    try (InputStream text = ResourceLeaks.class.getResourceAsStream("jdbc.astub")) {
      Files.copy(
          requireNonNull(text, "jdbc.astub is part of this program"),
          stubs,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// A regular expression of the files to analyse.
  private static String files(List<URI> borrowers) {
    return borrowers.stream()
        .map(uri -> Pattern.quote(Path.of(uri).toString()))
        .collect(Collectors.joining("|"));
  }

  /// The qualifiers have to be found by the compiler, too.
  private static Path jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  Attribution attribution() {
    return attribution;
  }

  /// What is not surely closed, in the analysis's order.
  List<Leak> leaks() {
    List<Leak> leaks = new ArrayList<>();
    remarks()
        .filter(remark -> !Control.is(remark.getSource().toUri()))
        .forEach(remark ->
            read(remark.getSource().toUri(), remark.getMessage(null)).ifPresent(leaks::add));
    return leaks;
  }

  /// Why the absence of a leak would mean nothing; empty when the analysis ran to its end.
  List<String> failures() {
    return failures;
  }

  /// Sources in which the analysis itself gave up.
  List<Unanalysed> givenUp() {
    List<Unanalysed> left = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> error : attribution.errors()) {
      Source source = attribution.sources().get(error.getSource().toUri());
      if (source != null) {
        left.add(
            new Unanalysed(
                source.file(),
                (int) Math.max(1, error.getLineNumber()),
                "the rest of the file",
                Pruning.reason(error),
                Borrowing.isIn(source.text())));
      }
    }
    return left;
  }

  /// How many methods and constructors with a body the batch reports on.
  int methods(Batch batch) {
    int methods = 0;
    for (var entry : attribution.units().entrySet()) {
      Source source = attribution.sources().get(entry.getKey());
      if (source != null && batch.reports(source.file())) {
        methods += new Methods(source, entry.getValue()).count();
      }
    }
    return methods;
  }

  private final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Source source;
    private final CompilationUnitTree unit;
    private int found;

    Methods(Source source, CompilationUnitTree unit) {
      this.source = source;
      this.unit = unit;
    }

    int count() {
      scan(unit, null);
      return found;
    }

    /// Constructors the compiler adds have no end, and blanked bodies are not looked into.
    private boolean isAnalysed(MethodTree method) {
      SourcePositions positions = attribution.trees().getSourcePositions();
      long from = positions.getStartPosition(unit, method);
      long to = positions.getEndPosition(unit, method);
      return method.getBody() != null && from < to && source.isWhole(from, to);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      found += isAnalysed(method) ? 1 : 0;
      return super.visitMethod(method, null);
    }
  }

  private Optional<Leak> read(URI uri, String message) {
    String[] parts = message.split(SEPARATOR, -1);
    Matcher range = RANGE.matcher(message);
    Source source = attribution.sources().get(uri);
    CompilationUnitTree unit = attribution.units().get(uri);
    if (source == null || unit == null || parts.length <= LOSS || !range.find()) {
      return Optional.empty();
    }
    TreePath path =
        new At(unit, Long.parseLong(range.group(1)), Long.parseLong(range.group(2))).find();
    Resource resource = resource(parts[TYPE]);
    if (resource == null && path != null) {
      resource = wrapped(path);
    }
    return resource == null || path == null
        ? Optional.empty()
        : Optional.of(new Leak(source, path, resource, loss(parts[LOSS])));
  }

  private static String loss(String reason) {
    String line = reason.replaceAll("\\s+", " ");
    return line.replace("possible exceptional exit due to ", "")
        .replaceAll(" with exception type (?:[a-z_0-9]+\\.)*(\\w+)$", " may throw $1")
        .replace("regular method exit", AT_THE_END);
  }

  private @Nullable Resource resource(String type) {
    TypeElement lost = type(type);
    if (lost == null) {
      return null;
    }
    Resource resource = new Resources(attribution).of(lost.asType());
    return resource == null && wrappers.include(lost) ? Resource.CONNECTION : resource;
  }

  private @Nullable TypeElement type(String name) {
    return attribution
        .task()
        .getElements()
        .getTypeElement(name.replaceAll("<.*|@[\\w.]+(\\([^)]*\\))? ?", ""));
  }

  /// What an unclosed wrapper like `new Session(pool.getConnection())` loses.
  private @Nullable Resource wrapped(TreePath path) {
    TreePath call = Borrow.of(attribution.trees(), path).call();
    List<? extends ExpressionTree> arguments =
        switch (call.getLeaf()) {
          case NewClassTree made -> made.getArguments();
          case MethodInvocationTree made -> made.getArguments();
          case Tree _ -> List.of();
        };
    for (ExpressionTree argument : arguments) {
      TypeMirror type = attribution.trees().getTypeMirror(new TreePath(call, argument));
      if (argument instanceof MethodInvocationTree && type != null) {
        return resource(type.toString());
      }
    }
    return null;
  }

  /// The outermost tree that covers exactly the given characters.
  private final class At extends TreePathScanner<@Nullable TreePath, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final long start;
    private final long end;
    private final SourcePositions positions = attribution.trees().getSourcePositions();

    At(CompilationUnitTree unit, long start, long end) {
      this.unit = unit;
      this.start = start;
      this.end = end;
    }

    @Nullable TreePath find() {
      return scan(unit, null);
    }

    @Override
    public @Nullable TreePath scan(@Nullable Tree tree, @Nullable Void nothing) {
      if (tree == null) {
        return null;
      }
      long from = positions.getStartPosition(unit, tree);
      long to = positions.getEndPosition(unit, tree);
      if (from == start && to == end) {
        TreePath parent = getCurrentPath();
        return parent == null ? new TreePath(unit) : new TreePath(parent, tree);
      }
      return super.scan(tree, null);
    }

    @Override
    public @Nullable TreePath reduce(@Nullable TreePath one, @Nullable TreePath other) {
      return one == null ? other : one;
    }
  }
}
