package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.ConnectionTracker;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A data source of the application, and its tracker once it has one. Thread-safe.
///
/// The tracker starts with the first borrow, or when all beans are there: only then is the
/// configuration of a pool complete.
final class TrackedPool {
  private final String bean;
  private final DataSource pool;
  private final Function<TrackedPool, @Nullable ConnectionTracker> starter;
  private volatile @Nullable ConnectionTracker tracker;
  private volatile boolean decided;

  TrackedPool(
      String bean, DataSource pool, Function<TrackedPool, @Nullable ConnectionTracker> starter) {
    this.bean = bean;
    this.pool = pool;
    this.starter = starter;
  }

  String bean() {
    return bean;
  }

  DataSource pool() {
    return pool;
  }

  @Nullable ConnectionTracker tracker() {
    return tracker;
  }

  /// Whom to ask for a connection: the tracker's drop-in, or the pool itself if it is left alone.
  DataSource source() {
    if (!decided) {
      start();
    }
    ConnectionTracker started = tracker;
    return started == null || started.isClosed() ? pool : started.asDataSource();
  }

  synchronized void start() {
    if (!decided) {
      tracker = starter.apply(this);
      decided = true;
    }
  }

  /// From now on borrows go to the pool itself.
  synchronized void end() {
    decided = true;
    ConnectionTracker started = tracker;
    if (started != null) {
      started.close();
    }
  }
}
