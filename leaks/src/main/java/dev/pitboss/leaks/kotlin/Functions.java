package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.java.flow.LibraryCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions of the sources, and what they do with a connection they are given.
final class Functions {
  /// What a function does with an argument.
  enum Effect {
    /// Each path that returns closes it.
    CLOSES,
    /// It uses it, and neither closes nor keeps it.
    USES,
    /// Something else closes it, or it is kept.
    KEEPS,
    /// It is not in the sources.
    UNKNOWN
  }

  private static final int MAX_DEPTH = 8;

  private final Map<String, List<KtNode>> byName = new HashMap<>();
  private final Map<String, Effect> known = new HashMap<>();
  private final Set<String> acquirers = new HashSet<>();
  private int depth;

  void add(KtNode root) {
    for (KtNode each : root.find(node -> node.is("function_declaration"))) {
      byName.computeIfAbsent(name(each), _ -> new ArrayList<>()).add(each);
    }
  }

  static String name(KtNode function) {
    KtNode name = function.ofType("simple_identifier");
    return name == null ? "" : name.text();
  }

  /// Names of functions that answer what they acquired.
  Set<String> acquirers() {
    return acquirers;
  }

  Effect effect(String name, int argument) {
    List<KtNode> functions = byName.getOrDefault(name, List.of());
    if (functions.isEmpty()) {
      return Effect.UNKNOWN;
    }
    String key = name + "/" + argument;
    Effect effect = known.get(key);
    if (effect == null) {
      known.put(key, Effect.KEEPS); // a call of itself tells nothing
      Set<Effect> effects = new HashSet<>();
      functions.forEach(
          each -> effects.add(depth > MAX_DEPTH ? Effect.KEEPS : effect(each, argument)));
      effect =
          effects.size() == 1
              ? effects.iterator().next()
              : effects.contains(Effect.KEEPS) ? Effect.KEEPS : Effect.USES;
      known.put(key, effect);
    }
    return effect;
  }

  private Effect effect(KtNode function, int argument) {
    KtNode parameters = function.ofType("function_value_parameters");
    List<KtNode> all = parameters == null ? List.of() : parameters.allOfType("parameter");
    KtNode body = function.ofType("function_body");
    if (parameters == null || argument >= all.size() || body == null) {
      return Effect.KEEPS; // declared elsewhere
    }
    depth++;
    var flow = new Flow(this, name(all.get(argument)), parameters);
    Set<Flow.Out> outs = flow.run(body, Flow.Status.OPEN);
    depth--;
    List<Flow.Out> ended = outs.stream().filter(each -> each.way() != Flow.Way.THROW).toList();
    if (ended.stream().allMatch(each -> each.status() == Flow.Status.CLOSED)) {
      return Effect.CLOSES;
    }
    boolean isKept =
        flow.isCaptured() || ended.stream().anyMatch(each -> each.status() == Flow.Status.ESCAPED);
    return isKept ? Effect.KEEPS : Effect.USES;
  }

  /// Whether the class or file around a place closes a property.
  boolean isFieldClosed(KtNode at, String name) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    KtNode type = at.enclosing("class_declaration", "object_declaration");
    KtNode around = type == null ? at.enclosing("source_file") : type;
    return around != null && !around.find(node -> closes(node, simple)).isEmpty();
  }

  private static boolean closes(KtNode node, String field) {
    Calls call = Calls.of(node);
    KtNode receiver = call == null ? null : call.receiver();
    if (call == null) {
      return false;
    }
    boolean isOn = receiver != null && isField(receiver, field);
    boolean isGiven =
        LibraryCalls.isClosing(call.name())
            && call.arguments().stream().anyMatch(each -> isField(Calls.value(each), field));
    boolean isScoped =
        isOn && call.lambda() != null && call.lambda().text().matches("(?s).*\\bclose\\(.*");
    return (isOn && Set.of("close", "use", "abort").contains(call.name())) || isGiven || isScoped;
  }

  private static boolean isField(@Nullable KtNode node, String field) {
    KtNode bare = node == null ? null : node.bare();
    return bare != null && (bare.text().equals(field) || bare.text().equals("this." + field));
  }
}
