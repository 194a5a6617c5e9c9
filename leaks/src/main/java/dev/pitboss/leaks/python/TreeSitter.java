package dev.pitboss.leaks.python;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.treesitter.TSParser;
import org.treesitter.TreeSitterPython;

/// tree-sitter's C interface, called directly: a node read through its Java binding costs about 6
/// µs, which is 15 s for a thousand files, and 0.1 µs this way. The binding brings the libraries
/// and loads them. Stateless; each parse has memory of its own.
final class TreeSitter {
  /// `TSNode`: four numbers, of which the first is the offset, the subtree, the tree.
  private static final StructLayout NODE =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(4, JAVA_INT), ADDRESS.withName("id"), ADDRESS);

  /// `TSTreeCursor`: tree, stack, three numbers.
  private static final StructLayout CURSOR =
      MemoryLayout.structLayout(
          ADDRESS,
          ADDRESS,
          MemoryLayout.sequenceLayout(3, JAVA_INT),
          MemoryLayout.paddingLayout(4));

  private final MethodHandle parserNew;
  private final MethodHandle parserDelete;
  private final MethodHandle setLanguage;
  private final MethodHandle parse;
  private final MethodHandle treeDelete;
  private final MethodHandle rootNode;
  private final MethodHandle cursorNew;
  private final MethodHandle cursorDelete;
  private final MethodHandle firstChild;
  private final MethodHandle nextSibling;
  private final MethodHandle parent;
  private final MethodHandle currentNode;
  private final MethodHandle currentField;
  private final MethodHandle symbol;
  private final MethodHandle start;
  private final MethodHandle end;
  private final MethodHandle missing;
  private final MemorySegment language;

  @SuppressWarnings("restricted")
  private TreeSitter(SymbolLookup lookup) throws Throwable {
    var linker = Linker.nativeLinker();
    var binder = new Binder(linker, lookup);
    parserNew = binder.of("ts_parser_new", FunctionDescriptor.of(ADDRESS));
    parserDelete = binder.of("ts_parser_delete", FunctionDescriptor.ofVoid(ADDRESS));
    setLanguage =
        binder.of("ts_parser_set_language", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS));
    parse =
        binder.of(
            "ts_parser_parse_string",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    treeDelete = binder.of("ts_tree_delete", FunctionDescriptor.ofVoid(ADDRESS));
    rootNode = binder.of("ts_tree_root_node", FunctionDescriptor.of(NODE, ADDRESS));
    cursorNew = binder.of("ts_tree_cursor_new", FunctionDescriptor.of(CURSOR, NODE));
    cursorDelete = binder.of("ts_tree_cursor_delete", FunctionDescriptor.ofVoid(ADDRESS));
    var step = FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS);
    firstChild = binder.of("ts_tree_cursor_goto_first_child", step);
    nextSibling = binder.of("ts_tree_cursor_goto_next_sibling", step);
    parent = binder.of("ts_tree_cursor_goto_parent", step);
    currentNode = binder.of("ts_tree_cursor_current_node", FunctionDescriptor.of(NODE, ADDRESS));
    currentField =
        binder.of("ts_tree_cursor_current_field_id", FunctionDescriptor.of(JAVA_SHORT, ADDRESS));
    symbol = binder.of("ts_node_symbol", FunctionDescriptor.of(JAVA_SHORT, NODE));
    start = binder.of("ts_node_start_byte", FunctionDescriptor.of(JAVA_INT, NODE));
    end = binder.of("ts_node_end_byte", FunctionDescriptor.of(JAVA_INT, NODE));
    missing = binder.of("ts_node_is_missing", FunctionDescriptor.of(JAVA_BOOLEAN, NODE));
    language =
        (MemorySegment)
            binder.of("tree_sitter_python", FunctionDescriptor.of(ADDRESS)).invokeExact();
  }

  private record Binder(Linker linker, SymbolLookup lookup) {
    @SuppressWarnings("restricted")
    MethodHandle of(String name, FunctionDescriptor descriptor) {
      return linker.downcallHandle(lookup.findOrThrow(name), descriptor);
    }
  }

  /// Whether the loaded library shows its C interface; the one for Windows does not.
  static boolean isDirect() {
    // loads the libraries
    new TSParser().setLanguage(new TreeSitterPython());
    return SymbolLookup.loaderLookup().find("ts_tree_cursor_current_node").isPresent();
  }

  @SuppressWarnings("IllegalCatch") // a method handle may throw anything
  static TreeSitter direct() {
    try {
      return new TreeSitter(SymbolLookup.loaderLookup());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Parses a text; offsets of the nodes are bytes of UTF-8 until the sink translates them.
  @SuppressWarnings("IllegalCatch") // a method handle may throw anything
  void parse(byte[] utf8, NodeSink sink) {
    try (var arena = Arena.ofConfined()) {
      parse(arena, utf8, sink);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void parse(Arena arena, byte[] utf8, NodeSink sink) throws Throwable {
    var text = arena.allocateFrom(ValueLayout.JAVA_BYTE, utf8);
    var parser = (MemorySegment) parserNew.invokeExact();
    try {
      if (!(boolean) setLanguage.invokeExact(parser, language)) {
        throw new IllegalStateException("the grammar does not fit the parser");
      }
      var tree = (MemorySegment) parse.invokeExact(parser, MemorySegment.NULL, text, utf8.length);
      if (tree.equals(MemorySegment.NULL)) {
        throw new IllegalStateException("the parser gave up");
      }
      try {
        walk(arena, tree, sink);
      } finally {
        treeDelete.invokeExact(tree);
      }
    } finally {
      parserDelete.invokeExact(parser);
    }
  }

  private void walk(Arena arena, MemorySegment tree, NodeSink sink) throws Throwable {
    SegmentAllocator nodes = SegmentAllocator.prefixAllocator(arena.allocate(NODE));
    var root = (MemorySegment) rootNode.invokeExact(nodes, tree);
    var cursor = (MemorySegment) cursorNew.invokeExact((SegmentAllocator) arena, root);
    try {
      while (true) {
        var node = (MemorySegment) currentNode.invokeExact(nodes, cursor);
        int kind = Short.toUnsignedInt((short) symbol.invokeExact(node));
        int role = Short.toUnsignedInt((short) currentField.invokeExact(cursor));
        int from = (int) start.invokeExact(node);
        int to = (int) end.invokeExact(node);
        boolean madeUp = from == to && (boolean) missing.invokeExact(node);
        sink.enter(kind, role, from, to, madeUp);
        if ((boolean) firstChild.invokeExact(cursor)) {
          continue;
        }
        sink.leave();
        while (!(boolean) nextSibling.invokeExact(cursor)) {
          if (!(boolean) parent.invokeExact(cursor)) {
            return;
          }
          sink.leave();
        }
      }
    } finally {
      cursorDelete.invokeExact(cursor);
    }
  }

  /// UTF-8, as the parser wants it; a lone surrogate becomes a question mark.
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
