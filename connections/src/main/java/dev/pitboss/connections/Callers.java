package dev.pitboss.connections;

import dev.pitboss.connections.inner.Frames;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the application's own line on the stack, below the frames of pools and frameworks.
///
/// One instance per pool, because an application may name frameworks of its own. A line is looked
/// up in the class file once per (class, method, bytecode index); afterwards a walk costs only the
/// frames it passes.
final class Callers {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private record Position(String method, int bytecodeIndex) {}

  private static final ClassValue<ConcurrentHashMap<Position, CallSite.Untracked>> UNTRACKED =
      new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<Position, CallSite.Untracked> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private final List<String> skipped;

  private final ClassValue<Boolean> application =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isApplication(type);
        }
      };

  /// @param moreFrameworks prefixes of class names to pass over, besides the well-known ones
  Callers(List<String> moreFrameworks) {
    skipped =
        Stream.of(Frames.PLUMBING, Frames.FRAMEWORKS, moreFrameworks)
            .flatMap(List::stream)
            .toList();
  }

  private boolean isApplication(Class<?> type) {
    return isOutsideLibrary(type) && skipped.stream().noneMatch(type.getName()::startsWith);
  }

  /// The nearest application line, as a borrow that went around the tracked API.
  CallSite.Untracked untracked() {
    return known(find(frame -> application.get(frame.getDeclaringClass())));
  }

  private static CallSite.Untracked known(StackWalker.StackFrame frame) {
    var position = new Position(frame.getMethodName(), frame.getByteCodeIndex());
    return UNTRACKED
        .get(frame.getDeclaringClass())
        .computeIfAbsent(
            position,
            _ ->
                new CallSite.Untracked(
                    file(frame), method(frame), Math.max(0, frame.getLineNumber())));
  }

  /// The nearest application line that asked somebody for a connection: a `getConnection` that only
  /// passes the question on is passed over.
  CallSite.Untracked asker() {
    return known(
        find(frame ->
            application.get(frame.getDeclaringClass())
                && !frame.getMethodName().equals("getConnection")));
  }

  /// The nearest frame outside this library, a framework's included.
  static StackWalker.StackFrame callerOfLibrary() {
    return find(frame -> isOutsideLibrary(frame.getDeclaringClass()));
  }

  /// The nearest frame of a class that shares a nest with `type`, as a lambda does with the class
  /// it is written in.
  static StackWalker.@Nullable StackFrame nestMate(Class<?> type) {
    Class<?> host = type.getNestHost();
    return WALKER.walk(frames ->
        frames
            .filter(frame -> frame.getDeclaringClass().getNestHost() == host)
            .findFirst()
            .orElse(null));
  }

  /// The stack of the calling thread from its first frame outside this library on, one line per
  /// frame.
  static List<String> stack(int maxFrames) {
    return WALKER.walk(frames ->
        frames
            .dropWhile(frame -> !isOutsideLibrary(frame.getDeclaringClass()))
            .limit(maxFrames)
            .map(frame -> frame.toStackTraceElement().toString())
            .toList());
  }

  /// When every frame is a framework's (a scheduler that runs a `DataSource` directly), the
  /// outermost one is named: a row that points somewhere beats a borrow that is not counted.
  private static StackWalker.StackFrame find(Predicate<StackWalker.StackFrame> wanted) {
    return WALKER.walk(frames -> {
      StackWalker.@Nullable StackFrame outermost = null;
      for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
        outermost = frame;
        if (wanted.test(frame)) {
          return frame;
        }
      }
      if (outermost == null) {
        throw new IllegalStateException("a running method has no stack frame");
      }
      return outermost;
    });
  }

  private static boolean isOutsideLibrary(Class<?> type) {
    return !Frames.isLibrary(type.getPackageName());
  }

  static String file(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return file == null ? frame.getDeclaringClass().getSimpleName() + ".class" : file;
  }

  static String method(StackWalker.StackFrame frame) {
    return Frames.written(frame.getMethodName());
  }

  static String text(CallSite site) {
    return site.file() + "::" + site.method() + ":L" + site.line();
  }

  static void check(String file, String method, int line) {
    if (file.isBlank() || method.isBlank() || line < 0) {
      throw new IllegalArgumentException(
          "a call site is File.java::method:Lnn, got '" + file + "::" + method + ":L" + line + "'");
    }
  }
}
