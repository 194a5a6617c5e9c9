package dev.pitboss.connections.acceptance;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.jca.adapters.jdbc.JDBCResourceAdapter;
import org.jboss.jca.adapters.jdbc.local.LocalManagedConnectionFactory;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.NoTxConnectionManager;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;

/// IronJacamar's pool, put together without the server around it.
public final class JcaPool {
  private static final String STORE =
      "org.jboss.jca.core.connectionmanager.pool.mcp"
          + ".SemaphoreConcurrentLinkedDequeManagedConnectionPool";

  private JcaPool() {}

  /// A pool and its data source.
  public record Made(Pool pool, DataSource source) {}

  static DataSource over(AnyDriver.Target target, Duration wait) throws Exception {
    return of(target.url(), target.driverClass(), target.user(), target.password(), 1, wait)
        .source();
  }

  /// A pool called `java:/till`.
  ///
  /// @param size the most connections
  public static Made of(
      String url, String driver, String user, String password, int size, Duration wait)
      throws ResourceException {
    var factory = new LocalManagedConnectionFactory();
    factory.setConnectionURL(url);
    factory.setDriverClass(driver);
    factory.setUserName(user);
    factory.setPassword(password);
    factory.setResourceAdapter(new JDBCResourceAdapter());
    var configuration = new PoolConfiguration();
    configuration.setMinSize(0);
    configuration.setMaxSize(size);
    configuration.setBlockingTimeout(wait.toMillis());
    Pool pool =
        new PoolFactory().create(PoolStrategy.ONE_POOL, factory, configuration, false, true, STORE);
    pool.setName("till");
    NoTxConnectionManager connections =
        new ConnectionManagerFactory()
            .createNonTransactional(
                TransactionSupportLevel.NoTransaction,
                pool,
                null,
                null,
                false,
                null,
                false,
                false,
                false,
                false,
                FlushStrategy.FAILING_CONNECTION_ONLY,
                null,
                null);
    connections.setJndiName("java:/till");
    return new Made(pool, (DataSource) factory.createConnectionFactory(connections));
  }
}
