package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import java.util.Set;

/// How a sort of connection is released, by what its library does.
///
/// @param library for the reader
/// @param close methods of the connection that end the borrow
/// @param givenBack whether it belongs to a pool that loses the place when the connection is closed
///   and not given back
/// @param withCloses whether leaving `with connection:` ends the borrow; otherwise it ends the
///   transaction at most
/// @param asynchronous whether `with` and `close` need `async` and `await`
/// @param confidence how sure it is that a connection is acquired
record Kind(
    String library,
    Set<String> close,
    boolean givenBack,
    boolean withCloses,
    boolean asynchronous,
    Confidence confidence) {
  private static final Set<String> CLOSE =
      Set.of("close", "aclose", "terminate", "__exit__", "__aexit__");
  private static final Set<String> ANY =
      Set.of(
          "close",
          "aclose",
          "terminate",
          "release",
          "disconnect",
          "shutdown",
          "stop",
          "cleanup",
          "dispose",
          "quit",
          "put_back",
          "return_to_pool",
          "give_back",
          "close_connection",
          "closeConnection",
          "close_db",
          "close_all",
          "teardown",
          "__exit__",
          "__aexit__",
          "done",
          "free",
          "finish",
          "tearDown");

  /// A driver's connection: `close()` ends it.
  static Kind driver(String library, boolean withCloses) {
    return new Kind(library, CLOSE, false, withCloses, false, Confidence.HIGH);
  }

  static Kind asyncDriver(String library, boolean withCloses) {
    return new Kind(library, CLOSE, false, withCloses, true, Confidence.HIGH);
  }

  /// A pool's connection that has to be given back.
  static Kind borrowed(String library, boolean withCloses, boolean asynchronous) {
    return new Kind(library, CLOSE, true, withCloses, asynchronous, Confidence.HIGH);
  }

  /// A connection by the name of its acquirer, or an object that has one inside.
  static Kind guessed(String library, Confidence confidence) {
    return new Kind(library, ANY, false, true, false, confidence);
  }

  /// An object of the sources that owns a connection.
  static Kind owner(String className, boolean withCloses) {
    return new Kind(className, ANY, false, withCloses, false, Confidence.MEDIUM);
  }

  /// Whether it is a SQLAlchemy session, which holds a connection during a transaction only.
  boolean isSession() {
    return library.equals("SQLAlchemy session");
  }

  Kind with(Confidence other) {
    return new Kind(library, close, givenBack, withCloses, asynchronous, other);
  }

  /// The same behind an object that wraps it: its `close` may give back.
  Kind wrapped() {
    return new Kind(library, ANY, false, true, asynchronous, confidence);
  }
}
