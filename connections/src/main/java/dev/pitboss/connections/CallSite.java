package dev.pitboss.connections;

import java.lang.StackWalker.StackFrame;
import java.util.List;

/// The line of code that takes a connection. `toString` is what reports show:
/// `File.java::method:Lnn`. Sites are equal when they name the same line in the same way.
public sealed interface CallSite {
  /// Source file's simple name.
  String file();

  /// Method's name.
  String method();

  /// Line number, from 1; 0 when the class was compiled without line numbers.
  int line();

  /// A site the code names itself: made once per class with [#here()].
  record Declared(String file, String method, int line) implements CallSite {
    @Override
    public String toString() {
      return location(this);
    }
  }

  /// The line that handed the work over as a lambda or method reference.
  record Lambda(String file, String method, int line) implements CallSite {
    @Override
    public String toString() {
      return location(this);
    }
  }

  /// A borrow that went around the tracker, or through [ConnectionTracker#asDataSource()]: the
  /// first line that belongs neither to a pool nor to the JDK.
  record Untracked(String file, String method, int line) implements CallSite {
    @Override
    public String toString() {
      return "UNTRACKED:" + location(this);
    }
  }

  /// The line that calls this, as a site to borrow from: `private static final CallSite LOAD =
  /// CallSite.here();`
  static CallSite here() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst())
        .map(frame -> new Declared(fileOf(frame), frame.getMethodName(), lineOf(frame)))
        .orElseGet(() -> new Declared("unknown", "unknown", 0));
  }

  /// The line that handed this lambda over: the innermost frame of the class that wrote it, so that
  /// a wrapper which only passes it on is not blamed. Or else the first line outside the library.
  static CallSite ofLambda(Class<?> lambda) {
    String writer = lambda.getName().replaceFirst("\\$\\$Lambda.*", "");
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> {
          List<StackFrame> outside = frames.filter(CallSite::isOutside).toList();
          return outside.stream()
              .filter(frame -> frame.getClassName().equals(writer))
              .findFirst()
              .or(() -> outside.stream().findFirst());
        })
        .<CallSite>map(frame -> new Lambda(fileOf(frame), frame.getMethodName(), lineOf(frame)))
        .orElseGet(() -> new Lambda(lambda.getName(), "unknown", 0));
  }

  /// The line of the caller who took a connection without the tracker knowing for whom.
  static CallSite ofUntracked() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> frames.filter(CallSite::isOutside).findFirst())
        .<CallSite>map(frame -> new Untracked(fileOf(frame), frame.getMethodName(), lineOf(frame)))
        .orElseGet(() -> new Untracked("unknown", "unknown", 0));
  }

  private static boolean isOutside(StackFrame frame) {
    return !CallerFrames.areOurs(frame.getDeclaringClass())
        && CallerFrames.LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith);
  }

  private static String location(CallSite site) {
    return site.file() + "::" + site.method() + ":L" + site.line();
  }

  private static String fileOf(StackFrame frame) {
    String file = frame.getFileName();
    return file == null ? frame.getClassName() : file;
  }

  private static int lineOf(StackFrame frame) {
    return Math.max(frame.getLineNumber(), 0);
  }
}
