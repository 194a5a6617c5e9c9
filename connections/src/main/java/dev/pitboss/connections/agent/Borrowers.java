package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.agent.WeavingRules.Layer;
import dev.pitboss.connections.internal.GeneratedClasses;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds on the stack the application's line that a borrow is made for. A line is looked up in the
/// class file once; afterwards a walk costs only the frames it passes. Thread-safe.
final class Borrowers {
  /// Frames of hidden classes too: a tracked connection is of one.
  private static final StackWalker WALKER =
      StackWalker.getInstance(
          Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

  private static final String BORROWS = "getConnection";

  /// A borrow lies near the top of even the deepest recursion.
  private static final int MAX_FRAMES = 512;

  private record Position(String method, int bytecodeIndex) {}

  private final ClassValue<ConcurrentHashMap<Position, CallSite.Woven>> lines =
      new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<Position, CallSite.Woven> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private final ClassValue<Layer> layers;

  Borrowers(WeavingRules rules) {
    layers =
        new ClassValue<>() {
          @Override
          protected Layer computeValue(Class<?> type) {
            return rules.layer(type);
          }
        };
  }

  /// What a walk found.
  ///
  /// @param line the borrower; empty if this is no borrow: a pool opens a connection for itself, or
  ///   a tracked connection gets what it works with
  /// @param behindSource whether another data source asked on the borrower's behalf
  record Found(Optional<CallSite.Woven> line, boolean behindSource) {}

  /// The nearest line of application code, or `woven` itself if a framework runs on its own.
  Found nearest(CallSite.Woven woven) {
    return walk(woven, true, false);
  }

  /// The same, and beyond the outermost data source that asked for its caller: looks at the whole
  /// stack.
  ///
  /// @param walks whether the line of `woven` itself is not the borrower
  Found outermost(CallSite.Woven woven, boolean walks) {
    return walk(woven, walks, true);
  }

  private Found walk(CallSite.Woven woven, boolean walks, boolean whole) {
    return WALKER.walk(frames -> {
      var search = new Search(whole);
      Iterator<StackWalker.StackFrame> each = frames.limit(MAX_FRAMES).iterator();
      while (!search.ended && each.hasNext()) {
        search.look(each.next());
      }
      return search.found(woven, walks);
    });
  }

  /// One walk, from the woven call outwards.
  private final class Search {
    private final boolean whole;
    private CallSite.@Nullable Woven line;
    private CallSite.@Nullable Woven withoutLine;
    private boolean behindSource;
    private boolean behindDriver;
    private boolean noBorrow;
    private boolean ended;

    Search(boolean whole) {
      this.whole = whole;
    }

    void look(StackWalker.StackFrame frame) {
      switch (layer(frame)) {
        case APPLICATION -> application(frame);
        case SOURCE -> source(frame);
        case POOL -> underneath();
        case DRIVER -> {
          underneath();
          behindDriver = true; // what it calls back borrows for itself
        }
        case HANDLE -> {
          noBorrow = whole && !behindDriver;
          ended = noBorrow;
        }
        case BETWEEN -> {
          // passes the request on
        }
      }
    }

    private void application(StackWalker.StackFrame frame) {
      if (line != null) {
        return;
      }
      CallSite.Woven here = line(frame);
      if (here.line() > 0) {
        line = here;
        ended = !whole;
      } else if (withoutLine == null) {
        withoutLine = here;
      }
    }

    /// Only the outermost data source was called by the borrower.
    private void source(StackWalker.StackFrame frame) {
      if (whole && frame.getMethodName().equals(BORROWS)) {
        line = null;
        withoutLine = null;
        behindSource = true;
      }
    }

    private void underneath() {
      if (line == null && withoutLine == null) {
        noBorrow = true;
        ended = true;
      }
    }

    Found found(CallSite.Woven woven, boolean walks) {
      if (noBorrow) {
        return new Found(Optional.empty(), behindSource);
      }
      if (!walks && !behindSource) {
        return new Found(Optional.of(woven), false);
      }
      CallSite.Woven nearest = line == null ? withoutLine : line;
      return new Found(Optional.of(nearest == null ? woven : nearest), behindSource);
    }
  }

  /// A proxy is what the method it stands before is; one that stands before none passes on.
  private Layer layer(StackWalker.StackFrame frame) {
    Class<?> type = frame.getDeclaringClass();
    if (!GeneratedClasses.include(type)) {
      return layers.get(type);
    }
    return GeneratedClasses.origin(frame)
        .map(origin -> layers.get(origin.type()))
        .filter(layer -> layer == Layer.APPLICATION)
        .orElse(Layer.BETWEEN);
  }

  private CallSite.Woven line(StackWalker.StackFrame frame) {
    return lines
        .get(frame.getDeclaringClass())
        .computeIfAbsent(
            new Position(frame.getMethodName(), frame.getByteCodeIndex()),
            position ->
                GeneratedClasses.origin(frame)
                    .map(own -> CallSite.woven(own.file(), own.method(), own.line()))
                    .orElseGet(() -> written(frame)));
  }

  private static CallSite.Woven written(StackWalker.StackFrame frame) {
    String file = frame.getFileName();
    return CallSite.woven(
        file == null ? frame.getDeclaringClass().getSimpleName() + ".class" : file,
        frame.getMethodName(),
        Math.max(0, frame.getLineNumber()));
  }
}
