package dev.pitboss.leaks.java.source;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IntersectionTypeTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.WildcardTree;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A type as a source names it.
///
/// @param name as written, dots included, without type arguments; empty when the source states no
///   type
/// @param arguments type arguments
/// @param dimensions of an array
public record TypeName(String name, List<TypeName> arguments, int dimensions) {
  /// No type to see, as of a `var`.
  public static final TypeName NONE = new TypeName("", List.of(), 0);

  /// A type without arguments.
  public static TypeName of(String name) {
    return new TypeName(name, List.of(), 0);
  }

  /// The type a tree names.
  public static TypeName of(@Nullable Tree tree) {
    return switch (tree) {
      case null -> NONE;
      case IdentifierTree identifier ->
          identifier.getName().contentEquals("var") ? NONE : of(identifier.getName().toString());
      case MemberSelectTree select -> {
        TypeName outer = of(select.getExpression());
        String inner = select.getIdentifier().toString();
        yield outer.name.isEmpty() ? of(inner) : of(outer.name + "." + inner);
      }
      case PrimitiveTypeTree primitive ->
          of(primitive.getPrimitiveTypeKind().name().toLowerCase(Locale.ROOT));
      case ParameterizedTypeTree generic ->
          new TypeName(
              of(generic.getType()).name,
              generic.getTypeArguments().stream().map(TypeName::of).toList(),
              0);
      case ArrayTypeTree array -> {
        TypeName component = of(array.getType());
        yield new TypeName(component.name, component.arguments, component.dimensions + 1);
      }
      case AnnotatedTypeTree annotated -> of(annotated.getUnderlyingType());
      case WildcardTree wildcard -> of(wildcard.getBound());
      case UnionTypeTree union -> of(union.getTypeAlternatives().getFirst());
      case IntersectionTypeTree intersection -> of(intersection.getBounds().getFirst());
      case Tree _ -> NONE;
    };
  }
}
