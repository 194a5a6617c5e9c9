package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.treesitter.LibraryFolder;
import dev.pitboss.leaks.treesitter.Lines;
import dev.pitboss.leaks.treesitter.Offsets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterKotlin;

/// Parses Kotlin with tree-sitter, which reads on after an error.
final class KtParser {
  /// Keywords and operators the analysis reads.
  private static final Set<String> WORDS =
      Set.of("return", "return@", "throw", "break", "continue", "==", "!=", "?.", "else", "null");

  private KtParser() {}

  /// That the parser cannot run here, and why.
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(Throwable cause) {
      super(
          "the Kotlin parser does not run on %s %s: %s"
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), cause.getMessage()),
          cause);
    }
  }

  static TSParser open() throws Unavailable {
    try {
      return LibraryFolder.load(() -> {
        var parser = new TSParser();
        parser.setLanguage(new TreeSitterKotlin());
        return parser;
      });
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new Unavailable(e);
    }
  }

  static KtNode parse(TSParser parser, String text) {
    int[] offsets = Offsets.of(text, text.getBytes(StandardCharsets.UTF_8));
    var lines = new Lines(text);
    var cursor = new TSTreeCursor(parser.parseString(null, text).getRootNode());
    Deque<KtNode> open = new ArrayDeque<>();
    Deque<Boolean> kept = new ArrayDeque<>();
    KtNode root = new KtNode(text, "source_file", 0, text.length(), lines, null);
    open.push(root);

    while (true) {
      TSNode node = cursor.currentNode();
      boolean isKept = node.isNamed() || WORDS.contains(node.getType());
      kept.push(isKept && !node.getType().matches("source_file|.*comment"));
      if (kept.getFirst()) {
        open.push(made(node, text, offsets, lines, open.peek()));
      }
      if (cursor.gotoFirstChild()) {
        continue;
      }
      leave(open, kept);
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          return root;
        }
        leave(open, kept);
      }
    }
  }

  private static void leave(Deque<KtNode> open, Deque<Boolean> kept) {
    if (kept.pop()) {
      open.pop();
    }
  }

  private static KtNode made(
      TSNode node, String text, int[] offsets, Lines lines, @Nullable KtNode parent) {
    int from = offsets[node.getStartByte()];
    String type = node.isMissing() ? "ERROR" : node.getType();
    return new KtNode(text, type, from, offsets[node.getEndByte()], lines, parent);
  }
}
