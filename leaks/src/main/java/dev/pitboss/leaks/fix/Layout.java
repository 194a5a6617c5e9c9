package dev.pitboss.leaks.fix;

import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/// How new statements are laid out: as the block they go into is.
final class Layout {
  private Layout() {}

  /// The whitespace a statement's line starts with.
  static String indent(Statement statement) {
    return statement.getPrefix().getIndent();
  }

  /// One step of indentation, as seen in a block.
  static String step(J.Block block, String base) {
    String outer = block.getEnd().getIndent();
    boolean deeper = base.startsWith(outer) && base.length() > outer.length();
    return deeper ? base.substring(outer.length()) : "  ";
  }

  static String closeUnlessNull(String name, String base, String step) {
    return """

    %1$sif (%2$s != null) {
    %1$s%3$s%2$s.close();
    %1$s}\
    """
        .formatted(base, name, step);
  }

  static boolean isCloseOf(Statement statement, String name) {
    return statement instanceof J.MethodInvocation call
        && call.getSimpleName().equals("close")
        && call.getSelect() != null
        && Occurrences.isName(call.getSelect(), name);
  }
}
