package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All sources of a scan, and what is known of their functions.
final class Project {
  /// More methods of one name say nothing about a call of it.
  private static final int MAX_CANDIDATES = 8;

  /// A chain of more helpers is not followed.
  private static final int MAX_CALLS = 6;

  private final List<PyModule> modules;
  private final Set<String> acquirers;
  private final Set<String> releasers;
  private final Map<String, List<PyFunction>> functions = new HashMap<>();
  private final Map<String, List<PyClass>> classes = new HashMap<>();
  private final Map<String, Map<String, Kind>> sources = new HashMap<>();
  private final Set<String> packages = new HashSet<>();
  private final Set<String> closedAttributes = new HashSet<>();
  private final Map<PyFunction, Summary> summaries = new ConcurrentHashMap<>();
  private final Map<String, Summary.Effect> effects = new ConcurrentHashMap<>();
  private final Set<String> acquiring = new HashSet<>();
  private final Set<String> acquiringProperties = ConcurrentHashMap.newKeySet();
  private final Set<PyClass> owners = ConcurrentHashMap.newKeySet();
  private final Names names;
  private boolean teardown;

  /// @param acquirers names of functions the user says acquire
  /// @param releasers names of functions the user says release
  Project(List<PyModule> modules, Set<String> acquirers, Set<String> releasers) {
    this.modules = modules;
    this.acquirers = acquirers;
    this.releasers = releasers;
    for (PyModule module : modules) {
      for (PyFunction function : module.functions()) {
        functions.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
        teardown |=
            function.isDecorated("teardown_appcontext", "teardown_request", "after_request");
      }
      module
          .classes()
          .forEach(type -> classes.computeIfAbsent(type.name(), _ -> new ArrayList<>()).add(type));
    }
    names = new Names(modules, functions, classes);
    modules.forEach(this::read);
    acquiring.addAll(acquirers);
    classes.forEach((name, types) -> {
      if (types.stream().anyMatch(Project::mayOwn)) {
        acquiring.add(name);
      }
    });
  }

  private static boolean mayOwn(PyClass type) {
    return type.method("__init__") != null
        && type.methods().stream()
            .anyMatch(method ->
                method.name().equals("__exit__") || Library.soundsLikeReleaser(method.name()));
  }

  private void read(PyModule module) {
    for (String name :
        new String[] {"sqlalchemy", "asyncpg", "aiomysql", "aiopg", "oracledb", "cx_Oracle"}) {
      if (module.imports(name)) {
        packages.add(name);
      }
    }
    for (PyNode node :
        module.tree().root().find(inner -> inner.is("call", "assignment", "as_pattern"))) {
      switch (node.type()) {
        case "assignment" -> readSource(module, node.child("left"), node.child("right"));
        case "as_pattern" -> {
          PyNode alias = node.child("alias");
          readSource(module, alias == null ? null : alias.first(), node.first());
        }
        default -> readRelease(node);
      }
    }
  }

  private void readSource(PyModule module, @Nullable PyNode target, @Nullable PyNode value) {
    if (target == null || value == null || !Exprs.bare(value).is("call")) {
      return;
    }
    String name = Exprs.lastName(target);
    PyNode call = Exprs.bare(value);
    String callee = Exprs.dotted(call.child("function"));
    Library.Source source = callee == null ? null : Library.source(module.qualified(callee));
    if (source != null && !name.isEmpty()) {
      // the same name may stand for another pool in another module
      for (String key : new String[] {module.source().file() + ":" + name, name}) {
        Map<String, Kind> methods = sources.computeIfAbsent(key, _ -> new HashMap<>());
        source.methods().forEach(methods::putIfAbsent);
      }
    }
  }

  private void readRelease(PyNode call) {
    PyNode function = call.child("function");
    String name = Exprs.lastName(function);
    if (name.equals("teardown_appcontext") || name.equals("teardown_request")) {
      teardown = true;
    }
    if (function == null || !Library.soundsLikeReleaser(name)) {
      return;
    }
    for (PyNode attribute : call.find(inner -> inner.is("attribute"))) {
      if (attribute != function) {
        closedAttributes.add(Exprs.lastName(attribute));
      }
    }
    // a local copy of a field: `conn = self.conn; conn.close()`
    PyNode scope = call.enclosing(node -> node.is("function_definition"));
    PyNode receiver = function.child("object");
    if (scope == null || (receiver != null && !receiver.is("identifier", "subscript", "call"))) {
      return;
    }
    for (PyNode attribute : scope.find(inner -> inner.is("attribute"))) {
      PyNode parent = attribute.parent();
      boolean read =
          parent != null
              && parent.is(
                  "assignment",
                  "for_statement",
                  "for_in_clause",
                  "pattern_list",
                  "expression_list",
                  "subscript",
                  "attribute",
                  "boolean_operator")
              && parent.child("left") != attribute;
      if (read) {
        closedAttributes.add(Exprs.lastName(attribute));
      }
    }
  }

  List<PyModule> modules() {
    return modules;
  }

  Summary summary(PyFunction function) {
    return summaries.getOrDefault(function, Summary.NOTHING);
  }

  void summary(PyFunction function, Summary summary) {
    summaries.put(function, summary);
  }

  void acquiringProperty(String name) {
    acquiringProperties.add(name);
  }

  /// Whether reading an attribute of that name may acquire.
  boolean isAcquiringProperty(String name) {
    return acquiringProperties.contains(name);
  }

  /// What a function does with an argument.
  ///
  /// @param calls parameters whose effects are being asked for: this one may be needed for theirs
  Summary.Effect effect(PyFunction function, @Nullable String parameter, List<String> calls) {
    if (parameter == null || calls.size() >= MAX_CALLS) {
      return Summary.Effect.NONE;
    }
    String key = function.module().source().file() + ":" + function.node().from() + ":" + parameter;
    Summary.Effect known = effects.get(key);
    if (known != null) {
      return known;
    }
    if (calls.contains(key)) {
      return Summary.Effect.NONE;
    }
    List<String> deeper = new ArrayList<>(calls);
    deeper.add(key);
    Summary.Effect effect = Analysis.effect(this, function, parameter, deeper);
    effects.put(key, effect);
    return effect;
  }

  /// Whether some code closes a field of that name.
  boolean closesAttribute(String name) {
    return closedAttributes.contains(name);
  }

  /// Whether a function runs after each request of Flask.
  boolean hasTeardown() {
    return teardown;
  }

  boolean isUserAcquirer(String name) {
    return acquirers.contains(name);
  }

  boolean isUserReleaser(String name) {
    return releasers.contains(name);
  }

  /// Names of functions the user says acquire, and of classes that may own a connection.
  Set<String> acquiringNames() {
    return acquiring;
  }

  Set<String> packages() {
    return packages;
  }

  /// Whether a name stands for a pool, an engine or the like.
  boolean isSource(String name) {
    return sources.containsKey(name);
  }

  /// What a method of a pool or engine of that name gives.
  @Nullable Kind source(String name, String method, PyModule module) {
    Map<String, Kind> here = sources.get(module.source().file() + ":" + name);
    Kind kind = here == null ? null : here.get(method);
    Map<String, Kind> anywhere = sources.getOrDefault(name, Map.of());
    return kind == null ? anywhere.get(method) : kind;
  }

  /// The functions of the sources a call may run; none when it is known or likely to be another's.
  List<PyFunction> resolve(@Nullable PyNode callee, PyFunction from) {
    return names.resolve(callee, from);
  }

  /// Whether it is clear which class or module a called name belongs to.
  boolean isExact(@Nullable PyNode callee, PyFunction from) {
    if (callee == null || callee.is("identifier")) {
      return callee != null;
    }
    String receiver = Exprs.dotted(callee.child("object"));
    return receiver != null
        && (receiver.equals("self")
            || receiver.equals("cls")
            || from.module().isImported(receiver.replaceFirst("\\..*", ""))
            || classes.containsKey(Exprs.lastPart(receiver)));
  }

  /// The class a call makes an instance of.
  @Nullable PyClass instantiated(@Nullable PyNode callee, PyModule module) {
    String dotted = Exprs.dotted(callee);
    if (dotted == null) {
      return null;
    }
    List<PyClass> found = classes.getOrDefault(Exprs.lastPart(module.qualified(dotted)), List.of());
    return found.isEmpty()
        ? null
        : found.stream()
            .filter(type -> Names.isSame(type.module(), module))
            .findFirst()
            .orElse(found.getFirst());
  }

  /// The kind of connection an instance owns, or null when it owns none as far as is known.
  @Nullable Kind owned(PyClass type) {
    return owners.contains(type)
        ? Kind.owner(type.name(), type.method("__exit__") != null || !type.bases().isEmpty())
        : null;
  }

  /// Learns whether an instance owns a connection: its constructor acquires into a field that one
  /// of its methods closes. An owner of an owner is found when the inner one is known, so that
  /// classes that make instances of each other are never followed in a circle.
  ///
  /// @return whether that is new
  boolean learnOwner(PyClass type) {
    PyFunction constructor = type.method("__init__");
    if (constructor == null || owners.contains(type)) {
      return false;
    }
    for (PyNode assignment : constructor.own("assignment")) {
      PyNode target = assignment.child("left");
      PyNode value = assignment.child("right");
      boolean acquires =
          target != null
              && value != null
              && target.is("attribute")
              && Exprs.bare(value).is("call")
              && acquired(Exprs.bare(value), constructor) != null;
      if (acquires && closes(type, Exprs.lastName(target), 0)) {
        return owners.add(type);
      }
    }
    return false;
  }

  /// Whether a method of the class, or of a base, closes a field.
  boolean closes(PyClass type, String attribute, int depth) {
    for (PyFunction method : type.methods()) {
      for (PyNode call : Exprs.calls(method.node())) {
        if (Library.soundsLikeReleaser(Exprs.lastName(call.child("function")))
            && method.words().contains(attribute)) {
          return true;
        }
      }
    }
    return depth < MAX_CANDIDATES
        && type.bases().stream()
            .flatMap(base -> classes.getOrDefault(base, List.of()).stream())
            .anyMatch(base -> base != type && closes(base, attribute, depth + 1));
  }

  /// What a call acquires as a whole, or null. Does not follow a tuple.
  @Nullable Kind acquired(PyNode call, PyFunction from) {
    return new Acquirers(this).of(call, from);
  }

  /// The kind of an acquirer the user named.
  static Kind userKind(String name) {
    return Kind.guessed(name, Confidence.HIGH);
  }
}
