package dev.pitboss.leaks.fix;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.openrewrite.PrintOutputCapture;
import org.openrewrite.java.JavaPrinter;
import org.openrewrite.java.tree.J;

/// Where each call of a source ends. The trees know no offsets; printing them tells.
final class BorrowEnds extends JavaPrinter<Integer> {
  private final Map<Integer, UUID> calls = new HashMap<>();

  /// The calls by the offset just after them.
  static Map<Integer, UUID> of(J.CompilationUnit unit) {
    var ends = new BorrowEnds();
    ends.visit(unit, new PrintOutputCapture<>(0));
    return ends.calls;
  }

  @Override
  public J visitMethodInvocation(J.MethodInvocation call, PrintOutputCapture<Integer> printed) {
    J visited = super.visitMethodInvocation(call, printed);
    calls.put(printed.out.length(), call.getId());
    return visited;
  }
}
