package dev.pitboss.connections;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.pool.ConnectionHandler;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Agroal, the pool of Quarkus: it calls interceptors, which can be added to a running pool.
final class AgroalPools {
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  private AgroalPools() {}

  /// The ledger that sees every borrow of `pool` from now on.
  static PoolState ledger(DataSource pool) {
    var agroal = (AgroalDataSource) pool;
    List<AgroalPoolInterceptor> interceptors = new ArrayList<>(interceptors(agroal));
    for (AgroalPoolInterceptor interceptor : interceptors) {
      if (interceptor instanceof Interceptor ours) {
        return ours.slots.ledger();
      }
    }
    var interceptor = new Interceptor();
    interceptors.add(interceptor);
    agroal.setPoolInterceptors(interceptors);
    return interceptor.slots.ledger();
  }

  /// Agroal 2.8 fails to say that it has no interceptors.
  private static List<AgroalPoolInterceptor> interceptors(AgroalDataSource agroal) {
    try {
      return agroal.getPoolInterceptors();
    } catch (NullPointerException ignored) {
      return List.of();
    }
  }

  /// Not by unwrapping: a driver whose session is dead refuses that.
  private static Connection raw(Connection pooled) throws SQLException {
    if (pooled instanceof ConnectionWrapper wrapper) {
      return wrapper.getHandler().rawConnection();
    }
    throw new SQLException("not a connection of Agroal: " + pooled.getClass().getName());
  }

  private static final class Interceptor implements AgroalPoolInterceptor {
    private final RawSlots slots = new RawSlots(AgroalPools::raw);

    @Override
    public void onConnectionAcquire(Connection connection) {
      tell(slots::handedOut, connection);
    }

    @Override
    public void onConnectionReturn(Connection connection) {
      tell(slots::returned, connection);
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
      tell(slots::destroyed, connection);
    }

    private static void tell(Consumer<Connection> slot, Connection connection) {
      try {
        slot.accept(raw(connection));
      } catch (SQLException e) {
        LOG.log(Level.WARNING, "A connection of Agroal cannot be followed", e);
      }
    }
  }

  static PoolView view(DataSource pool) {
    var agroal = (AgroalDataSource) pool;
    agroal.getConfiguration().setMetricsEnabled(true); // or it counts nothing
    return new View(agroal);
  }

  private record View(AgroalDataSource agroal) implements PoolView {
    @Override
    public int size() {
      return (int) (agroal.getMetrics().activeCount() + agroal.getMetrics().availableCount());
    }

    @Override
    public int checkedOut() {
      return (int) agroal.getMetrics().activeCount();
    }

    @Override
    public int maxSize() {
      return agroal.getConfiguration().connectionPoolConfiguration().maxSize();
    }

    @Override
    public int waiting() {
      return (int) agroal.getMetrics().awaitingCount();
    }

    /// Agroal does not tell: its housekeeper does, which ends with the pool.
    @Override
    public boolean isClosed() {
      if (agroal.getMetrics().availableCount() + agroal.getMetrics().activeCount() > 0) {
        return false;
      }
      try {
        Object pool = field(agroal, "connectionPool");
        return field(pool, "housekeepingExecutor") instanceof ExecutorService housekeeper
            && housekeeper.isShutdown();
      } catch (ReflectiveOperationException | RuntimeException ignored) {
        return false; // another version: its tracker has to be closed by hand
      }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    }

    @Override
    public boolean evicts() {
      return true;
    }

    @Override
    public boolean restoresAutoCommit() {
      return true;
    }

    /// A handler marked so is destroyed, not offered again, when its connection is closed. On the
    /// way Agroal restores auto-commit, and so commits what is open: the tracker has rolled it
    /// back, or ended the session.
    @Override
    public void evict(Connection pooled) throws SQLException {
      if (!(pooled instanceof ConnectionWrapper wrapper)) {
        throw new SQLException("not a connection of Agroal: " + pooled.getClass().getName());
      }
      ConnectionHandler handler = wrapper.getHandler();
      handler.setFlushOnly();
      wrapper.close();
    }
  }
}
