package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.FieldInfo;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether what a field holds is closed by anything: the methods of its class, or, by the text,
/// code near it, as a test's tear-down or a class around is.
final class FieldClosing {
  private final Analysis analysis;
  private final Map<String, Boolean> byText = new HashMap<>();

  FieldClosing(Analysis analysis) {
    this.analysis = analysis;
  }

  boolean isClosed(Function function, String name) {
    FieldInfo field = analysis.symbols().field(function.owner(), name);
    if (field == null) {
      // of an anonymous class or one that is not of the tree
      return function.isAnonymous()
          ? isClosedByText(function.owner(), name)
          : !analysis.symbols().librarySupertypes(function.owner()).isEmpty();
    }
    Set<ClassInfo> near = new LinkedHashSet<>();
    near.add(function.owner());
    near.add(field.owner());
    near.addAll(analysis.symbols().descendants(field.owner()));
    return analysis.summaries().isClosed(field, function.owner())
        || near.stream().anyMatch(each -> isClosedByText(each, name))
        || near.stream().anyMatch(each -> isHandedOut(each, name));
  }

  private boolean isClosedByText(ClassInfo declared, String name) {
    return byText.computeIfAbsent(
        declared.source().file() + " " + declared.name() + " " + name,
        _ -> {
          String quoted = Pattern.quote(name);
          var closing =
              Pattern.compile(
                  "\\b("
                      + quoted
                      + ")\\s*(?:\\.get\\(\\))?\\s*(?:\\.|::)\\s*(?:close|abort)\\b"
                      + "|\\b\\w*(?:[cC]lose|[rR]elease|[fF]ree|[dD]isconnect|[gG]iveBack)\\w*\\s*"
                      + "\\([^;{}]*\\b("
                      + quoted
                      + ")\\b");
          return analysis.functions(declared.source()).stream()
              .filter(function -> isNear(function.owner(), declared))
              .anyMatch(function -> matches(closing, function, name));
        });
  }

  private static boolean isNear(ClassInfo one, ClassInfo other) {
    return one == other
        || one.outer().filter(outer -> outer == other).isPresent()
        || other.outer().filter(outer -> outer == one).isPresent();
  }

  /// Whether a function's text closes the field, and not a variable of the same name.
  private static boolean matches(Pattern closing, Function function, String name) {
    int start = function.unit().start(function.body());
    var matcher = closing.matcher(function.unit().textOf(function.body()));
    while (matcher.find()) {
      int group = matcher.group(1) == null ? 2 : 1;
      if (function.scopes().find(name, start + matcher.start(group)) == null) {
        return true;
      }
    }
    return false;
  }

  /// A field whose getter is closed by its callers.
  private boolean isHandedOut(ClassInfo declared, String name) {
    String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    if (declared.methods().stream().noneMatch(method -> method.name().equals(getter))) {
      return false;
    }
    return byText.computeIfAbsent(
        declared.source().file() + " " + getter + "()",
        _ ->
            Pattern.compile("\\b" + getter + "\\(\\)\\s*\\.close\\(")
                .matcher(analysis.project().unit(declared.source()).text())
                .find());
  }
}
