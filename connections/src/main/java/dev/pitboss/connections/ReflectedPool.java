package dev.pitboss.connections;

import dev.pitboss.connections.internal.Reflected;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A pool's own counters and its way to drop a connection, by reflection: its classes may be
/// absent, or in a class loader that this one does not see. Thread-safe, and does not keep the pool
/// from being collected.
final class ReflectedPool implements PoolView {
  private static final String METRICS = "getMetrics";
  private static final String STATISTICS = "getInternalStatistics.getActiveCount";

  private final PoolKind kind;
  private final WeakReference<DataSource> pool;
  private volatile boolean started;
  private volatile boolean tellsClosed;

  private ReflectedPool(DataSource pool, PoolKind kind) {
    this.kind = kind;
    this.pool = new WeakReference<>(pool);
    this.tellsClosed =
        kind == PoolKind.TOMCAT
            || !kind.closed().equals("isClosed")
            || Reflected.has(pool, "isClosed");
  }

  /// Empty for a pool of an unknown kind.
  static Optional<PoolView> of(DataSource pool) {
    PoolKind kind = PoolKind.of(pool);
    return kind == PoolKind.OTHER ? Optional.empty() : Optional.of(new ReflectedPool(pool, kind));
  }

  @Override
  public int size() {
    return sum(kind.size);
  }

  @Override
  public int checkedOut() {
    return sum(kind.checkedOut);
  }

  @Override
  public int maxSize() {
    return sum(kind.maxSize);
  }

  @Override
  public int waiting() {
    return sum(kind.waiting);
  }

  private int sum(String chains) {
    DataSource source = pool.get();
    if (source == null || chains.isEmpty() || (needsStatistics(chains) && !counts(source))) {
      return UNKNOWN;
    }
    int sum = 0;
    for (String chain : chains.split("(?=[+-])", -1)) {
      boolean minus = chain.startsWith("-");
      try {
        int number = number(source, chain.replaceFirst("^[+-]", ""));
        sum += minus ? -number : number;
      } catch (SQLException | RuntimeException | LinkageError ignored) {
        return UNKNOWN;
      }
    }
    return sum;
  }

  /// A link without a value belongs to a pool that has not started: nothing is out.
  private static int number(DataSource source, String chain) throws SQLException {
    Object value = Reflected.follow(source, chain);
    if (value instanceof Collection<?> connections) {
      return connections.size();
    }
    if (value instanceof Object[] places) {
      return (int) Arrays.stream(places).filter(Objects::nonNull).count();
    }
    if (value instanceof AtomicIntegerArray states) {
      return HsqldbPools.taken(states);
    }
    return value instanceof Number number ? number.intValue() : 0;
  }

  /// A pool that was collected has nothing to lend, either.
  @Override
  public boolean isClosed() {
    DataSource source = pool.get();
    if (source == null) {
      return true;
    }
    if (!tellsClosed) {
      return false;
    }
    if (kind == PoolKind.TOMCAT) {
      return isTomcatClosed(source);
    }
    return Reflected.find(source, kind.closed()).filter(Boolean.TRUE::equals).isPresent();
  }

  /// Tomcat JDBC does not tell, and any question would start the pool again: it has let go of its
  /// inner pool.
  private boolean isTomcatClosed(DataSource source) {
    boolean runs = inner(source) != null;
    started |= runs;
    return started && !runs;
  }

  private @Nullable Object inner(DataSource source) {
    for (@Nullable Class<?> type = source.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField("pool");
        field.setAccessible(true);
        return field.get(source);
      } catch (NoSuchFieldException ignored) {
        // a superclass has it
      } catch (IllegalAccessException | RuntimeException ignored) {
        break;
      }
    }
    tellsClosed = false; // another version: its tracker ends when the pool is collected
    return source;
  }

  private static boolean needsStatistics(String chains) {
    return chains.startsWith(METRICS) || chains.endsWith(STATISTICS);
  }

  /// Agroal and IronJacamar count only when told to; begun in the middle, it would count wrong.
  private boolean counts(DataSource source) {
    String question =
        kind == PoolKind.AGROAL
            ? "getConfiguration.metricsEnabled"
            : "cm.getPool.getInternalStatistics.isEnabled";
    return Reflected.find(source, question).filter(Boolean.TRUE::equals).isPresent();
  }

  @Override
  public boolean evicts() {
    DataSource source = pool.get();
    return switch (kind) {
      case HIKARI,
          AGROAL,
          TOMCAT,
          DRUID,
          C3P0,
          VIBUR,
          BEECP,
          UCP,
          ATOMIKOS,
          IRONJACAMAR,
          HSQLDB,
          PGPOOLING,
          MARIADB ->
          source != null;
      case DBCP, TOMCAT_DBCP ->
          source != null && Reflected.isTrue(source, "isAccessToUnderlyingConnectionAllowed");
      case BITRONIX, OTHER -> false;
    };
  }

  @Override
  public boolean restoresAutoCommit() {
    return kind == PoolKind.AGROAL;
  }

  @Override
  public void evict(Connection pooled) throws SQLException {
    DataSource source = pool.get();
    if (source == null) {
      pooled.close();
      return;
    }
    switch (kind) {
      case HIKARI -> {
        try {
          pooled.abort(Reclaimer.ASIDE);
        } catch (SQLException ignored) {
          // a driver that does not abort: HikariCP closes the connection
        }
        Reflected.call(source, "evictConnection", pooled); // abort alone leaves it counted as out
      }
      case AGROAL -> {
        Object handler = Reflected.call(pooled, "getHandler");
        if (handler != null) {
          Reflected.call(handler, "setFlushOnly"); // destroyed when closed, not offered again
        }
        pooled.close();
      }
      case DBCP, TOMCAT_DBCP -> Reflected.call(source, "invalidateConnection", pooled);
      case TOMCAT -> {
        Reflected.call(unwrapped(source, pooled), "setDiscarded", true); // released when closed
        pooled.close();
      }
      case DRUID -> {
        Object holder = Reflected.call(pooled, "getConnectionHolder");
        if (holder != null) {
          Reflected.call(source, "discardConnection", holder);
        }
        Reflected.call(pooled, "disable"); // its handle would go on to the driver
      }
      case VIBUR -> Reflected.call(source, "severConnection", pooled);
      case UCP -> {
        Reflected.call(pooled, "setInvalid"); // closed, not offered again, when returned
        pooled.close();
      }
      case IRONJACAMAR -> Reflected.call(pooled, "invalidate"); // returned as broken, destroyed
      case BEECP -> pooled.abort(Reclaimer.ASIDE); // closes the physical connection and its place
      case HSQLDB -> HsqldbPools.evict(source, pooled);
      case MARIADB -> {
        pooled.abort(Reclaimer.ASIDE);
        pooled.close(); // the pool fails to reset it, and drops it
      }
      case C3P0, ATOMIKOS, PGPOOLING -> breakAndReturn(pooled);
      case BITRONIX, OTHER -> pooled.close(); // Bitronix never lends the place of one it lost
    }
  }

  /// For pools without a call to drop a connection: they do so by themselves when one comes back
  /// that has failed in their sight.
  private static void breakAndReturn(Connection pooled) throws SQLException {
    Optional<Connection> physical = RawConnections.behind(pooled);
    if (physical.isPresent()) {
      physical.get().close();
      try (Statement statement = pooled.createStatement()) {
        statement.execute("SELECT 1");
      } catch (SQLException expected) {
        // the failure for the pool to see
      }
    }
    pooled.close();
  }

  private static Object unwrapped(DataSource source, Connection pooled) throws SQLException {
    try {
      return pooled.unwrap(
          Class.forName(
              "org.apache.tomcat.jdbc.pool.PooledConnection",
              false,
              source.getClass().getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new SQLException("a Tomcat pool without its connections", e);
    }
  }
}
