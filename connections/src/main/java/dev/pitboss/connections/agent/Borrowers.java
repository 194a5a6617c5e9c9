package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.GeneratedClasses;
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

  /// A proxy is what the method it stands before is; one that stands before none passes on.
  private WeavingRules.Layer layer(StackWalker.StackFrame frame) {
    Class<?> type = frame.getDeclaringClass();
    if (!GeneratedClasses.include(type)) {
      return layers.get(type);
    }
    return GeneratedClasses.origin(frame)
        .map(origin -> layers.get(origin.type()))
        .filter(layer -> layer == WeavingRules.Layer.APPLICATION)
        .orElse(WeavingRules.Layer.BETWEEN);
  }

  private CallSite.Woven line(StackWalker.StackFrame frame) {
    Class<?> type = frame.getDeclaringClass();
    return lines
        .get(type)
        .computeIfAbsent(
            new Position(frame.getMethodName(), frame.getByteCodeIndex()),
            _ -> {
              if (GeneratedClasses.include(type)) {
                var origin = GeneratedClasses.origin(frame);
                if (origin.isPresent()) {
                  var own = origin.get();
                  return CallSite.woven(own.file(), own.method(), own.line());
                }
              }
              String file = frame.getFileName();
              return CallSite.woven(
                  file == null ? type.getSimpleName() + ".class" : file,
                  frame.getMethodName(),
                  Math.max(0, frame.getLineNumber()));
            });
  }
}
