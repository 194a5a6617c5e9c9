package dev.pitboss.leaks.java.mend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.pitboss.leaks.java.source.Scopes;
import dev.pitboss.leaks.java.source.TypeName;
import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Style;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Mends one place: what follows the acquisition, up to the last use, goes into a `try`.
final class Fixer {
  private final Unit unit;
  private final Place place;
  private final Pattern pattern;
  private final Style style;
  private final Uses uses;
  private final Edits edits;

  Fixer(Unit unit, Place place, Pattern pattern, Style style, Set<Integer> closing) {
    this.unit = unit;
    this.place = place;
    this.pattern = pattern;
    this.style = style;
    this.uses = new Uses(unit, closing);
    this.edits = new Edits(unit.text());
    edits.indentBy(step());
  }

  /// The whole text after the mend.
  String text() throws Refusal {
    StatementTree statement = place.tree();
    if (place.isChained()) {
      chained();
    } else if (!place.isWhole()) {
      throw new Refusal("it is acquired in the midst of an expression");
    } else if (statement instanceof VariableTree variable) {
      declared(variable);
    } else if (statement instanceof ExpressionStatementTree expression) {
      if (expression.getExpression() instanceof AssignmentTree assignment) {
        assigned(assignment);
      } else {
        edits.insert(unit.end(place.bound().getLeaf()), ".close()");
      }
    } else {
      throw new Refusal("it is not acquired by a plain statement of a block");
    }
    return edits.apply();
  }

  private String indent() {
    int start = unit.start(place.tree());
    String line = unit.text().substring(edits.lineStart(start), start);
    return line.isBlank() ? line : "";
  }

  /// One level of indentation, as seen at the block's own brace.
  private String step() {
    int end = Math.max(0, unit.end(place.block().getLeaf()) - 1);
    int start = unit.text().lastIndexOf('\n', end) + 1;
    String outer = unit.text().substring(start, end);
    int mine = unit.start(place.tree());
    String line = unit.text().substring(unit.text().lastIndexOf('\n', mine - 1) + 1, mine);
    boolean isDeeper = line.isBlank() && outer.isBlank() && line.startsWith(outer);
    String step = isDeeper ? line.substring(outer.length()) : "";
    return step.isEmpty() ? (unit.text().contains("\n\t") ? "\t" : "    ") : step;
  }

  /// Whether a piece stands on lines of its own.
  private boolean isMultiLine(Region region) {
    return unit.lineAt(region.start()) != unit.line(place.tree())
        && unit.text().substring(edits.lineStart(region.start()), region.start()).isBlank();
  }

  private void declared(VariableTree variable) throws Refusal {
    String name = variable.getName().toString();
    Region region = new Region(unit, place.block(), name, uses, place.index() + 1);
    if (region.isEmpty() || region.isOnlyCloses()) {
      closeAtOnce(name, region, unit.end(variable));
      return;
    }
    demandUnused(region, name);
    boolean reassigned = !Uses.assignments(place.block(), name).isEmpty();
    if (style == Style.CLEAN) {
      if (reassigned) {
        throw new Refusal("it gets a second value; only the surgical fix can");
      }
      asResource(declaration(variable), unit.start(variable), unit.end(variable), name, region);
      return;
    }
    inFinally(name, region, reassigned, unit.end(variable));
  }

  /// What lives on the connection must not be used after it is closed.
  private void demandUnused(Region region, String name) throws Refusal {
    for (String living : region.living()) {
      for (TreePath use : Uses.of(outermost(), living)) {
        boolean isAfter = unit.start(use.getLeaf()) > region.end();
        TreePath close = isAfter ? new Uses(unit, Set.of()).closeAround(use, living) : null;
        if (isAfter && close == null && !living.equals(name) && isDeclaredBefore(living)) {
          throw new Refusal(living + " lives on it and is used after the block");
        }
      }
    }
  }

  private boolean isDeclaredBefore(String variable) {
    return Scopes.of(unit, outermost()).all(variable).stream()
        .anyMatch(local ->
            local.from() < unit.start(place.tree()) && local.to() > unit.end(place.tree()));
  }

  /// Nothing uses it.
  private void closeAtOnce(String name, Region region, int after) throws Refusal {
    if (!region.isEmpty()) {
      region.removeCloses(region.closes(), edits);
    }
    String indent = indent();
    String close = name + ".close();";
    if (indent.isEmpty()) {
      edits.insert(after, " " + close);
    } else {
      edits.insert(edits.lineEnd(after), "\n" + indent + close);
    }
  }

  private String declaration(VariableTree variable) {
    String text = unit.textOf(variable).strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }

  private void assigned(AssignmentTree assignment) throws Refusal {
    if (!(assignment.getVariable() instanceof IdentifierTree identifier)) {
      throw new Refusal("it is kept in a field or an array");
    }
    String name = identifier.getName().toString();
    TreePath home = homeOf(name);
    Region region = new Region(unit, place.block(), name, uses, place.index() + 1);
    Optional<TreePath> last = closeInFinallyAround(name);
    if (style == Style.SURGICAL && pattern == Pattern.EARLIER_CLOSE_THROWS && last.isPresent()) {
      nestFinally(last.get());
      return;
    }
    List<TreePath> outside =
        Uses.of(home, name).stream()
            .filter(use -> !region.contains(use.getLeaf()) && use.getLeaf() != identifier)
            .toList();
    for (TreePath use : outside) {
      TreePath close = uses.closeAround(use, name);
      boolean isAssigned =
          use.getParentPath().getLeaf() instanceof AssignmentTree other
              && Uses.isName(other.getVariable(), name)
              && Uses.isNull(other.getExpression());
      if (close == null && !isAssigned) {
        throw new Refusal("its variable is used outside of the block that acquires it");
      }
      if (close != null) {
        demandOutside(close);
        region.removeCloses(List.of(close), edits);
      }
    }
    if (region.isEmpty() || region.isOnlyCloses()) {
      closeAtOnce(name, region, unit.end(place.tree()));
      return;
    }
    demandUnused(region, name);
    if (style == Style.SURGICAL) {
      boolean reassigned =
          Uses.assignments(place.block(), name).stream()
              .anyMatch(each -> region.contains(each.getLeaf()));
      inFinally(name, region, reassigned, unit.end(place.tree()));
      return;
    }
    VariableTree declaration = declarationOf(home, name);
    boolean others =
        Uses.assignments(home, name).size() > 1
            || declaration == null
            || (declaration.getInitializer() != null && !Uses.isNull(declaration.getInitializer()));
    if (others || declaration == null) {
      throw new Refusal("its variable has other values, too; only the surgical fix can");
    }
    edits.delete(unit.start(declaration), unit.end(declaration));
    String resource =
        "%s %s = %s"
            .formatted(
                unit.textOf(declaration.getType()), name, unit.textOf(assignment.getExpression()));
    asResource(resource, unit.start(place.tree()), unit.end(place.tree()), name, region);
  }

  /// The close in the `finally` of a `try` that the acquisition is in.
  private Optional<TreePath> closeInFinallyAround(String name) {
    for (TreePath at = place.statement(); at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof TryTree attempt && attempt.getFinallyBlock() != null) {
        TreePath last = new TreePath(at, attempt.getFinallyBlock());
        for (StatementTree each : attempt.getFinallyBlock().getStatements()) {
          if (uses.isClose(each, name)) {
            return Optional.of(new TreePath(last, each));
          }
        }
      }
    }
    return Optional.empty();
  }

  /// A close that is all of the `finally` around the acquisition would take that `try` away.
  private void demandOutside(TreePath close) throws Refusal {
    TreePath block = close.getParentPath();
    boolean isAround =
        block.getParentPath().getLeaf() instanceof TryTree attempt
            && attempt.getFinallyBlock() == block.getLeaf()
            && unit.start(attempt) < unit.start(place.tree());
    if (isAround && Place.statements(block.getLeaf()).size() == 1) {
      throw new Refusal("the try around it closes it already");
    }
  }

  /// The block or other scope that declares a local variable.
  private TreePath homeOf(String name) throws Refusal {
    for (TreePath at = place.block(); at != null; at = at.getParentPath()) {
      for (StatementTree each : Place.statements(at.getLeaf())) {
        if (each instanceof VariableTree variable && variable.getName().contentEquals(name)) {
          return at;
        }
      }
      if (at.getLeaf() instanceof com.sun.source.tree.MethodTree
          || at.getLeaf() instanceof com.sun.source.tree.LambdaExpressionTree) {
        break;
      }
    }
    throw new Refusal("its variable is not a local one");
  }

  private static @Nullable VariableTree declarationOf(TreePath home, String name) {
    for (StatementTree each : Place.statements(home.getLeaf())) {
      if (each instanceof VariableTree variable && variable.getName().contentEquals(name)) {
        return variable;
      }
    }
    return null;
  }

  /// `try { … } finally { c.close(); }` around what follows.
  private void inFinally(String name, Region region, boolean reassigned, int after) throws Refusal {
    Optional<String> obstacle = region.obstacle();
    if (obstacle.isPresent()) {
      throw new Refusal(obstacle.get());
    }
    if (region.resourceTry().isPresent()) {
      throw new Refusal("it is the resource of a later try; only the clean fix can");
    }
    if (pattern == Pattern.EARLIER_CLOSE_THROWS && region.closeInFinally().isPresent()) {
      nestFinally(region.closeInFinally().get());
      return;
    }
    List<TreePath> closes = new java.util.ArrayList<>(region.closes());
    String close = name + ".close();";
    if (reassigned) {
      closes.removeIf(each -> isFollowedByAssignment(each, name));
      closeBeforeAssignments(name, region);
    } else {
      Optional<TreePath> kept = region.topLevelClose().or(region::closeInFinally);
      if (kept.isPresent() && !isUnderFlag(kept.get(), name)) {
        close = outdented(unit.textOf(kept.get().getLeaf()), kept.get());
      }
    }
    region.removeCloses(closes, edits);
    Optional<TryTree> only = region.onlyTry();
    if (only.isPresent() && !reassigned && isMultiLine(region)) {
      int end = unit.end(only.get());
      edits.insert(
          end, closing(indent(), step(), close).substring(("\n" + indent() + "}").length()));
      return;
    }
    wrap(region, "try {", close, after);
  }

  /// A close under another test than that for `null` is not for each case.
  private boolean isUnderFlag(TreePath close, String name) {
    return close.getLeaf() instanceof com.sun.source.tree.IfTree choice
        && !unit.textOf(choice.getCondition())
            .replaceAll("\\s", "")
            .matches("\\(" + name + "!=null(?:&&!" + name + "\\.isClosed\\(\\))?\\)");
  }

  private String outdented(String text, TreePath at) {
    int start = unit.start(at.getLeaf());
    String indent = unit.text().substring(edits.lineStart(start), start);
    return indent.isBlank()
        ? text.lines()
            .map(line -> line.startsWith(indent) ? line.substring(indent.length()) : line)
            .collect(Collectors.joining("\n"))
        : text;
  }

  private static boolean isFollowedByAssignment(TreePath close, String name) {
    List<? extends StatementTree> around = Place.statements(close.getParentPath().getLeaf());
    int index = around.indexOf((StatementTree) close.getLeaf());
    return index >= 0
        && index + 1 < around.size()
        && around.get(index + 1) instanceof ExpressionStatementTree next
        && next.getExpression() instanceof AssignmentTree assignment
        && Uses.isName(assignment.getVariable(), name);
  }

  private void closeBeforeAssignments(String name, Region region) throws Refusal {
    for (TreePath assignment : Uses.assignments(place.block(), name)) {
      if (!region.contains(assignment.getLeaf())) {
        continue;
      }
      TreePath statement = assignment.getParentPath();
      ExpressionTree value = ((AssignmentTree) assignment.getLeaf()).getExpression();
      if (Uses.isNull(value)) {
        throw new Refusal("its variable is set to null in between");
      }
      List<? extends StatementTree> around = Place.statements(statement.getParentPath().getLeaf());
      int index = around.indexOf((StatementTree) statement.getLeaf());
      if (index < 0) {
        throw new Refusal("it gets another value in a branch without braces");
      }
      boolean isClosed = index > 0 && uses.isClose(around.get(index - 1), name);
      if (!isClosed) {
        int at = unit.start(statement.getLeaf());
        String indent = unit.text().substring(edits.lineStart(at), at);
        edits.insert(at, name + ".close();" + (indent.isBlank() ? "\n" + indent : " "));
      }
    }
  }

  /// In a `finally` with other statements before the close: those go into a `try` of their own.
  private void nestFinally(TreePath close) throws Refusal {
    BlockTree last = (BlockTree) close.getParentPath().getLeaf();
    List<? extends StatementTree> statements = last.getStatements();
    int index = statements.indexOf((StatementTree) close.getLeaf());
    int from = unit.start(statements.getFirst());
    int to = unit.end(statements.get(index - 1));
    int lineStart = edits.lineStart(from);
    String indent = unit.text().substring(lineStart, from);
    if (!indent.isBlank() || unit.line(close.getLeaf()) == unit.lineAt(to)) {
      throw new Refusal("the finally stands on one line");
    }
    edits.insert(lineStart, indent + "try {\n");
    edits.shift(from, to, 1);
    edits.insert(lineStartAfter(to), indent + "} finally {\n");
    edits.shift(unit.start(close.getLeaf()), unit.end(close.getLeaf()), 1);
    edits.insert(lineStartAfter(unit.end(close.getLeaf())), indent + "}\n");
  }

  private int lineStartAfter(int offset) {
    return Math.min(unit.text().length(), unit.text().indexOf('\n', offset) + 1);
  }

  private void wrap(Region region, String opening, String close, int after) {
    if (!isMultiLine(region)) {
      edits.insert(region.start(), opening + " ");
      edits.insert(region.end(), close.isEmpty() ? " }" : " } finally { " + close + " }");
      return;
    }
    String indent = indent();
    String step = step();
    edits.insert(edits.lineEnd(after), "\n" + indent + opening);
    edits.shift(region.start(), region.end(), 1);
    edits.insert(edits.lineEnd(region.end()), closing(indent, step, close));
  }

  private static String closing(String indent, String step, String close) {
    if (close.isEmpty()) {
      return "\n" + indent + "}";
    }
    String body =
        close.lines().map(line -> "\n" + indent + step + line).collect(Collectors.joining());
    return "\n" + indent + "} finally {" + body + "\n" + indent + "}";
  }

  /// `try (X c = …) { … }` instead of the statement and around what follows.
  private void asResource(String resource, int from, int to, String name, Region region)
      throws Refusal {
    List<TreePath> closes = region.closes();
    Optional<TryTree> later = region.resourceTry();
    if (later.isPresent()) {
      takeOutResource(later.get(), name, region);
    }
    region.removeCloses(closes, edits);
    String opening = "try (" + resource + ") {";
    if (isMultiLine(region)) {
      edits.replace(from, to, opening);
      edits.shift(region.start(), region.end(), 1);
      edits.insert(edits.lineEnd(region.end()), "\n" + indent() + "}");
    } else {
      edits.replace(from, to, opening);
      edits.insert(region.end(), " }");
    }
  }

  private void takeOutResource(TryTree later, String name, Region region) throws Refusal {
    List<? extends Tree> resources = later.getResources();
    Tree mine = resources.stream().filter(each -> Uses.isName(each, name)).findFirst().orElse(null);
    if (mine == null) {
      throw new Refusal("a later try closes it under another name");
    }
    if (resources.size() == 1) {
      if (later.getCatches().isEmpty() && later.getFinallyBlock() == null) {
        region.unwrap(later, unit.end(later), edits);
      } else {
        edits.replace(unit.start(later), unit.start(later.getBlock()), "try ");
      }
      return;
    }
    int index = resources.indexOf(mine);
    if (index + 1 < resources.size()) {
      edits.replace(unit.start(mine), unit.start(resources.get(index + 1)), "");
    } else {
      edits.replace(unit.end(resources.get(index - 1)), unit.end(mine), "");
    }
  }

  /// `get().createStatement()`: the connection gets a name first.
  private void chained() throws Refusal {
    StatementTree statement = place.tree();
    Tree bound = place.bound().getLeaf();
    String value = unit.textOf(bound);
    String before = unit.text().substring(unit.start(statement), unit.start(bound));
    if (!(statement instanceof TryTree) && before.replaceAll("\\(\\w+\\)", "").contains("(")) {
      throw new Refusal("it is acquired in the midst of an expression");
    }
    String name = freshName(bound);
    String type = typeText(bound);
    String resource = type + " " + name + " = " + value;
    if (statement instanceof TryTree attempt) {
      chainedResource(attempt, bound, name, resource);
      return;
    }
    boolean isPlain =
        statement instanceof VariableTree
            || statement instanceof ExpressionStatementTree
            || statement instanceof com.sun.source.tree.ReturnTree;
    String indent = indent();
    if (!isPlain) {
      throw new Refusal("it is not acquired by a plain statement of a block");
    }
    int end = end(statement);
    edits.replace(unit.start(bound), unit.end(bound), name);
    boolean isOnOneLine =
        indent.isEmpty()
            || unit.text().substring(end, edits.lineEnd(end)).replaceAll("//.*", "").contains("}");
    String opening = style == Style.CLEAN ? "try (" + resource + ") {" : resource + ";";
    if (isOnOneLine) {
      String start = style == Style.CLEAN ? opening : opening + " try {";
      edits.insert(unit.start(statement), start + " ");
      edits.insert(end, style == Style.CLEAN ? " }" : " } finally { " + name + ".close(); }");
      return;
    }
    String line = style == Style.CLEAN ? opening : opening + "\n" + indent + "try {";
    edits.insert(unit.start(statement), line + "\n" + indent);
    edits.shift(edits.lineStart(unit.start(statement)), end, 0);
    edits.insert(unit.start(statement), step());
    edits.shift(
        edits.lineEnd(unit.start(statement)) + 1,
        Math.max(end, edits.lineEnd(unit.start(statement)) + 1),
        1);
    edits.insert(
        edits.lineEnd(end),
        closing(indent, step(), style == Style.CLEAN ? "" : name + ".close();"));
  }

  /// The end of what uses the chain's value: variables that are declared stay in sight.
  private int end(StatementTree statement) {
    if (statement instanceof VariableTree variable) {
      Region region =
          new Region(unit, place.block(), variable.getName().toString(), uses, place.index() + 1);
      return region.isEmpty() ? unit.end(statement) : region.end();
    }
    return unit.end(statement);
  }

  private void chainedResource(TryTree attempt, Tree bound, String name, String resource)
      throws Refusal {
    edits.replace(unit.start(bound), unit.end(bound), name);
    Tree first = attempt.getResources().getFirst();
    if (style == Style.CLEAN) {
      String indent = indent();
      edits.insert(
          unit.start(first),
          indent.isEmpty() ? resource + "; " : resource + ";\n" + indent + step() + step());
      return;
    }
    if (attempt.getCatches().isEmpty() && attempt.getFinallyBlock() == null) {
      String indent = indent();
      if (indent.isEmpty()) {
        throw new Refusal("the try stands on one line");
      }
      int start = unit.start(attempt);
      edits.insert(start, resource + ";\n" + indent + "try {\n" + indent + step());
      int next = edits.lineEnd(start) + 1;
      edits.shift(next, Math.max(next, unit.end(attempt)), 1);
      edits.insert(edits.lineEnd(unit.end(attempt)), closing(indent, step(), name + ".close();"));
      return;
    }
    throw new Refusal("the try that uses it also catches; only the clean fix can");
  }

  private String freshName(Tree bound) {
    Scopes scopes = Scopes.of(unit, outermost());
    String base =
        bound instanceof NewClassTree made
            ? lower(TypeName.of(made.getIdentifier()))
            : "connection";
    String name = base;
    for (int i = 2; !scopes.all(name).isEmpty(); i++) {
      name = base + i;
    }
    return name;
  }

  private TreePath outermost() {
    TreePath at = place.block();
    while (at.getParentPath() != null
        && !(at.getLeaf() instanceof com.sun.source.tree.MethodTree)) {
      at = at.getParentPath();
    }
    return at;
  }

  private static String lower(TypeName type) {
    String simple = type.name().substring(type.name().lastIndexOf('.') + 1);
    return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  private String typeText(Tree bound) {
    if (bound instanceof NewClassTree made) {
      return unit.textOf(made.getIdentifier());
    }
    boolean imported =
        unit.tree().getImports().stream()
            .map(each -> each.getQualifiedIdentifier().toString())
            .anyMatch(name -> name.equals("java.sql.Connection") || name.equals("java.sql.*"));
    return imported ? "Connection" : "java.sql.Connection";
  }
}
