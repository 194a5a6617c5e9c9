package dev.pitboss.connections;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The settings of a session as they were before a borrower changed them.
///
/// Only kept for pools that cannot be told to drop a connection: a reclaimed connection is lent
/// again there, and many pools reset nothing. Thread-safe.
final class SessionState {
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  /// Reads a setting.
  @FunctionalInterface
  interface Getter<T> {
    T get(Connection connection) throws SQLException;
  }

  /// Writes a setting.
  @FunctionalInterface
  interface Setter<T> {
    void set(Connection connection, T value) throws SQLException;
  }

  private record Setting(String name, Step step) {}

  private interface Step {
    void on(Connection connection) throws SQLException;
  }

  private final List<Setting> settings = new ArrayList<>(); // guarded by this

  /// Notes a setting before its first change. A driver that cannot say what it is keeps its secret:
  /// the change itself must not fail for it.
  synchronized <T> void keep(
      String name, Connection connection, Getter<T> getter, Setter<T> setter) {
    if (settings.stream().anyMatch(setting -> setting.name().equals(name))) {
      return;
    }
    try {
      T before = getter.get(connection);
      if (before != null) {
        settings.add(new Setting(name, session -> setter.set(session, before)));
      }
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The driver does not tell the " + name + " of its session", e);
    }
  }

  synchronized void restore(Connection connection) {
    for (Setting setting : settings) {
      try {
        setting.step().on(connection);
      } catch (SQLException | RuntimeException e) {
        LOG.log(Level.WARNING, "Cannot restore the " + setting.name() + " of a session", e);
      }
    }
    settings.clear();
  }
}
