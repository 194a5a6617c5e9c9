package dev.pitboss.leaks.fix;

import dev.pitboss.leaks.Finding;
import dev.pitboss.leaks.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openrewrite.ExecutionContext;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;

/// Mends the findings of a source one after the other, and notes in the [Ledger] of the context
/// what became of each.
final class MendingVisitor extends JavaIsoVisitor<ExecutionContext> {
  private final Style style;
  private final List<Finding> findings;

  MendingVisitor(Style style, List<Finding> findings) {
    this.style = style;
    this.findings = findings;
  }

  @Override
  public J.CompilationUnit visitCompilationUnit(J.CompilationUnit unit, ExecutionContext context) {
    Map<Integer, UUID> calls = BorrowEnds.of(unit);
    J.CompilationUnit mended = unit;
    for (Finding finding : findings) {
      if (isOf(finding, unit.getSourcePath())) {
        Optional<UUID> call = Optional.ofNullable(calls.get(finding.callEnd()));
        mended = mend(mended, finding, call, Ledger.of(context));
      }
    }
    return mended;
  }

  private static boolean isOf(Finding finding, Path source) {
    return finding.file().equals(source);
  }

  private J.CompilationUnit mend(
      J.CompilationUnit unit, Finding finding, Optional<UUID> call, Ledger ledger) {
    if (!finding.obstacle().isEmpty()) {
      ledger.leave(finding, finding.obstacle());
      return unit;
    }
    if (finding.resource() != Resource.CONNECTION) {
      ledger.leave(finding, "only connections are mended; what lives on them ends with them");
      return unit;
    }
    if (call.isEmpty()) {
      ledger.leave(finding, "it is not borrowed by a method call");
      return unit;
    }
    var mend = new Mend(style, call.get(), unit);
    J.CompilationUnit mended = (J.CompilationUnit) mend.visitNonNull(unit, 0);
    if (mend.isDone()) {
      ledger.mend(finding);
      return mended;
    }
    ledger.leave(finding, mend.reason());
    return unit;
  }
}
