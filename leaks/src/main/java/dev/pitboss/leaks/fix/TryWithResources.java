package dev.pitboss.leaks.fix;

import dev.pitboss.leaks.Finding;
import java.util.List;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;

/// The clean recipe: `try (Connection c = …) { … }`.
public final class TryWithResources extends Recipe {
  private final transient List<Finding> findings;

  /// @param findings what to mend; the sources must be those of the scan
  public TryWithResources(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  @Override
  public String getDisplayName() {
    return "Borrow connections in try-with-resources";
  }

  @Override
  public String getDescription() {
    return "Makes the borrow of a connection the resource of a try around what follows it.";
  }

  @Override
  public TreeVisitor<?, ExecutionContext> getVisitor() {
    return new MendingVisitor(Style.CLEAN, findings);
  }
}
