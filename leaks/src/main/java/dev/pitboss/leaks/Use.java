package dev.pitboss.leaks;

import com.sun.source.util.TreePath;

/// One use of a connection after its borrow.
///
/// @param kind what is done with it
/// @param path the name that is used
/// @param with the other party, for the reader: the call it is handed to, the type that is returned
record Use(Kind kind, TreePath path, String with) {

  enum Kind {
    /// Closed, directly or by handing it to something that closes it.
    CLOSED,
    /// A method of it is called and nothing that lives on it leaves.
    CALLED,
    /// Compared, or a resource of a `try`.
    LOOKED_AT,
    /// Used in a lambda, a method reference or an inner class.
    CAPTURED,
    /// Put into a field, an array, a collection or a new object.
    STORED,
    /// Added to a collection.
    COLLECTED,
    RETURNED,
    /// Something of it that is dead without it is returned or kept.
    DEPENDENT_LEFT,
    /// An argument of a method in these sources that does not keep it.
    LENT,
    /// An argument of a method that may keep it.
    HANDED_OVER,
    /// Known by a second name, or chosen among others: not followed.
    ALIASED,
    /// Gets a new value.
    REASSIGNED
  }
}
