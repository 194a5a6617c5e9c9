package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a function serves, by its decorators (Flask, FastAPI, Sanic, Bottle, aiohttp) or by the
/// tree's URL tables (Django, Flask).
final class Routes {
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "patch", "head", "options", "websocket");
  private static final Set<String> TABLES =
      Set.of("path", "re_path", "url", "add_url_rule", "add_api_route", "add_route");

  private final Project project;

  /// Entries of the tree's URL tables, by the names that stand in them; null until it is asked for.
  private @Nullable Map<String, List<PyNode>> entries;

  Routes(Project project) {
    this.project = project;
  }

  /// `POST /slots/bet`, as the source says it, without the prefix of a blueprint; or empty.
  String of(PyFunction function) {
    for (PyFunction at = function; at != null; at = at.outer()) {
      for (PyNode decorator : at.decorators()) {
        String route = decorated(decorator);
        if (route != null) {
          return route;
        }
      }
    }
    return listed(function);
  }

  private static @Nullable String decorated(PyNode decorator) {
    PyNode call = decorator.first();
    if (call == null || !call.is("call")) {
      return null;
    }
    PyNode callee = call.child("function");
    String name = Exprs.lastName(callee).toLowerCase(Locale.ROOT);
    boolean verb = METHODS.contains(name) && callee != null && callee.is("attribute");
    if (!verb && !name.equals("route") && !name.equals("api_route")) {
      return null;
    }
    String path = path(call);
    if (path == null) {
      return null;
    }
    return (verb ? name.toUpperCase(Locale.ROOT) : methods(call)) + " " + path;
  }

  private static @Nullable String path(PyNode call) {
    List<PyNode> positional = Exprs.positional(call);
    PyNode first = positional.isEmpty() ? null : positional.getFirst();
    for (String keyword : List.of("rule", "path", "uri")) {
      first = first == null ? Exprs.keyword(call, keyword) : first;
    }
    return Exprs.string(first);
  }

  private static String methods(PyNode call) {
    PyNode methods = Exprs.keyword(call, "methods");
    if (methods == null) {
      methods = Exprs.keyword(call, "method");
    }
    if (methods == null) {
      return "GET";
    }
    List<String> names = new ArrayList<>();
    for (PyNode each : methods.find(node -> node.is("string"))) {
      String name = Exprs.string(each);
      if (name != null) {
        names.add(name.toUpperCase(Locale.ROOT));
      }
    }
    return names.isEmpty() ? "GET" : String.join("|", names);
  }

  private String listed(PyFunction function) {
    String name = function.owner() == null ? function.name() : function.owner().name();
    for (PyNode call : entries().getOrDefault(name, List.of())) {
      String path = path(call);
      if (path != null) {
        String verb = verb(function, call);
        return (verb + " " + (path.startsWith("/") || path.startsWith("^") ? path : "/" + path))
            .strip();
      }
    }
    return "";
  }

  private Map<String, List<PyNode>> entries() {
    Map<String, List<PyNode>> known = entries;
    if (known == null) {
      known = new HashMap<>();
      for (PyModule module : project.modules()) {
        for (PyNode call : module.tree().root().find(node -> node.is("call"))) {
          if (TABLES.contains(Exprs.lastName(call.child("function")))) {
            for (PyNode name : call.find(node -> node.is("identifier"))) {
              known.computeIfAbsent(name.text(), _ -> new ArrayList<>()).add(call);
            }
          }
        }
      }
      entries = known;
    }
    return known;
  }

  private static String verb(PyFunction function, PyNode call) {
    if (function.owner() != null && METHODS.contains(function.name())) {
      return function.name().toUpperCase(Locale.ROOT);
    }
    return Exprs.keyword(call, "methods") == null && Exprs.keyword(call, "method") == null
        ? ""
        : methods(call);
  }
}
