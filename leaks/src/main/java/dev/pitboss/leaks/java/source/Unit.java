package dev.pitboss.leaks.java.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import dev.pitboss.leaks.model.SourceFile;
import java.util.List;

/// A parsed source.
///
/// @param source where it is from
/// @param text what was parsed
/// @param tree as the parser recovered it
/// @param positions of the tree's nodes
/// @param problems syntax errors; the tree lacks what stands there
public record Unit(
    SourceFile source,
    String text,
    CompilationUnitTree tree,
    SourcePositions positions,
    List<Problem> problems) {

  /// A syntax error.
  ///
  /// @param offset in characters
  /// @param line from 1
  /// @param message the parser's
  public record Problem(int offset, int line, String message) {}

  /// Offset of a node's first character, or -1 for one the parser made up.
  public int start(Tree node) {
    return (int) positions.getStartPosition(tree, node);
  }

  /// Offset just after a node, or -1 for one the parser made up.
  public int end(Tree node) {
    return (int) positions.getEndPosition(tree, node);
  }

  /// Line a node begins on, from 1.
  public int line(Tree node) {
    return lineAt(start(node));
  }

  /// Line of an offset, from 1.
  public int lineAt(int offset) {
    LineMap lines = tree.getLineMap();
    return offset < 0 || lines == null ? 1 : (int) lines.getLineNumber(offset);
  }

  /// The characters of a node, or nothing for one the parser made up.
  public String textOf(Tree node) {
    int start = start(node);
    int end = end(node);
    return start < 0 || end < start ? "" : text.substring(start, Math.min(end, text.length()));
  }
}
