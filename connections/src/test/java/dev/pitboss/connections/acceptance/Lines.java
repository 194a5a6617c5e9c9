package dev.pitboss.connections.acceptance;

/// The test's own position in its source, to compare call sites with.
final class Lines {
  private Lines() {}

  /// The calling line, as a call site names it.
  static String here() {
    return line(0);
  }

  /// The line above the calling one, as a call site names it.
  static String above() {
    return line(1);
  }

  private static String line(int up) {
    StackWalker.StackFrame caller =
        StackWalker.getInstance().walk(frames -> frames.skip(2).findFirst().orElseThrow());
    return "%s::%s:L%d"
        .formatted(caller.getFileName(), caller.getMethodName(), caller.getLineNumber() - up);
  }
}
