package dev.pitboss.leaks.fix;

import dev.pitboss.leaks.Finding;
import java.util.List;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;

/// The surgical recipe: `Connection c = null; try { c = …; … } finally { if (c != null) c.close();
/// }`.
public final class CloseInFinally extends Recipe {
  private final transient List<Finding> findings;

  /// @param findings what to mend; the sources must be those of the scan
  public CloseInFinally(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  @Override
  public String getDisplayName() {
    return "Close lost connections in a finally block";
  }

  @Override
  public String getDescription() {
    return "Wraps what follows the borrow of a connection in a try whose finally closes it.";
  }

  @Override
  public TreeVisitor<?, ExecutionContext> getVisitor() {
    return new MendingVisitor(Style.SURGICAL, findings);
  }
}
