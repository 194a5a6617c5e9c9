package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the application's line above a framework that borrows on its behalf. A line is looked up
/// in the class file once; afterwards a walk costs only the frames it passes. Thread-safe.
final class Borrowers {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private record Position(String method, int bytecodeIndex) {}

  private final ClassValue<ConcurrentHashMap<Position, CallSite.Woven>> lines =
      new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<Position, CallSite.Woven> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private final ClassValue<WeavingRules.Layer> layers;

  Borrowers(WeavingRules rules) {
    layers =
        new ClassValue<>() {
          @Override
          protected WeavingRules.Layer computeValue(Class<?> type) {
            return rules.layer(type);
          }
        };
  }

  /// The nearest line of application code; `woven` itself if a framework runs on its own; empty if
  /// a pool opens a connection for itself, which is no borrow.
  Optional<CallSite.Woven> nearest(CallSite.Woven woven) {
    Optional<StackWalker.StackFrame> frame =
        WALKER.walk(frames ->
            frames.filter(candidate -> layer(candidate) != WeavingRules.Layer.BETWEEN).findFirst());
    if (frame.isEmpty()) {
      return Optional.of(woven);
    }
    return frame.filter(found -> layer(found) == WeavingRules.Layer.APPLICATION).map(this::line);
  }

  private WeavingRules.Layer layer(StackWalker.StackFrame frame) {
    return layers.get(frame.getDeclaringClass());
  }

  private CallSite.Woven line(StackWalker.StackFrame frame) {
    Class<?> type = frame.getDeclaringClass();
    return lines
        .get(type)
        .computeIfAbsent(
            new Position(frame.getMethodName(), frame.getByteCodeIndex()),
            _ -> {
              String file = frame.getFileName();
              return CallSite.woven(
                  file == null ? type.getSimpleName() + ".class" : file,
                  frame.getMethodName(),
                  Math.max(0, frame.getLineNumber()));
            });
  }
}
