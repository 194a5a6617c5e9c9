package dev.pitboss.leaks.fix;

import java.util.List;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/// Statements made from their text. All share one parser, which is slow to make; uses take turns.
final class Snippet {
  private static final JavaParser PARSER = JavaParser.fromJavaVersion().build();

  private Snippet() {}

  /// @param text Java statements, with the whitespace they shall be printed with
  static synchronized List<Statement> statements(String text) {
    String source = "class Snippet { void run() throws Exception {" + text + "\n} }";
    return PARSER
        .reset()
        .parse(source)
        .map(J.CompilationUnit.class::cast)
        .map(unit ->
            (J.MethodDeclaration) unit.getClasses().getFirst().getBody().getStatements().getFirst())
        .map(method -> bodyOf(method).getStatements())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not Java: " + text));
  }

  static Statement statement(String text) {
    return statements(text).getFirst();
  }

  private static J.Block bodyOf(J.MethodDeclaration method) {
    J.Block body = method.getBody();
    if (body == null) {
      throw new IllegalStateException("a snippet's method has a body");
    }
    return body;
  }

  /// The first resource of a `try` made from text.
  static J.Try.Resource resource(J.Try attempt) {
    List<J.Try.Resource> resources = attempt.getResources();
    if (resources == null) {
      throw new IllegalStateException("a snippet's try has resources");
    }
    return resources.getFirst();
  }
}
