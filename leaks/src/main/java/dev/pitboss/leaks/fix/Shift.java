package dev.pitboss.leaks.fix;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TextComment;

/// Moves trees to another indentation. Text blocks keep their text: only spaces and comments move.
final class Shift extends JavaVisitor<Integer> {
  private final UnaryOperator<String> change;

  private Shift(UnaryOperator<String> change) {
    this.change = change;
  }

  /// One step to the right. Blank lines stay blank.
  static Shift by(String step) {
    return new Shift(space -> space.replaceAll("\n(?![\r\n])", "\n" + step));
  }

  /// One step to the left.
  static Shift back(String step) {
    return new Shift(space -> space.replace("\n" + step, "\n"));
  }

  Statement move(Statement statement) {
    return (Statement) visitNonNull(statement, 0);
  }

  @Override
  public Space visitSpace(@Nullable Space space, Space.Location location, Integer nothing) {
    if (space == null || space.isEmpty()) {
      return Space.EMPTY;
    }
    return Space.build(
        moved(space.getWhitespace()), ListUtils.map(space.getComments(), this::moved));
  }

  private Comment moved(Comment comment) {
    Comment shifted = comment.withSuffix(moved(comment.getSuffix()));
    return shifted instanceof TextComment text && text.isMultiline()
        ? text.withText(moved(text.getText()))
        : shifted;
  }

  private String moved(String whitespace) {
    return change.apply(whitespace);
  }
}
