package dev.pitboss.leaks;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/// What can be cut to get rid of an error at some place of a source, the smallest piece first.
final class Cuts {
  private static final Pattern FINAL = Pattern.compile("\\bfinal\\b");

  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final String text;

  Cuts(CompilationUnitTree unit, SourcePositions positions, String text) {
    this.unit = unit;
    this.positions = positions;
    this.text = text;
  }

  List<Cut> at(long position) {
    List<Cut> cuts = new ArrayList<>();
    for (TreePath path = innermost(position);
        path != null && path.getParentPath() != null;
        path = path.getParentPath()) {
      TreePath at = path;
      boolean member = isMember(at);
      switch (at.getLeaf()) {
        case AnnotationTree annotation -> cuts.add(blank(annotation, ""));
        case ImportTree imported -> cuts.add(blank(imported, ""));
        case MethodTree method when member -> method(method, position, cuts);
        case BlockTree initializer when member ->
            cuts.add(new Cut(start(initializer), end(initializer), "{}", "initializer"));
        case VariableTree field when member -> field(at, field, position, cuts);
        case ClassTree type when isNamed(type) && !isLocal(at) -> type(type, position, cuts);
        case Tree _ -> {
          // part of something that is cut as a whole
        }
      }
    }
    cuts.add(new Cut(0, text.length(), "", "file"));
    return cuts;
  }

  @Nullable TreePath innermost(long position) {
    return new Innermost(position).find();
  }

  /// Takes `final` from a field whose constructor is gone.
  Optional<Cut> mutable(long position, String field) {
    TreePath path = innermost(position);
    while (path != null) {
      if (path.getLeaf() instanceof ClassTree type) {
        for (Tree member : type.getMembers()) {
          if (member instanceof VariableTree variable && variable.getName().contentEquals(field)) {
            return keyword(variable);
          }
        }
      }
      path = path.getParentPath();
    }
    return Optional.empty();
  }

  private Optional<Cut> keyword(VariableTree field) {
    int from = start(field.getModifiers());
    int to = end(field.getModifiers());
    var found = FINAL.matcher(text);
    if (from < 0 || from >= to || !found.region(from, to).find()) {
      return Optional.empty();
    }
    return Optional.of(new Cut(found.start(), found.end(), "", ""));
  }

  private static boolean isMember(TreePath path) {
    return path.getParentPath().getLeaf() instanceof ClassTree type && isNamed(type);
  }

  private static boolean isNamed(ClassTree type) {
    return !type.getSimpleName().isEmpty();
  }

  private static boolean isLocal(TreePath type) {
    return type.getParentPath().getLeaf() instanceof BlockTree;
  }

  private void method(MethodTree method, long position, List<Cut> cuts) {
    String part = "method " + name(method.getName());
    BlockTree body = method.getBody();
    if (body != null && start(body) <= position && position < end(body)) {
      // A body that never ends suits every return type and leaves no final field unset.
      cuts.add(new Cut(start(body), end(body), "{for(;;);}", part));
      cuts.add(new Cut(start(body), end(body), "{}", part));
    }
    cuts.add(blank(method, part));
  }

  private static String name(Name name) {
    return name.contentEquals("<init>") ? "constructor" : name.toString();
  }

  private void field(TreePath path, VariableTree field, long position, List<Cut> cuts) {
    Tree.Kind owner = path.getParentPath().getLeaf().getKind();
    boolean isStatic = field.getModifiers().getFlags().contains(Modifier.STATIC);
    String part = "field " + field.getName();
    Tree value = field.getInitializer();
    if (owner == Tree.Kind.ENUM && isStatic && start(field) == end(field.getModifiers())) {
      return; // an enum constant
    }
    if (value != null && start(value) <= position && position < end(value)) {
      cuts.add(new Cut(start(value), end(value), nothing(field.getType()), part));
    }
    if (owner != Tree.Kind.RECORD || isStatic) {
      cuts.add(blank(field, part));
    }
  }

  /// An expression of the type that is not a constant of the sources.
  static String nothing(@Nullable Tree type) {
    if (!(type instanceof PrimitiveTypeTree primitive)) {
      return "null";
    }
    return primitive.getPrimitiveTypeKind() == TypeKind.BOOLEAN ? "1>2" : "0";
  }

  private void type(ClassTree type, long position, List<Cut> cuts) {
    Tree parent = type.getExtendsClause();
    if (parent != null && start(parent) <= position && position < end(parent)) {
      cuts.add(clause("extends", start(parent), end(parent)));
    }
    List<? extends Tree> interfaces = type.getImplementsClause();
    if (!interfaces.isEmpty()
        && start(interfaces.getFirst()) <= position
        && position < end(interfaces.getLast())) {
      String keyword = type.getKind() == Tree.Kind.INTERFACE ? "extends" : "implements";
      cuts.add(clause(keyword, start(interfaces.getFirst()), end(interfaces.getLast())));
    }
    String kind = type.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    cuts.add(blank(type, kind + " " + type.getSimpleName()));
  }

  private Cut clause(String keyword, int from, int to) {
    return new Cut(text.lastIndexOf(keyword, from), to, "", "");
  }

  private Cut blank(Tree tree, String part) {
    return new Cut(start(tree), end(tree), "", part);
  }

  private int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }

  private final class Innermost extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final long position;
    private @Nullable TreePath deepest;

    Innermost(long position) {
      this.position = position;
    }

    @Nullable TreePath find() {
      scan(unit, null);
      return deepest;
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
      if (tree == null || !(start(tree) <= position && position < end(tree))) {
        return null;
      }
      TreePath around = getCurrentPath();
      deepest = around == null ? new TreePath(unit) : new TreePath(around, tree);
      return super.scan(tree, null);
    }
  }
}
