package dev.pitboss.connections;

/// Is told what happens to borrowed connections.
///
/// Called on the watchdog's or the borrower's thread: be quick, do not borrow. Must be thread-safe.
/// What it throws is logged and goes no further.
@FunctionalInterface
public interface ConnectionListener {
  /// Takes note of `event`.
  void on(ConnectionEvent event);
}
