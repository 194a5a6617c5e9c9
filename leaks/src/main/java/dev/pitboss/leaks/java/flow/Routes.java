package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.TreePath;
import dev.pitboss.leaks.java.source.TypeName;
import dev.pitboss.leaks.java.source.Unit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTTP route a method serves, by the annotations of Spring, JAX-RS and Micronaut, or by the
/// name of a servlet's method.
final class Routes {
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern VERB =
      Pattern.compile("RequestMethod\\.([A-Z]+)|\\b(GET|POST|PUT|DELETE|PATCH)\\b");
  private static final Map<String, String> MAPPINGS =
      Map.of(
          "GetMapping", "GET",
          "PostMapping", "POST",
          "PutMapping", "PUT",
          "DeleteMapping", "DELETE",
          "PatchMapping", "PATCH",
          "Get", "GET",
          "Post", "POST",
          "Put", "PUT",
          "Delete", "DELETE");
  private static final Map<String, String> SERVLET =
      Map.of("doGet", "GET", "doPost", "POST", "doPut", "PUT", "doDelete", "DELETE");

  private Routes() {}

  static String of(Unit unit, Function function) {
    String verb = "";
    String path = "";
    String base = "";
    for (TreePath at = function.path(); at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof MethodTree method && verb.isEmpty()) {
        verb = verb(unit, method);
        path = path(unit, method.getModifiers());
      } else if (at.getLeaf() instanceof ClassTree type && base.isEmpty()) {
        base = path(unit, type.getModifiers());
      }
    }
    if (verb.isEmpty()) {
      return "";
    }
    String whole = slashed(base) + slashed(path);
    return (verb + " " + (whole.isEmpty() ? "/" : whole)).strip();
  }

  private static String slashed(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return "";
    }
    String cut = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return cut.startsWith("/") ? cut : "/" + cut;
  }

  private static String verb(Unit unit, MethodTree method) {
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      String name = simple(annotation);
      String mapped = MAPPINGS.getOrDefault(name, "");
      if (!mapped.isEmpty()) {
        return mapped;
      }
      if (name.equals("RequestMapping")) {
        Matcher matcher = VERB.matcher(unit.textOf(annotation));
        if (!matcher.find()) {
          return "ANY";
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      }
      if (name.matches("GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS")) {
        return name.toUpperCase(Locale.ROOT);
      }
    }
    return SERVLET.getOrDefault(method.getName().toString(), "");
  }

  private static String path(Unit unit, ModifiersTree modifiers) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      String name = simple(annotation);
      boolean tells =
          MAPPINGS.containsKey(name)
              || name.equals("RequestMapping")
              || name.equals("Path")
              || name.equals("Controller")
              || name.equals("WebServlet");
      Matcher matcher = TEXT.matcher(unit.textOf(annotation));
      if (tells && matcher.find()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  private static String simple(AnnotationTree annotation) {
    String name = TypeName.of(annotation.getAnnotationType()).name();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
