package dev.pitboss.leaks;

/// What is lost. A lost connection empties the pool. A lost statement or result set ends with its
/// connection, and only matters where the connection lives on.
public enum Resource {
  /// A `java.sql.Connection`, `javax.sql.PooledConnection` or a subtype.
  CONNECTION("connection"),
  /// A `java.sql.Statement` or a subtype.
  STATEMENT("statement"),
  /// A `java.sql.ResultSet` or a subtype.
  RESULT_SET("result set");

  private final String words;

  Resource(String words) {
    this.words = words;
  }

  /// The resource in plain words, as reports print it.
  public String words() {
    return words;
  }
}
