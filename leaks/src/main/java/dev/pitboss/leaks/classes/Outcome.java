package dev.pitboss.leaks.classes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What following one resource through a method tells.
final class Outcome {
  /// An exception of a call or a `throw`.
  ///
  /// @param type internal name of its class
  /// @param isDeclared whether code says that it is thrown; otherwise it is only possible
  /// @param what throws it, in words
  record Thrown(String type, boolean isDeclared, String what) {
    String simple() {
      return type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('$')) + 1);
    }
  }

  /// A way out of the method.
  ///
  /// @param at the instruction
  /// @param value what is returned
  /// @param thrown the exception, or null for a return
  record Exit(int at, State state, Value value, @Nullable Thrown thrown) {}

  /// A place that closes the resource.
  ///
  /// @param at the instruction
  /// @param cleanup first instruction of the `try` in whose `finally` it stands, or -1
  record Close(int at, int cleanup) {}

  private final List<Exit> exits = new ArrayList<>();
  private final List<State> dropped = new ArrayList<>();
  private final Set<Close> closes = new LinkedHashSet<>();
  private boolean isStored;
  private boolean isChained;

  List<Exit> exits() {
    return exits;
  }

  List<Exit> normal() {
    return exits.stream().filter(each -> each.thrown() == null).toList();
  }

  List<Exit> thrown() {
    return exits.stream().filter(each -> each.thrown() != null).toList();
  }

  /// States in which the resource was acquired again before it was closed.
  List<State> dropped() {
    return dropped;
  }

  Set<Close> closes() {
    return closes;
  }

  /// Whether a variable or a field held it at some point.
  boolean isStored() {
    return isStored;
  }

  void stored() {
    isStored = true;
  }

  /// Whether a method was called on it while nothing held it.
  boolean isChained() {
    return isChained;
  }

  void chained() {
    isChained = true;
  }
}
