package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A source: its imports, functions and classes.
final class PyModule {
  private final SourceFile source;
  private final String name;
  private final PyTree tree;
  private final Map<String, String> imports = new HashMap<>();
  private final List<PyFunction> functions = new ArrayList<>();
  private final List<PyClass> classes = new ArrayList<>();

  PyModule(SourceFile source, PyTree tree) {
    this.source = source;
    this.name = name(source);
    this.tree = tree;
    for (PyNode statement :
        tree.root().find(node -> node.is("import_statement", "import_from_statement"))) {
      readImport(statement);
    }
    readDefinitions(tree.root(), null, null);
  }

  private void readImport(PyNode statement) {
    PyNode from = statement.child("module_name");
    String prefix = from == null ? "" : from.text().replaceFirst("^\\.+", "");
    for (PyNode name : statement.children("name")) {
      PyNode real = name.is("aliased_import") ? name.child("name") : name;
      PyNode alias = name.is("aliased_import") ? name.child("alias") : null;
      if (real == null) {
        continue;
      }
      String full = prefix.isEmpty() ? real.text() : prefix + "." + real.text();
      if (alias != null) {
        imports.put(alias.text(), full);
      } else if (from == null) {
        // `import a.b` binds a
        String first = real.text().split("\\.", 2)[0];
        imports.put(first, first);
      } else {
        imports.put(real.text(), full);
      }
    }
  }

  private void readDefinitions(PyNode node, @Nullable PyClass owner, @Nullable PyFunction outer) {
    for (PyNode child : node.children()) {
      List<PyNode> decorators = List.of();
      PyNode definition = child;
      if (child.is("decorated_definition")) {
        decorators = child.allOfType("decorator");
        definition = Objects.requireNonNullElse(child.child("definition"), child);
      }
      if (definition.is("function_definition")) {
        var function = new PyFunction(this, definition, owner, outer, decorators);
        functions.add(function);
        if (owner != null) {
          owner.add(function);
        }
        readDefinitions(definition, null, function);
      } else if (definition.is("class_definition")) {
        var type = new PyClass(this, definition, decorators);
        classes.add(type);
        readDefinitions(definition, type, outer);
      } else if (child != definition || !child.children().isEmpty()) {
        readDefinitions(definition, owner, outer);
      }
    }
  }

  SourceFile source() {
    return source;
  }

  PyTree tree() {
    return tree;
  }

  List<PyFunction> functions() {
    return functions;
  }

  List<PyClass> classes() {
    return classes;
  }

  /// `db` of `shop/db.py`, and the folder's name of `shop/db/__init__.py`.
  String name() {
    return name;
  }

  private static String name(SourceFile source) {
    String name = source.name().replaceFirst("\\.pyw?$", "");
    var parent = source.file().getParent();
    return name.equals("__init__") && parent != null ? String.valueOf(parent.getFileName()) : name;
  }

  /// The full name of what a dotted name stands for, by the imports: `psycopg2.connect` of
  /// `pg.connect`.
  String qualified(String dotted) {
    String[] parts = dotted.split("\\.", 2);
    String imported = imports.get(parts[0]);
    if (imported == null) {
      return dotted;
    }
    return parts.length == 1 ? imported : imported + "." + parts[1];
  }

  boolean isImported(String name) {
    return imports.containsKey(name);
  }

  /// Whether a module of that package is imported.
  boolean imports(String packageName) {
    return imports.values().stream()
        .anyMatch(full -> full.equals(packageName) || full.startsWith(packageName + "."));
  }
}
