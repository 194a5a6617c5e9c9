package dev.pitboss.leaks.python;

import dev.pitboss.leaks.treesitter.LibraryFolder;
import dev.pitboss.leaks.treesitter.Offsets;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSSymbolType;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterPython;

/// Parses Python with tree-sitter, which reads on after an error. Thread-safe.
final class PyParser {
  /// Keywords and operators the analysis reads; the rest of the anonymous nodes is punctuation.
  private static final Set<String> WORDS =
      Set.of(
          "async", "is", "is not", "not", "in", "not in", "and", "or", "==", "!=", "<>", ">", "<",
          ">=", "<=");

  private final String[] names;
  private final boolean[] kept;
  private final String[] fields;
  private final @Nullable TreeSitter direct;

  private PyParser(TSLanguage language, @Nullable TreeSitter direct) {
    this.direct = direct;
    int symbols = language.symbolCount();
    names = new String[symbols];
    kept = new boolean[symbols];
    for (int i = 0; i < symbols; i++) {
      names[i] = language.symbolName(i);
      boolean named = language.symbolType(i) == TSSymbolType.TSSymbolTypeRegular;
      kept[i] = (named && !names[i].equals("comment")) || WORDS.contains(names[i]);
    }
    fields = new String[language.fieldCount() + 1];
    fields[0] = "";
    for (int i = 1; i < fields.length; i++) {
      fields[i] = language.fieldNameForId(i);
    }
  }

  /// Loads the native libraries.
  ///
  /// @throws Unavailable when there are none for this platform
  static PyParser load() {
    return Loaded.INSTANCE.get();
  }

  /// That the parser cannot run here, and why.
  static final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unavailable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  private record Loaded(@Nullable PyParser parser, @Nullable Throwable failure) {
    private static final Loaded INSTANCE = load();

    private static Loaded load() {
      try {
        return LibraryFolder.load(() -> {
          TreeSitter direct = TreeSitter.isDirect() ? TreeSitter.direct() : null;
          return new Loaded(new PyParser(new TreeSitterPython(), direct), null);
        });
      } catch (IOException | RuntimeException | LinkageError e) {
        return new Loaded(null, e);
      }
    }

    PyParser get() {
      if (parser != null) {
        return parser;
      }
      Throwable cause = failure == null ? new IllegalStateException("not loaded") : failure;
      Throwable deepest = cause;
      while (deepest.getCause() != null) {
        deepest = deepest.getCause();
      }
      throw new Unavailable(
          "the Python parser does not run on %s %s: %s"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  deepest.getMessage()),
          cause);
    }
  }

  PyTree parse(String text) {
    return parse(text, direct);
  }

  /// The same by the binding's own calls, for platforms whose library shows nothing else.
  static void walk(String text, NodeSink sink) {
    var parser = new TSParser();
    parser.setLanguage(new TreeSitterPython());
    var tree = parser.parseString(null, text);
    var cursor = new TSTreeCursor(tree.getRootNode());
    while (true) {
      TSNode node = cursor.currentNode();
      sink.enter(
          node.getSymbol(),
          cursor.currentFieldId(),
          node.getStartByte(),
          node.getEndByte(),
          node.isMissing());
      if (cursor.gotoFirstChild()) {
        continue;
      }
      sink.leave();
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          return;
        }
        sink.leave();
      }
    }
  }

  /// The tree by the binding's own calls.
  PyTree parseByBinding(String text) {
    return parse(text, null);
  }

  private PyTree parse(String text, @Nullable TreeSitter direct) {
    byte[] utf8 = TreeSitter.utf8(text);
    var builder = new Builder(text, utf8.length == text.length() ? null : Offsets.of(text, utf8));
    if (direct != null) {
      direct.parse(utf8, builder);
    } else {
      walk(text, builder);
    }
    return builder.tree;
  }

  private final class Builder implements NodeSink {
    private final PyTree tree;
    private final int @Nullable [] offsets;

    /// The nodes that have begun; what is left out stands for its parent.
    private final Deque<PyNode> open = new ArrayDeque<>();

    private final Deque<Boolean> leftOut = new ArrayDeque<>();

    Builder(String text, int @Nullable [] offsets) {
      this.tree = new PyTree(text);
      this.offsets = offsets;
    }

    @Override
    public void enter(int kind, int role, int from, int to, boolean missing) {
      boolean error = kind >= names.length;
      if (!error && !missing && !kept[kind] && !open.isEmpty()) {
        leftOut.push(true);
        return;
      }
      leftOut.push(false);
      PyNode parent = open.peek();
      String type = error ? "ERROR" : missing ? "MISSING" : names[kind];
      int first = offsets == null ? from : offsets[from];
      int last = offsets == null ? to : offsets[to];
      var node = new PyNode(tree, type, fields[role], first, last, parent);
      if (parent == null) {
        tree.root(node);
      } else {
        parent.add(node);
      }
      if (error || missing) {
        tree.error(node);
      }
      open.push(node);
    }

    @Override
    public void leave() {
      if (!leftOut.pop()) {
        open.pop();
      }
    }
  }
}
