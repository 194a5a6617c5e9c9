package dev.pitboss.leaks.model;

/// What is lost. A lost connection empties the pool. A lost statement or result set ends with its
/// connection, and matters only where the connection lives on.
public enum Resource {
  /// A database connection: `java.sql.Connection`, a DB-API connection, an asyncpg connection.
  CONNECTION("connection"),
  /// A statement or a cursor.
  STATEMENT("statement"),
  /// A result set.
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
