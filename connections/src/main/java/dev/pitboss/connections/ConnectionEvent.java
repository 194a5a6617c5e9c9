package dev.pitboss.connections;

/// Something worth knowing about a borrow.
public sealed interface ConnectionEvent {
  /// The borrow it is about.
  Borrow borrow();

  /// A connection was not back when its borrower had said it would be. Told once per borrow.
  record KeptTooLong(Borrow borrow, LeakVerdict verdict) implements ConnectionEvent {}

  /// A connection that was kept too long came back.
  record ReturnedLate(Borrow borrow) implements ConnectionEvent {}

  /// A connection was given back in the middle of a transaction, which was rolled back.
  record TransactionLeftOpen(Borrow borrow) implements ConnectionEvent {}
}
