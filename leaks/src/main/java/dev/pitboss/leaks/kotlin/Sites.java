package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.model.Confidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which expressions of a source acquire a connection.
final class Sites {
  /// An expression that acquires.
  record Site(KtNode node, Confidence confidence) {}

  private final Library library;
  private final Set<String> acquirers;
  private final Map<String, String> types = new HashMap<>();
  private final boolean isJdbc;

  Sites(KtNode root, Library library, Set<String> acquirers) {
    this.library = library;
    this.acquirers = acquirers;
    String text = root.text();
    isJdbc = text.contains("java.sql") || text.contains("javax.sql") || text.contains("DataSource");
    for (KtNode each :
        root.find(node -> node.is("parameter", "class_parameter", "variable_declaration"))) {
      KtNode name = each.ofType("simple_identifier");
      List<KtNode> type = each.find(node -> node.is("type_identifier"));
      if (name != null && !type.isEmpty()) {
        types.put(name.text(), type.getLast().text());
      }
    }
  }

  List<Site> in(KtNode root) {
    List<Site> sites = new ArrayList<>();
    for (KtNode node : root.find(each -> each.is("call_expression", "navigation_expression"))) {
      Confidence confidence = confidence(node);
      if (confidence != null) {
        sites.add(new Site(node, confidence));
      }
    }
    return sites;
  }

  private @Nullable Confidence confidence(KtNode node) {
    Calls call = Calls.of(node);
    if (call != null) {
      return ofCall(call);
    }
    boolean isProperty =
        node.is("navigation_expression")
            && Calls.selected(node).equals("connection")
            && !isCallee(node)
            && isJdbc;
    return isProperty ? ofReceiver(node.children().getFirst(), "getConnection") : null;
  }

  private static boolean isCallee(KtNode node) {
    KtNode parent = node.parent();
    return parent != null && parent.is("call_expression") && parent.children().getFirst() == node;
  }

  private @Nullable Confidence ofCall(Calls call) {
    if (library.isNamedAcquirer(call.name())) {
      return Confidence.HIGH;
    }
    if (acquirers.contains(call.name()) && call.lambda() == null) {
      return Confidence.MEDIUM;
    }
    if (!call.name().equals("getConnection")) {
      return null;
    }
    KtNode receiver = call.receiver();
    return receiver == null ? Confidence.LOW : ofReceiver(receiver, call.name());
  }

  private @Nullable Confidence ofReceiver(KtNode receiver, String method) {
    String text = receiver.bare().text();
    String name = text.substring(text.lastIndexOf('.') + 1).replaceFirst("\\(.*", "");
    String type = types.getOrDefault(name, name);
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isPool =
        library.says(Verb.ACQUIRE, type, method)
            || List.of("datasource", "pool", "hikari", "ds").stream().anyMatch(lower::endsWith);
    if (isPool) {
      return Confidence.HIGH;
    }
    boolean isLent =
        library.says(Verb.LEND, type, method)
            || List.of(
                    "statement",
                    "stmt",
                    "session",
                    "handle",
                    "template",
                    "transaction",
                    "tx",
                    "metadata",
                    "this",
                    "context")
                .stream()
                .anyMatch(lower::endsWith);
    return isLent ? null : Confidence.LOW;
  }
}
