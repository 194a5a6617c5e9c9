package dev.pitboss.leaks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/// Sources that can be compiled together. A folder may hold two classes of one name (examples,
/// versions, modules); then the second comes into a batch of its own, with all sources it does not
/// clash with.
///
/// @param sources to compile
/// @param reported files whose findings count; the others have been reported with an earlier batch
record Batch(List<Source> sources, Set<Path> reported) {

  boolean reports(Path file) {
    return reported.contains(file);
  }

  static List<Batch> of(List<Source> sources) throws IOException {
    Map<URI, Set<String>> types = types(sources);
    List<List<Source>> groups = new ArrayList<>();
    List<Set<String>> taken = new ArrayList<>();
    for (Source source : sources) {
      Set<String> own = types.getOrDefault(source.toUri(), Set.of());
      int group = 0;
      while (group < groups.size() && own.stream().anyMatch(taken.get(group)::contains)) {
        group++;
      }
      if (group == groups.size()) {
        groups.add(new ArrayList<>());
        taken.add(new HashSet<>());
      }
      groups.get(group).add(source);
      taken.get(group).addAll(own);
    }
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<Source> together = new ArrayList<>(groups.get(i));
      if (i > 0) {
        Set<String> clashing = taken.get(i);
        groups.getFirst().stream()
            .filter(source ->
                types.getOrDefault(source.toUri(), Set.of()).stream().noneMatch(clashing::contains))
            .forEach(together::add);
      }
      Set<Path> reported = groups.get(i).stream().map(Source::file).collect(Collectors.toSet());
      batches.add(new Batch(together, reported));
    }
    return batches;
  }

  private static Map<URI, Set<String>> types(List<Source> sources) throws IOException {
    Map<URI, Set<String>> types = new HashMap<>();
    if (sources.isEmpty()) {
      return types;
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task =
        (JavacTask)
            compiler.getTask(
                Writer.nullWriter(), null, _ -> {}, List.of("-proc:none"), null, sources);
    for (CompilationUnitTree unit : task.parse()) {
      String prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
      types.put(
          unit.getSourceFile().toUri(),
          unit.getTypeDecls().stream()
              .filter(ClassTree.class::isInstance)
              .map(type -> prefix + ((ClassTree) type).getSimpleName())
              .collect(Collectors.toSet()));
    }
    return types;
  }
}
