package dev.pitboss.leaks.java;

import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.FieldInfo;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.Project;
import dev.pitboss.leaks.java.source.TypeName;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Which sources may acquire anything, by the names of what they call. Most of a tree's sources do
/// not, and need not be walked through.
final class Interest {
  private static final Pattern NAME =
      Pattern.compile("(?i)\\w*(?:connection|conn|datasource)\\w*|connect");

  private final Set<String> names = new HashSet<>();
  private final boolean statements;

  Interest(Project project, ScanSettings settings) {
    names.addAll(settings.acquirers());
    statements = settings.statements();
    Set<String> holders = new HashSet<>();
    for (SourceFile source : project.sources()) {
      for (ClassInfo each : project.classesOf(source)) {
        boolean holds =
            each.fields().values().stream().map(FieldInfo::type).anyMatch(Interest::isConnection)
                || each.methods().stream()
                    .flatMap(method -> method.parameters().stream())
                    .anyMatch(Interest::isConnection);
        if (holds) {
          holders.add(each.simpleName());
        }
      }
    }
    names.addAll(holders);
    for (SourceFile source : project.sources()) {
      for (ClassInfo each : project.classesOf(source)) {
        for (MethodInfo method : each.methods()) {
          String simple = simple(method.returned());
          if (isConnection(method.returned())
              || holders.contains(simple)
              || simple.equals("Object")
              || simple.equals("AutoCloseable")
              || method.returned().arguments().stream().anyMatch(Interest::isConnection)) {
            names.add(method.name());
          }
        }
      }
    }
  }

  private static boolean isConnection(TypeName type) {
    return simple(type).endsWith("Connection");
  }

  private static String simple(TypeName type) {
    return type.name().substring(type.name().lastIndexOf('.') + 1);
  }

  boolean includes(Project project, SourceFile source) {
    for (String called : project.called(source)) {
      if (names.contains(called)
          || NAME.matcher(called).matches()
          || (statements && called.contains("tatement"))) {
        return true;
      }
    }
    return false;
  }
}
