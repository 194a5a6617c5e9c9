package dev.pitboss.leaks.java.flow;

/// What a value has to do with the connection that is followed.
public enum Relation {
  /// Nothing that is known.
  NONE,
  /// It is `null`.
  NULL,
  /// It is the connection.
  DIRECT,
  /// It holds the connection, and closes it when it is closed.
  OWNER,
  /// It holds the connection and has no method that closes it.
  KEEPER,
  /// It lives on the connection, as a statement does.
  DEPENDENT,
  /// A collection, array, optional or stream that contains the connection.
  CONTAINER,
  /// A function that closes the connection when it is called.
  CLOSER,
  /// A function that uses the connection.
  CAPTURE,
  /// A pool that the method made for itself and took the connection from: closed as a whole, it
  /// closes what it handed over.
  POOL;

  /// Whether something can still close the connection through the value.
  public boolean reaches() {
    return switch (this) {
      case DIRECT, OWNER, KEEPER, CONTAINER, CLOSER -> true;
      case NONE, NULL, DEPENDENT, CAPTURE, POOL -> false;
    };
  }
}
