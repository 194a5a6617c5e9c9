package dev.pitboss.server.operators.audit;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An action recorded in the audit trail. Immutable.
///
/// @param actor who: `staff:alice`, `player:17`, `cli:root` or `system`
/// @param operatorId whose business it is; null when it is the platform's
/// @param action what was done, as in `operator.changed`
/// @param subject to whom or what, as in `operator:acme`
/// @param details what else; never a secret
public record AuditEvent(
    String actor,
    @Nullable Integer operatorId,
    String action,
    String subject,
    Map<String, String> details) {
  /// Bounds what one entry can grow to; a hash chain is no place for documents.
  private static final int MAX_TEXT = 4_000;

  public AuditEvent {
    if (!actor.matches("[a-z]+(:[!-~]{1,64})?")) {
      throw new IllegalArgumentException("an actor is a kind and a name, got " + actor);
    }
    if (!action.matches("[a-z_]+(\\.[a-z_]+)+")) {
      throw new IllegalArgumentException("an action is words with dots, got " + action);
    }
    details = Map.copyOf(details);
    int length = subject.length();
    for (Map.Entry<String, String> detail : details.entrySet()) {
      length += detail.getKey().length() + detail.getValue().length();
    }
    if (length > MAX_TEXT) {
      throw new IllegalArgumentException("an act is told in %d characters".formatted(MAX_TEXT));
    }
  }

  /// An act of the platform's.
  public static AuditEvent of(String actor, String action, String subject) {
    return new AuditEvent(actor, null, action, subject, Map.of());
  }

  /// The same, as that operator's business.
  public AuditEvent at(int operator) {
    return new AuditEvent(actor, operator, action, subject, details);
  }

  /// With a detail more.
  public AuditEvent with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(details);
    more.put(name, value.toString());
    return new AuditEvent(actor, operatorId, action, subject, more);
  }
}
