package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.ConnectionTracker;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;

/// The trackers of one application context. Thread-safe.
///
/// A tracker has the name of its bean; if another context of this virtual machine has a tracker of
/// that name, the first free one of `name-2`, `name-3`, … All of them end with the context.
public final class TrackedDataSources implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TrackedDataSources.class.getName());

  /// Two contexts that start at the same time must not take the same name.
  private static final Object NAMES = new Object();

  /// Far more contexts than a virtual machine has; a search without an end would hide a mistake.
  private static final int MAX_NAMES = 1000;

  private final ConnectionsProperties properties;
  private final List<TrackedPool> pools = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionTracker>> listeners =
      new ArrayList<>(); // guarded by itself
  private volatile boolean ready;

  TrackedDataSources(ConnectionsProperties properties) {
    this.properties = properties;
  }

  /// The trackers that have started and not ended, by the names of their beans.
  public Map<String, ConnectionTracker> trackers() {
    Map<String, ConnectionTracker> trackers = new LinkedHashMap<>();
    for (TrackedPool pool : pools) {
      ConnectionTracker tracker = pool.tracker();
      if (tracker != null && !tracker.isClosed()) {
        trackers.put(pool.bean(), tracker);
      }
    }
    return trackers;
  }

  /// The tracker of a bean; empty if it has not started, has ended, or there is no such bean.
  public Optional<ConnectionTracker> tracker(String bean) {
    return Optional.ofNullable(trackers().get(bean));
  }

  /// Hands `listener` each tracker once: those that have started, and each later one when it
  /// starts.
  public void onStart(Consumer<ConnectionTracker> listener) {
    synchronized (listeners) {
      listeners.add(listener);
      trackers().values().forEach(listener);
    }
  }

  ConnectionsProperties properties() {
    return properties;
  }

  TrackedPool pool(String bean, DataSource source) {
    return new TrackedPool(bean, source, this::started);
  }

  void add(TrackedPool pool) {
    pools.add(pool);
    if (ready) {
      pool.start();
    }
  }

  boolean has(String bean) {
    return pools.stream().anyMatch(pool -> pool.bean().equals(bean));
  }

  /// Starts all trackers that have not been started by a borrow.
  void startAll() {
    ready = true;
    pools.forEach(TrackedPool::start);
  }

  /// Ends the tracking of the data source behind `proxy`.
  @SuppressWarnings("ReferenceEquality") // identity is meant, independent of equals
  void leaveAlone(DataSource proxy) {
    Object source = AopProxyUtils.getSingletonTarget(proxy);
    List<TrackedPool> behind = pools.stream().filter(pool -> pool.pool() == source).toList();
    behind.forEach(TrackedPool::end);
    pools.removeAll(behind);
  }

  /// Ends the tracking of a bean, and of the data sources behind it.
  void end(String bean) {
    List<TrackedPool> ended =
        pools.stream()
            .filter(pool -> pool.bean().equals(bean) || pool.bean().startsWith(bean + "."))
            .toList();
    ended.forEach(TrackedPool::end);
    pools.removeAll(ended);
  }

  /// A pool that cannot be tracked must still lend, and fail by itself if it cannot do that.
  @SuppressWarnings("IllegalCatch") // drivers and pools throw anything while they are configured
  private @Nullable ConnectionTracker started(TrackedPool pool) {
    try {
      ConnectionTracker tracker = build(pool);
      synchronized (listeners) {
        listeners.forEach(listener -> listener.accept(tracker));
      }
      return tracker;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "bean '" + pool.bean() + "' is not tracked: " + e.getMessage(), e);
      return null;
    }
  }

  private ConnectionTracker build(TrackedPool pool) {
    synchronized (NAMES) {
      for (int i = 1; ; i++) {
        String name = i == 1 ? pool.bean() : pool.bean() + "-" + i;
        if (isTaken(name)) {
          continue;
        }
        try {
          return builder(pool, name).build();
        } catch (IllegalStateException e) {
          // a copy of the library in another class loader may have registered the name
          if (!(e.getCause() instanceof InstanceAlreadyExistsException) || i == MAX_NAMES) {
            throw e;
          }
        }
      }
    }
  }

  private static boolean isTaken(String name) {
    return ConnectionTracker.open().stream().anyMatch(tracker -> tracker.name().equals(name));
  }

  private ConnectionTracker.Builder builder(TrackedPool pool, String name) {
    ConnectionTracker.Builder builder =
        ConnectionTracker.builder(pool.pool())
            .name(name)
            .defaultHold(properties.hold())
            .reclaim(properties.policy())
            .framework(BorrowInterceptor.class.getName());
    properties.frameworks().forEach(builder::framework);
    return properties.jmx() ? builder.jmx() : builder;
  }

  /// Ends all trackers.
  @Override
  public void close() {
    pools.forEach(TrackedPool::end);
  }
}
