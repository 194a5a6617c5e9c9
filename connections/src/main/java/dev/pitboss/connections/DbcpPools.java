package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.ConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.DestroyMode;
import org.apache.commons.pool2.ObjectPool;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.AbandonedConfig;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/// Commons DBCP pools in which no borrow escapes notice, not even one made around the tracker.
public final class DbcpPools {
  private DbcpPools() {}

  /// A pool to be configured and used like any `BasicDataSource`. Hand it to
  /// [ConnectionTracker#over(DataSource)].
  ///
  /// It allows access to the underlying connection, without which its connections cannot be told
  /// apart.
  public static BasicDataSource tracked() {
    return new Tracked();
  }

  static Optional<PoolState> ledger(DataSource pool) {
    return pool instanceof Tracked tracked ? Optional.of(tracked.ledger) : Optional.empty();
  }

  static PoolView view(DataSource pool) {
    return new View((BasicDataSource) pool);
  }

  private static final class Tracked extends BasicDataSource {
    private final PoolState ledger = new PoolState(SlotFinder.SANDWICH);

    Tracked() {
      setAccessToUnderlyingConnectionAllowed(true);
    }

    @Override
    protected ConnectionFactory createConnectionFactory() throws SQLException {
      ConnectionFactory driver = super.createConnectionFactory();
      return () -> PhysicalConnection.over(driver.createConnection(), ledger);
    }

    @Override
    protected GenericObjectPool<PoolableConnection> createObjectPool(
        PoolableConnectionFactory factory,
        GenericObjectPoolConfig<PoolableConnection> config,
        AbandonedConfig abandoned) {
      var telling = new Telling(factory);
      return abandoned == null
          ? new GenericObjectPool<>(telling, config)
          : new GenericObjectPool<>(telling, config, abandoned);
    }
  }

  /// The pool's own factory; it also tells each physical connection when it is handed out and when
  /// it is back. DBCP insists on its own class, so this is one, with a factory of its own that
  /// makes nothing.
  private static final class Telling extends PoolableConnectionFactory {
    private final PoolableConnectionFactory factory;

    Telling(PoolableConnectionFactory factory) {
      super(factory.getConnectionFactory(), factory.getDataSourceJmxObjectName());
      this.factory = factory;
    }

    @Override
    public synchronized ObjectPool<PoolableConnection> getPool() {
      return factory.getPool();
    }

    @Override
    public synchronized void setPool(ObjectPool<PoolableConnection> pool) {
      factory.setPool(pool);
    }

    @Override
    public PooledObject<PoolableConnection> makeObject() throws SQLException {
      return factory.makeObject();
    }

    @Override
    public void activateObject(PooledObject<PoolableConnection> pooled) throws SQLException {
      factory.activateObject(pooled);
      pooled.getObject().unwrap(PhysicalConnection.class).beginRequest();
    }

    @Override
    public void passivateObject(PooledObject<PoolableConnection> pooled) throws SQLException {
      PhysicalConnection physical = pooled.getObject().unwrap(PhysicalConnection.class);
      factory.passivateObject(pooled);
      physical.endRequest();
    }

    @Override
    public boolean validateObject(PooledObject<PoolableConnection> pooled) {
      return factory.validateObject(pooled);
    }

    @Override
    public void destroyObject(PooledObject<PoolableConnection> pooled) throws SQLException {
      destroyObject(pooled, DestroyMode.NORMAL);
    }

    @Override
    public void destroyObject(PooledObject<PoolableConnection> pooled, DestroyMode mode)
        throws SQLException {
      PhysicalConnection physical = pooled.getObject().unwrap(PhysicalConnection.class);
      try {
        factory.destroyObject(pooled, mode);
      } finally {
        physical.discarded(); // DBCP does not close what the database has closed already
      }
    }
  }

  private record View(BasicDataSource dbcp) implements PoolView {
    @Override
    public int size() {
      return dbcp.getNumActive() + dbcp.getNumIdle();
    }

    @Override
    public int checkedOut() {
      return dbcp.getNumActive();
    }

    @Override
    public int maxSize() {
      return dbcp.getMaxTotal();
    }

    @Override
    public int waiting() {
      return UNKNOWN;
    }

    @Override
    public boolean isClosed() {
      return dbcp.isClosed();
    }

    @Override
    public boolean evicts() {
      return dbcp.isAccessToUnderlyingConnectionAllowed();
    }

    @Override
    public void evict(Connection pooled) {
      dbcp.invalidateConnection(pooled);
    }
  }
}
