package dev.pitboss.connections.agent;

import dev.pitboss.connections.PoolView;
import dev.pitboss.connections.internal.Reflected;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;

/// What the agent knows about a pool: its view, or of a pool of an unknown kind only whether it is
/// closed. Thread-safe, and does not keep the pool from being collected.
final class PoolNumbers implements PoolView {
  private final Optional<PoolView> known;
  private final WeakReference<DataSource> pool;
  private final boolean tellsClosed;
  private volatile boolean lendsUnderneath;

  PoolNumbers(DataSource pool) {
    this.known = PoolView.of(pool);
    this.pool = new WeakReference<>(pool);
    this.tellsClosed = Reflected.has(pool, "isClosed");
  }

  boolean isKnown() {
    return known.isPresent();
  }

  /// Some of its connections are out for other data sources, whose borrowers are counted there:
  /// what the pool counts as out no longer says anything about what is borrowed here.
  void lendsUnderneath() {
    lendsUnderneath = true;
  }

  @Override
  public int size() {
    return number(PoolView::size);
  }

  @Override
  public int checkedOut() {
    return lendsUnderneath ? UNKNOWN : number(PoolView::checkedOut);
  }

  @Override
  public int maxSize() {
    return number(PoolView::maxSize);
  }

  @Override
  public int waiting() {
    return number(PoolView::waiting);
  }

  private int number(ToIntFunction<PoolView> question) {
    return known.isPresent() ? question.applyAsInt(known.get()) : UNKNOWN;
  }

  /// A pool that was collected has nothing to lend, either.
  @Override
  public boolean isClosed() {
    if (known.isPresent()) {
      return known.get().isClosed();
    }
    DataSource source = pool.get();
    return source == null || (tellsClosed && Reflected.isTrue(source, "isClosed"));
  }

  @Override
  public boolean evicts() {
    return known.map(PoolView::evicts).orElse(false);
  }

  @Override
  public boolean restoresAutoCommit() {
    return known.map(PoolView::restoresAutoCommit).orElse(false);
  }

  @Override
  public void evict(Connection pooled) throws SQLException {
    if (known.isPresent()) {
      known.get().evict(pooled);
    } else {
      pooled.close();
    }
  }
}
