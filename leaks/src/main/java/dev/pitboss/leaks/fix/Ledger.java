package dev.pitboss.leaks.fix;

import dev.pitboss.leaks.Finding;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.openrewrite.ExecutionContext;

/// What became of each finding in a run of a recipe.
final class Ledger {
  private static final String KEY = Ledger.class.getName();

  private final Set<Finding> mended = new LinkedHashSet<>();
  private final Map<Finding, String> left = new LinkedHashMap<>();

  static Ledger of(ExecutionContext context) {
    return context.computeMessageIfAbsent(KEY, _ -> new Ledger());
  }

  void mend(Finding finding) {
    mended.add(finding);
  }

  void leave(Finding finding, String reason) {
    left.put(finding, reason);
  }

  Set<Finding> mended() {
    return mended;
  }

  Map<Finding, String> left() {
    return left;
  }
}
