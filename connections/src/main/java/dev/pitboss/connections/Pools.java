package dev.pitboss.connections;

import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds what is known about a pool, without needing any pool's classes that are not there.
final class Pools {
  private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

  private Pools() {}

  /// The books of `pool`: those under it if it tells about every borrow, or else new ones for the
  /// borrows through the tracker.
  static Ledger ledger(DataSource pool) {
    return under(pool).orElseGet(() -> new Ledger(false));
  }

  private static Optional<Ledger> under(DataSource pool) {
    if (pool instanceof PhysicalDataSource) {
      throw new IllegalArgumentException("track the pool, not the driver under it");
    }
    return isA(pool, HIKARI) ? HikariPools.ledger(pool) : Optional.empty();
  }

  static Optional<PoolView> view(DataSource pool) {
    return isA(pool, HIKARI) ? Optional.of(HikariPools.view(pool)) : Optional.empty();
  }

  /// By name, so that the class need not exist; pools are subclassed by frameworks.
  private static boolean isA(DataSource pool, String name) {
    for (@Nullable Class<?> type = pool.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
