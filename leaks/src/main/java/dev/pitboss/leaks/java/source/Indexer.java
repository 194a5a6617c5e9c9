package dev.pitboss.leaks.java.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Lists a source's classes with their members, and what its code calls.
final class Indexer extends TreeScanner<@Nullable Void, @Nullable Void> {
  private final Unit unit;
  private final Imports imports;
  private final List<ClassInfo> classes = new ArrayList<>();
  private final Set<String> called = new HashSet<>();
  private final Names names = new Names();
  private final Deque<ClassInfo> around = new ArrayDeque<>();
  private int methods;

  Indexer(Unit unit) {
    this.unit = unit;
    this.imports = Imports.of(unit.tree());
  }

  /// @param classes of the source, nested ones included
  /// @param called simple names of what is called or constructed
  /// @param names of what it mentions
  /// @param methods how many bodies there are
  record Entry(List<ClassInfo> classes, Set<String> called, Names names, int methods) {}

  static Entry index(Unit unit) {
    var indexer = new Indexer(unit);
    indexer.scan(unit.tree(), null);
    return new Entry(indexer.classes, indexer.called, indexer.names, indexer.methods);
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    String simple = tree.getSimpleName().toString();
    if (simple.isEmpty()) {
      return super.visitClass(tree, null);
    }
    ClassInfo outer = around.peek();
    String prefix =
        outer != null
            ? outer.name() + "."
            : imports.packageName().isEmpty() ? "" : imports.packageName() + ".";
    boolean isInterface =
        tree.getKind() == Tree.Kind.INTERFACE || tree.getKind() == Tree.Kind.ANNOTATION_TYPE;
    var info =
        new ClassInfo(
            prefix + simple, unit.source(), imports, outer, isInterface, unit.start(tree));
    if (tree.getExtendsClause() != null) {
      info.supertypes().add(TypeName.of(tree.getExtendsClause()));
    }
    tree.getImplementsClause().forEach(each -> info.supertypes().add(TypeName.of(each)));
    info.typeParameters().putAll(bounds(tree.getTypeParameters()));
    info.annotations().addAll(annotations(tree.getModifiers()));
    for (Tree member : tree.getMembers()) {
      if (member instanceof VariableTree field) {
        boolean isStatic = isInterface || field.getModifiers().getFlags().contains(Modifier.STATIC);
        String name = field.getName().toString();
        info.fields().put(name, new FieldInfo(info, name, TypeName.of(field.getType()), isStatic));
      } else if (member instanceof MethodTree method) {
        info.methods().add(method(info, tree, method));
      }
    }
    if (outer != null) {
      outer.nested().putIfAbsent(simple, info);
    }
    classes.add(info);
    around.push(info);
    super.visitClass(tree, null);
    around.pop();
    return null;
  }

  private MethodInfo method(ClassInfo owner, ClassTree tree, MethodTree method) {
    Set<MethodInfo.Flag> flags = EnumSet.noneOf(MethodInfo.Flag.class);
    if (method.getModifiers().getFlags().contains(Modifier.STATIC)) {
      flags.add(MethodInfo.Flag.STATIC);
    }
    if (method.getBody() == null) {
      flags.add(MethodInfo.Flag.ABSTRACT);
    }
    if (annotations(method.getModifiers()).contains("SneakyThrows")) {
      flags.add(MethodInfo.Flag.SNEAKY);
    }
    String name = method.getName().toString();
    boolean constructor = name.equals("<init>");
    List<? extends VariableTree> declared = method.getParameters();
    if (constructor) {
      flags.add(MethodInfo.Flag.CONSTRUCTOR);
      if (declared.isEmpty() && unit.textOf(method).indexOf('(') < 0) {
        declared = components(tree);
      }
    }
    List<TypeName> parameters =
        declared.stream().map(parameter -> TypeName.of(parameter.getType())).toList();
    boolean varargs = !declared.isEmpty() && unit.textOf(declared.getLast()).contains("...");
    return new MethodInfo(
        owner,
        constructor ? owner.simpleName() : name,
        parameters,
        varargs,
        TypeName.of(method.getReturnType()),
        bounds(method.getTypeParameters()),
        method.getThrows().stream().map(TypeName::of).toList(),
        flags,
        unit.start(method));
  }

  /// A compact constructor's parameters are the record's components.
  private static List<VariableTree> components(ClassTree tree) {
    List<VariableTree> components = new ArrayList<>();
    for (Tree member : tree.getMembers()) {
      if (member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
        components.add(field);
      }
    }
    return components;
  }

  private static Map<String, TypeName> bounds(List<? extends TypeParameterTree> parameters) {
    Map<String, TypeName> bounds = new LinkedHashMap<>();
    for (TypeParameterTree parameter : parameters) {
      bounds.put(
          parameter.getName().toString(),
          parameter.getBounds().isEmpty()
              ? TypeName.of("Object")
              : TypeName.of(parameter.getBounds().getFirst()));
    }
    return bounds;
  }

  static List<String> annotations(ModifiersTree modifiers) {
    List<String> names = new ArrayList<>();
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      String name = TypeName.of(annotation.getAnnotationType()).name();
      names.add(name.substring(name.lastIndexOf('.') + 1));
    }
    return names;
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
    names.add(tree.getName().toString());
    return null;
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
    names.add(tree.getIdentifier().toString());
    return super.visitMemberSelect(tree, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
    methods += tree.getBody() == null ? 0 : 1;
    return super.visitMethod(tree, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
    switch (tree.getMethodSelect()) {
      case IdentifierTree identifier -> called.add(identifier.getName().toString());
      case MemberSelectTree select -> called.add(select.getIdentifier().toString());
      case Tree _ -> {
        // nothing to name
      }
    }
    return super.visitMethodInvocation(tree, null);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
    called.add(tree.getName().toString());
    return super.visitMemberReference(tree, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
    String name = TypeName.of(tree.getIdentifier()).name();
    called.add(name.substring(name.lastIndexOf('.') + 1));
    return super.visitNewClass(tree, null);
  }
}
