package dev.pitboss.leaks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TreePath;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/// Cuts out of sources what does not compile, so that the rest can be analysed. An error costs the
/// smallest piece that gets rid of it: an annotation, an import, a statement, a method's body, a
/// method, a class, a file. What one cut breaks elsewhere, the next round cuts.
final class Pruning {
  /// Real projects without their class path settle within five; after so many rounds the rest of a
  /// file that still has errors goes.
  private static final int PATIENT_ROUNDS = 12;

  /// A variable that goes takes the statements that use it in the next round; a longer chain is
  /// cheaper cut with its method.
  private static final int STATEMENT_ROUNDS = 6;

  private static final Pattern VARIABLE = Pattern.compile("variable (\\w+)");

  private final Map<URI, Source> sources = new LinkedHashMap<>();
  private final Map<URI, String> originals = new LinkedHashMap<>();
  private final List<Path> classPath;
  private final Map<URI, List<Cut>> cutNow = new HashMap<>();
  private final Map<URI, List<Edit>> closings = new HashMap<>();
  private final List<Unanalysed> left = new ArrayList<>();
  private final Set<String> named = new LinkedHashSet<>();

  Pruning(List<Source> sources, List<Path> classPath) {
    for (Source source : sources) {
      this.sources.put(source.toUri(), source);
      originals.put(source.toUri(), source.text());
    }
    this.classPath = classPath;
  }

  Pruned run() {
    for (int round = 0; !sources.isEmpty(); round++) {
      var attribution =
          Attribution.of(
              List.copyOf(sources.values()), classPath, List.of(), List.of("-proc:none"));
      if (round == 0) {
        attribution.units().forEach((uri, unit) -> noteCleanups(uri, unit, attribution));
      }
      List<Diagnostic<? extends JavaFileObject>> errors = attribution.errors();
      if (errors.isEmpty() || !attribution.failures().isEmpty()) {
        return pruned(attribution);
      }
      Map<URI, Source> before = Map.copyOf(sources);
      cutNow.clear();
      for (Diagnostic<? extends JavaFileObject> error : errors) {
        URI uri = error.getSource().toUri();
        CompilationUnitTree unit = attribution.units().get(uri);
        if (unit == null || round >= PATIENT_ROUNDS || isSyntax(error)) {
          drop(uri, error);
        } else {
          cut(uri, unit, attribution, error, round < STATEMENT_ROUNDS);
        }
      }
      if (before.equals(sources)) {
        // no cut helps: each round must take something, or this would not end
        errors.forEach(error -> drop(error.getSource().toUri(), error));
      }
    }
    return new Pruned(List.of(), List.of(), Map.of(), left, List.of());
  }

  private void noteCleanups(URI uri, CompilationUnitTree unit, Attribution attribution) {
    List<Edit> closes = Cleanups.in(unit, attribution.trees().getSourcePositions());
    if (!closes.isEmpty()) {
      closings.computeIfAbsent(uri, _ -> new ArrayList<>()).addAll(closes);
    }
  }

  private Pruned pruned(Attribution attribution) {
    List<String> failures = new ArrayList<>(attribution.failures());
    if (!new Resources(attribution).arePresent()) {
      failures.add("this Java has no JDBC: the module java.sql is missing");
    }
    List<URI> borrowers = failures.isEmpty() ? Borrowers.in(attribution) : List.of();
    Map<URI, List<Edit>> edits = new HashMap<>();
    var methods = new ClosingMethods(attribution);
    var wrappers = new Wrappers(attribution);
    attribution
        .units()
        .forEach((uri, unit) -> {
          Source source = sources.get(uri);
          if (source != null) {
            List<Edit> made = new Edits(unit, source, methods, wrappers).find();
            closings.getOrDefault(uri, List.of()).stream()
                .filter(edit -> stands(edit, source))
                .forEach(made::add);
            if (!made.isEmpty()) {
              edits.put(uri, made);
            }
          }
        });
    return new Pruned(List.copyOf(sources.values()), borrowers, edits, left, failures);
  }

  /// Whether the code around has not been cut since.
  private static boolean stands(Edit edit, Source source) {
    return edit.from() == edit.to()
        ? source.text().charAt(edit.from() - 1) == ';'
        : source.text().substring(edit.from(), edit.to()).strip().equals(";");
  }

  /// After a syntax error the tree is a guess.
  private static boolean isSyntax(Diagnostic<?> error) {
    String code = error.getCode();
    return code.contains("expected")
        || code.contains("illegal")
        || code.contains("premature")
        || code.contains("not.stmt")
        || code.contains("unclosed")
        || code.contains("orphaned");
  }

  private void cut(
      URI uri,
      CompilationUnitTree unit,
      Attribution attribution,
      Diagnostic<?> error,
      boolean statements) {
    Source source = sources.get(uri);
    Source analysed = attribution.sources().get(uri);
    if (source == null || analysed == null) {
      return;
    }
    int at = (int) error.getPosition();
    List<Cut> made = cutNow.computeIfAbsent(uri, _ -> new ArrayList<>());
    if (made.stream().anyMatch(cut -> cut.from() <= at && at < cut.to())) {
      return; // an earlier error of this round has already cost this place
    }
    var cuts = new Cuts(unit, attribution.trees().getSourcePositions(), analysed.text());
    Optional<Cut> mutable = uninitialised(error).flatMap(field -> cuts.mutable(at, field));
    if (mutable.isPresent()) {
      sources.put(uri, source.without(mutable.get()));
      made.add(mutable.get());
      return;
    }
    if (statements && cutStatement(cuts.innermost(at), source, unit, attribution, error)) {
      return;
    }
    for (Cut cut : cuts.at(at)) {
      String pruned = cut.in(source.text());
      if (!pruned.equals(source.text())) {
        sources.put(uri, source.with(pruned));
        made.add(cut);
        name(
            uri,
            cut.part(),
            originals.getOrDefault(uri, "").substring(cut.from(), cut.to()),
            error);
        return;
      }
    }
    drop(uri, error);
  }

  /// The `final` field that nothing sets, now that a constructor is cut.
  private static Optional<String> uninitialised(Diagnostic<?> error) {
    Matcher variable = VARIABLE.matcher(error.getMessage(null));
    return error.getCode().contains("initialized") && variable.find()
        ? Optional.of(variable.group(1))
        : Optional.empty();
  }

  private boolean cutStatement(
      @Nullable TreePath deepest,
      Source source,
      CompilationUnitTree unit,
      Attribution attribution,
      Diagnostic<?> error) {
    Source analysed = attribution.sources().get(source.toUri());
    if (deepest == null || analysed == null) {
      return false;
    }
    var found = new StatementCuts(unit, attribution, analysed.text()).at(deepest);
    if (found.isEmpty()) {
      return false;
    }
    Cut cut = found.get().cut();
    Source pruned = source.without(cut);
    if (pruned.text().equals(source.text())) {
      return false;
    }
    URI uri = source.toUri();
    sources.put(uri, pruned);
    cutNow.computeIfAbsent(uri, _ -> new ArrayList<>()).add(cut);
    found
        .get()
        .closing()
        .ifPresent(edit -> closings.computeIfAbsent(uri, _ -> new ArrayList<>()).add(edit));
    name(uri, cut.part(), "", error);
    return true;
  }

  private void drop(URI uri, Diagnostic<?> error) {
    if (sources.containsKey(uri)) {
      name(uri, "file", originals.getOrDefault(uri, ""), error);
      sources.remove(uri);
    }
  }

  private void name(URI uri, String part, String text, Diagnostic<?> error) {
    Source source = sources.get(uri);
    if (part.isEmpty() || source == null) {
      return;
    }
    String key =
        source.file() + " " + part + " " + (part.equals("file") ? 0 : error.getLineNumber());
    if (named.add(key)) {
      left.add(
          new Unanalysed(
              source.file(),
              (int) Math.max(1, error.getLineNumber()),
              part,
              reason(error),
              Borrowing.isIn(text)));
    }
  }

  /// `cannot find symbol: class Foo`, on one line.
  static String reason(Diagnostic<?> error) {
    List<String> lines = error.getMessage(null).lines().toList();
    for (String line : lines) {
      if (line.strip().startsWith("symbol:")) {
        return lines.getFirst() + ": " + line.strip().substring("symbol:".length()).strip();
      }
    }
    return lines.getFirst();
  }
}
