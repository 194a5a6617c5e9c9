package dev.pitboss.leaks.model;

/// The mistake by which a resource is lost. Each is named after what stands in the source, so that
/// the name alone tells the reader what to look for.
public enum Pattern {
  /// No path of the method closes it.
  NEVER_CLOSED("never closed"),
  /// The acquiring call is a statement of its own: nothing holds the resource.
  RESULT_DISCARDED("result discarded"),
  /// The close stands after other work, which may throw.
  CLOSE_NOT_IN_FINALLY("close not in finally"),
  /// A `return`, `throw`, `break` or `continue` stands between acquisition and close.
  EARLY_RETURN("early return"),
  /// Some branches of a `switch` or `match` close, others do not.
  SWITCH_BRANCH("not closed in every switch branch"),
  /// The close depends on a condition other than a null check.
  CONDITIONAL_CLOSE("conditional close"),
  /// The close is the last statement of a `try` that has a `catch` instead of a `finally`.
  CLOSE_ONLY_IN_TRY("close only in try"),
  /// The variable gets its next resource before the previous one was closed.
  REASSIGNED("reassigned before close"),
  /// `get().createStatement()`: closing the statement leaves the connection.
  ANONYMOUS_CHAIN("anonymous chain"),
  /// Work that may throw stands between the acquisition and the `try` that closes.
  GAP_BEFORE_TRY("gap between get and try"),
  /// In the `finally` a statement that may throw stands before the close.
  EARLIER_CLOSE_THROWS("an earlier statement of finally may throw"),
  /// Kept in a field whose class has no method that closes it.
  ESCAPED_TO_FIELD("escape to a field"),
  /// Kept by a lambda, a method reference, an inner class or a thread.
  ESCAPED_TO_LAMBDA("escape to a lambda or thread"),
  /// Passed to a call or a constructor that may keep it, and closed nowhere in sight.
  HANDED_OVER("handed to code that may keep it"),
  /// Collected one by one: when a later acquisition fails, the earlier ones are lost.
  LIST_BUILT_PARTLY("list built partly"),
  /// The constructor of a closeable class may throw after the acquisition.
  CONSTRUCTOR_THROWS("constructor may throw after the borrow"),
  /// A result set, stream or metadata of it is returned: its reader cannot close the connection.
  RETURNED_DEPENDENT("returned result set, stream or metadata"),
  /// Another connection of the method is closed, this one is not.
  CLOSED_BY_THE_WRONG_OWNER("another connection is closed instead"),
  /// The close refers to a variable of another scope than the one that was assigned.
  WRONG_SCOPE("variable set in the wrong scope"),
  /// It is released by a call that does not give it back to its pool.
  WRONG_RELEASE("released by a call that does not return it"),
  /// A generator yields while it holds the resource and has no `finally`.
  GENERATOR("held across yield without finally"),
  /// The close stands in an `except` or `catch` alone: where nothing fails, nothing closes.
  CLOSE_ONLY_IN_EXCEPT("close only in except"),
  /// A `with` of this driver's connection ends the transaction and leaves the connection open.
  WITH_DOES_NOT_CLOSE("with does not close it"),
  /// The cursor is closed, its connection is not.
  CURSOR_ONLY("only the cursor is closed");

  private final String words;

  Pattern(String words) {
    this.words = words;
  }

  /// The pattern in plain words, as reports print it.
  public String words() {
    return words;
  }
}
