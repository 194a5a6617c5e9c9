package dev.pitboss.leaks.python;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a variable holds, as far as it matters to connections. Everything else is unknown, and not
/// kept.
sealed interface Value {
  record Unknown() implements Value {}

  Value UNKNOWN = new Unknown();

  /// `None`.
  record Nothing() implements Value {}

  Value NOTHING = new Nothing();

  /// A local variable that was not assigned on this path: reading it raises.
  record Unbound() implements Value {}

  Value UNBOUND = new Unbound();

  record Bool(boolean value) implements Value {}

  /// The connection itself, or what stands for it.
  record Held(int site) implements Value {}

  /// A cursor, transaction or result of it: closing that leaves the connection.
  record Derived(int site) implements Value {}

  /// An object that keeps the connection and does not close it.
  record View(int site) implements Value {}

  /// `contextlib.closing(connection)`.
  record Closing(int site) implements Value {}

  /// A tuple, list or dictionary with connections in it.
  record Several(List<Value> elements, boolean growing) implements Value {
    public Several {
      elements = List.copyOf(elements);
    }
  }

  /// `connection.close`, not called.
  record Method(Value receiver, String name) implements Value {}

  /// A function or lambda defined in this function.
  record Local(PyNode definition) implements Value {}

  /// The connection behind it, or -1.
  static int site(@Nullable Value value) {
    return switch (value) {
      case Held(int site) -> site;
      case Closing(int site) -> site;
      case null -> -1;
      case Unknown _,
          Nothing _,
          Unbound _,
          Bool _,
          Derived _,
          View _,
          Several _,
          Method _,
          Local _ ->
          -1;
    };
  }

  /// Whether it holds a connection or part of one.
  static boolean isTracked(Value value) {
    return switch (value) {
      case Held _, Derived _, View _, Closing _, Several _, Method _, Local _ -> true;
      case Unknown _, Nothing _, Unbound _, Bool _ -> false;
    };
  }
}
