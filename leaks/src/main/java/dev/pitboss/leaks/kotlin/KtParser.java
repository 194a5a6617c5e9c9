package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.treesitter.LibraryFolder;
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
      LibraryFolder.prepare();
      var parser = new TSParser();
      parser.setLanguage(new TreeSitterKotlin());
      return parser;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new Unavailable(e);
    }
  }

  static KtNode parse(TSParser parser, String text) {
    int[] offsets = offsets(text);
    var cursor = new TSTreeCursor(parser.parseString(null, text).getRootNode());
    Deque<KtNode> open = new ArrayDeque<>();
    Deque<Boolean> kept = new ArrayDeque<>();
    KtNode root = new KtNode(text, "source_file", 0, text.length(), 1, null);
    open.push(root);

    int[] lines = lines(text);
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
      TSNode node, String text, int[] offsets, int[] lines, @Nullable KtNode parent) {
    int from = offsets[node.getStartByte()];
    String type = node.isMissing() ? "ERROR" : node.getType();
    return new KtNode(text, type, from, offsets[node.getEndByte()], lines[from], parent);
  }

  private static int[] lines(String text) {
    int[] lines = new int[text.length() + 1];
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      lines[i] = line;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    lines[text.length()] = line;
    return lines;
  }

  /// The character of each byte.
  private static int[] offsets(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] offsets = new int[utf8.length + 1];
    int at = 0;
    for (int i = 0; i < utf8.length; i++) {
      offsets[i] = Math.min(at, text.length());
      boolean isLast = i + 1 == utf8.length || (utf8[i + 1] & 0xc0) != 0x80;
      if (isLast) {
        boolean isPair =
            at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
        at += isPair ? 2 : 1;
      }
    }
    offsets[utf8.length] = text.length();
    return offsets;
  }
}
