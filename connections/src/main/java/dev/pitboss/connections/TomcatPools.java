package dev.pitboss.connections;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.ConnectionPool;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.JdbcInterceptor;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.apache.tomcat.jdbc.pool.PooledConnection;
import org.jspecify.annotations.Nullable;

/// Tomcat JDBC: it makes an interceptor, by class name, for every connection it opens.
public final class TomcatPools {
  /// Tomcat knows only an interceptor's name and text properties: the key leads it to its pool's
  /// slots.
  private static final ConcurrentHashMap<String, WeakReference<RawSlots>> SLOTS =
      new ConcurrentHashMap<>();

  private static final AtomicLong KEYS = new AtomicLong();
  private static final String KEY = "key";

  private TomcatPools() {}

  /// The ledger that sees every borrow of `pool` from now on. The pool's idle connections are
  /// replaced, so that all of them have the interceptor.
  static PoolState ledger(DataSource pool) {
    var tomcat = (DataSourceProxy) pool;
    for (PoolProperties.InterceptorDefinition known : tomcat.getJdbcInterceptorsAsArray()) {
      if (Interceptor.class.getName().equals(known.getClassName())) {
        return slots(known.getProperties()).map(RawSlots::ledger).orElseGet(() -> install(tomcat));
      }
    }
    return install(tomcat);
  }

  private static PoolState install(DataSourceProxy tomcat) {
    var slots = new RawSlots(TomcatPools::raw);
    String key = Long.toString(KEYS.incrementAndGet());
    SLOTS.values().removeIf(gone -> gone.refersTo(null));
    SLOTS.put(key, new WeakReference<>(slots));
    String before = tomcat.getJdbcInterceptors();
    String ours = Interceptor.class.getName() + "(" + KEY + "=" + key + ")";
    tomcat.setJdbcInterceptors(before == null ? ours : before + ";" + ours);
    tomcat.purge(); // a connection keeps the interceptors it was opened with
    return slots.ledger();
  }

  private static Optional<RawSlots> slots(
      Map<String, PoolProperties.InterceptorProperty> properties) {
    PoolProperties.InterceptorProperty key = properties.get(KEY);
    WeakReference<RawSlots> slots = key == null ? null : SLOTS.get(key.getValue());
    return Optional.ofNullable(slots).map(WeakReference::get);
  }

  private static Connection raw(Connection pooled) throws SQLException {
    return pooled.unwrap(PooledConnection.class).getConnection();
  }

  /// Tomcat makes one per connection; not for use by applications.
  public static final class Interceptor extends JdbcInterceptor {
    private Optional<RawSlots> slots = Optional.empty();
    private @Nullable Connection raw;

    /// For Tomcat, which makes its interceptors by reflection.
    public Interceptor() {}

    @Override
    public void setProperties(Map<String, PoolProperties.InterceptorProperty> properties) {
      super.setProperties(properties);
      slots = slots(properties);
    }

    /// Told with the connection when it is handed out, and without one at the end of a handler's
    /// life.
    @Override
    @SuppressWarnings("required.method.not.called") // the pool's own connection, only looked at
    public void reset(@Nullable ConnectionPool parent, @Nullable PooledConnection connection) {
      if (connection != null) {
        Connection handedOut = connection.getConnection();
        raw = handedOut;
        slots.ifPresent(known -> known.handedOut(handedOut));
      }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Connection returned = raw;
      if (returned != null && compare(CLOSE_VAL, method)) {
        slots.ifPresent(known -> known.returned(returned));
      }
      return super.invoke(proxy, method, arguments);
    }

    @Override
    public void disconnected(
        ConnectionPool parent, PooledConnection connection, boolean finalizing) {
      Connection gone = raw;
      if (gone != null) {
        slots.ifPresent(known -> known.destroyed(gone));
      }
    }
  }

  static PoolView view(DataSource pool) {
    return new View((DataSourceProxy) pool);
  }

  private record View(DataSourceProxy tomcat) implements PoolView {
    @Override
    public int size() {
      return tomcat.getSize();
    }

    @Override
    public int checkedOut() {
      return tomcat.getActive();
    }

    @Override
    public int maxSize() {
      return tomcat.getMaxActive();
    }

    @Override
    public int waiting() {
      return tomcat.getWaitCount();
    }

    @Override
    public boolean evicts() {
      return true;
    }

    /// A discarded connection is released, not offered again, when it is closed.
    @Override
    public void evict(Connection pooled) throws SQLException {
      pooled.unwrap(PooledConnection.class).setDiscarded(true);
      pooled.close();
    }
  }
}
