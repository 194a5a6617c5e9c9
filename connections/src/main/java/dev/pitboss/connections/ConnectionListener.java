package dev.pitboss.connections;

/// Hears of every [ConnectionEvent]. Called on the thread that noticed, the watchdog's or a
/// borrower's: it must be quick, and what it throws is logged and otherwise ignored.
@FunctionalInterface
public interface ConnectionListener {
  /// Takes notice.
  void onEvent(ConnectionEvent event);
}
