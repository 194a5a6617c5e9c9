package dev.pitboss.leaks;

import com.sun.source.tree.CompilationUnitTree;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/// Cuts out of sources what does not compile, so that the rest can be analysed. An error costs the
/// smallest piece that gets rid of it: an annotation, an import, a method's body, a method, a
/// class, a file. What one cut breaks elsewhere, the next round cuts.
final class Pruning {
  /// Real projects without their class path settle within five; after so many rounds the rest of a
  /// file that still has errors goes.
  private static final int PATIENT_ROUNDS = 12;

  /// Files that go may break others; a chain longer than this ends with nothing.
  private static final int ROUNDS = 24;

  private final Map<URI, Source> sources = new LinkedHashMap<>();
  private final Map<URI, String> originals = new LinkedHashMap<>();
  private final List<Path> classPath;
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
    for (int round = 0; round < ROUNDS && !sources.isEmpty(); round++) {
      var attribution =
          Attribution.of(
              List.copyOf(sources.values()), classPath, List.of(), List.of("-proc:none"));
      List<Diagnostic<? extends JavaFileObject>> errors = attribution.errors();
      if (errors.isEmpty()) {
        return new Pruned(List.copyOf(sources.values()), Borrowers.in(attribution), left);
      }
      for (Diagnostic<? extends JavaFileObject> error : errors) {
        URI uri = error.getSource().toUri();
        CompilationUnitTree unit = attribution.units().get(uri);
        if (unit == null || round >= PATIENT_ROUNDS || isSyntax(error)) {
          drop(uri, error);
        } else {
          cut(uri, unit, attribution, error);
        }
      }
    }
    return new Pruned(List.of(), List.of(), left);
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
      URI uri, CompilationUnitTree unit, Attribution attribution, Diagnostic<?> error) {
    Source source = sources.get(uri);
    Source analysed = attribution.sources().get(uri);
    if (source == null || analysed == null) {
      return;
    }
    int at = (int) error.getPosition();
    if (!source.text().equals(analysed.text()) && isBlankAt(source.text(), analysed.text(), at)) {
      return; // an earlier error of this round has already cost this place
    }
    var cuts = new Cuts(unit, attribution.trees().getSourcePositions(), analysed.text());
    for (Cut cut : cuts.at(at)) {
      String pruned = cut.in(source.text());
      if (!pruned.equals(source.text())) {
        sources.put(uri, source.with(pruned));
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

  private static boolean isBlankAt(String now, String before, int at) {
    return at >= 0 && at < now.length() && now.charAt(at) != before.charAt(at);
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
              text.contains("getConnection")));
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
