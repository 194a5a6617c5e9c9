package dev.pitboss.connections;

/// Whether a borrowed connection has a transaction open, as far as calls of the JDBC interface
/// tell: a transaction that was begun in SQL while auto-commit is on is not seen.
public enum TransactionState {
  /// No statement has run since the last commit or rollback, or auto-commit is on.
  NONE,
  /// A statement has run since the last commit or rollback, and auto-commit is off.
  OPEN,
  /// The driver's own connection was unwrapped and may be used out of sight; or a statement has
  /// run, and neither the borrower nor the driver has said whether auto-commit is on.
  UNKNOWN
}
