package dev.pitboss.connections;

/// Something a [ConnectionListener] should know about a borrow.
public sealed interface ConnectionEvent {
  /// The borrow as it stood at that moment.
  Borrow borrow();

  /// The borrow went wrong. Reported once per borrow; a second time only if a busy one turns idle
  /// or is proven lost.
  record Leak(Borrow borrow, LeakVerdict verdict) implements ConnectionEvent {}

  /// The tracker took the connection away from its borrower and had the pool discard it.
  ///
  /// @param verdict why
  /// @param transactionLost whether a transaction was open. It was rolled back, unless a
  ///   [TransactionUnsettled] of the same borrow came before
  /// @param verified whether the pool no longer counts the connection as out
  record Reclaimed(Borrow borrow, LeakVerdict verdict, boolean transactionLost, boolean verified)
      implements ConnectionEvent {}

  /// A thread waits for a second connection while it holds this one. If all threads do, the pool
  /// locks up.
  record NestedAcquire(Borrow borrow) implements ConnectionEvent {}

  /// An uncommitted transaction could not be rolled back when its connection was taken back or
  /// evicted: the rollback failed, or a connection taken back did not answer it within 2 s.
  ///
  /// @param sessionEnded whether the driver closed the session instead; what a closed session
  ///   leaves behind a database rolls back. False: the transaction may still be open, and the
  ///   connection was not given to a pool that would commit it or lend it on
  record TransactionUnsettled(Borrow borrow, boolean sessionEnded) implements ConnectionEvent {}

  /// The database ended the session of a borrowed connection, as at a restart or a failover:
  /// noticed when the borrower closed it.
  ///
  /// @param evicted whether the pool was made to drop the connection instead of lending it again
  record SessionLost(Borrow borrow, boolean evicted) implements ConnectionEvent {}

  /// A borrow that was reported as overdue was given back by its borrower after all.
  ///
  /// @param verdict what was reported last
  record ReturnedLate(Borrow borrow, LeakVerdict verdict) implements ConnectionEvent {}

  /// A transaction was still open when the connection was closed; it was rolled back.
  record TransactionLeftOpen(Borrow borrow) implements ConnectionEvent {}

  /// Statements or result sets were still open when the connection was closed; the pool or the
  /// driver closed them.
  ///
  /// @param statements how many statements
  /// @param resultSets how many result sets, those of open statements included
  record StatementsLeftOpen(Borrow borrow, int statements, int resultSets)
      implements ConnectionEvent {}

  /// Another thread than the borrower's gave the connection back: legitimate if it was handed over,
  /// a mix-up if not.
  record ClosedElsewhere(Borrow borrow, long closingThreadId) implements ConnectionEvent {}
}
