package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;

/// Names of contextlib a mend needs.
final class Imports {
  private final PyModule module;
  private final SourceEdits edits;
  private final List<String> added = new ArrayList<>();

  Imports(PyModule module, SourceEdits edits) {
    this.module = module;
    this.edits = edits;
  }

  /// How the source can say `contextlib.NAME`.
  String contextlib(String name) throws Refused {
    if (module.qualified(name).equals("contextlib." + name) || added.contains(name)) {
      return name;
    }
    if (module.qualified("contextlib").equals("contextlib") && module.isImported("contextlib")) {
      return "contextlib." + name;
    }
    boolean taken =
        !module
            .tree()
            .root()
            .find(node -> node.is("identifier") && node.text().equals(name))
            .isEmpty();
    if (taken) {
      throw new Refused("the source has its own " + name);
    }
    add(name);
    return name;
  }

  private void add(String name) {
    added.add(name);
    PyNode last = null;
    PyNode first = null;
    for (PyNode statement : module.tree().root().children()) {
      PyNode source = statement.child("module_name");
      if (statement.is("import_from_statement")
          && source != null
          && source.text().equals("contextlib")
          && !statement.text().contains("(")) {
        PyNode end = statement.children("name").getLast();
        edits.replace(end.to(), end.to(), ", " + name);
        return;
      }
      boolean imports = statement.is("import_statement", "import_from_statement");
      boolean follows = last == null || statement.line() <= last.lastLine() + 1;
      if (imports && follows) {
        last = statement;
      }
      first = first == null && !isPreamble(statement) ? statement : first;
    }
    String line = "from contextlib import " + name;
    if (last != null) {
      edits.insertAfter(last.lastLine(), line);
    } else if (first != null) {
      edits.insertBefore(first.line(), line + "\n");
    }
  }

  private static boolean isPreamble(PyNode statement) {
    PyNode inner = statement.first();
    boolean text = statement.is("expression_statement") && inner != null && inner.is("string");
    return text || statement.is("future_import_statement");
  }
}
