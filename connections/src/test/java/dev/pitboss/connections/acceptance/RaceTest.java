package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.PoolView;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Owner, second owner and watchdog end the same borrow at the same time: it counts once, and the
/// pool gets it once.
@SuppressWarnings("MustBeClosedChecker") // closed by the winner
@Tag("slow")
final class RaceTest {
  private static final int ROUNDS = 3000;
  private static final CallSite SITE = CallSite.here("race");
  private static final Duration HOLD = Duration.ofSeconds(1);

  private record View(FakePool pool) implements PoolView {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public int checkedOut() {
      return pool.checkedOut();
    }

    @Override
    public int maxSize() {
      return 2;
    }

    @Override
    public int waiting() {
      return UNKNOWN;
    }

    @Override
    public boolean evicts() {
      return true;
    }

    @Override
    public void evict(Connection pooled) throws SQLException {
      pooled.close();
    }
  }

  @Test
  void oneBorrowAfterTheOtherIsNeverTakenForTwoAtOnce() throws Exception {
    var nested = new AtomicLong();
    try (ConnectionTracker tracker =
            ConnectionTracker.builder(new FakePool(2))
                .watchdogInterval(Duration.ofHours(1))
                .build();
        ExecutorService watchdog = Executors.newSingleThreadExecutor()) {
      tracker.addListener(event -> {
        if (event instanceof ConnectionEvent.NestedAcquire) {
          nested.incrementAndGet();
        }
      });
      var done = new AtomicBoolean();
      Future<?> looking =
          watchdog.submit(() -> {
            while (!done.get()) {
              tracker.inspect();
            }
          });
      for (int i = 0; i < 100 * ROUNDS; i++) {
        tracker.acquire(SITE, HOLD).close();
      }
      done.set(true);
      looking.get();
    }
    assertThat(nested).hasValue(0);
  }

  /// Such a pool's borrows keep their place in the books by thread.
  @Test
  void whatAnotherThreadGivesBackCountsOnceAtAPoolThatDoesNotTell() throws Exception {
    int threads = 8;
    int each = 2_000;
    var handedOver = new ArrayBlockingQueue<TrackedConnection>(threads);
    try (ConnectionTracker tracker = ConnectionTracker.over(new FakePool(4 * threads));
        ExecutorService borrowers = Executors.newFixedThreadPool(2 * threads)) {
      List<Future<?>> ended = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ended.add(
            borrowers.submit(() -> {
              for (int borrow = 0; borrow < each; borrow++) {
                handedOver.put(tracker.acquire(SITE, HOLD));
              }
              return true;
            }));
        ended.add(
            borrowers.submit(() -> {
              for (int borrow = 0; borrow < each; borrow++) {
                handedOver.take().close();
              }
              return true;
            }));
      }
      for (Future<?> end : ended) {
        end.get();
      }

      LeakReport report = tracker.report();
      assertThat(report.trackingStats().totalAcquired()).isEqualTo((long) threads * each);
      assertThat(report.trackingStats().totalReleased()).isEqualTo((long) threads * each);
      assertThat(report.held()).isEmpty();
    }
  }

  @Test
  void closeAndRevocationCountOnceInEveryOrder() throws Exception {
    var nanos = new AtomicLong();
    var pool = new FakePool(2);
    try (ConnectionTracker tracker =
            ConnectionTracker.builder(pool)
                .view(new View(pool))
                .nanoTime(nanos::get)
                .watchdogInterval(Duration.ofHours(1))
                .reclaim(ReclaimPolicy.NOTHING.andOverdueIdle())
                .build();
        ExecutorService racers = Executors.newFixedThreadPool(2)) {
      var start = new CyclicBarrier(3);
      for (int round = 0; round < ROUNDS; round++) {
        TrackedConnection connection = tracker.acquire(SITE, HOLD);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        Future<?> owner = racers.submit(() -> close(start, connection));
        Future<?> watchdog = racers.submit(() -> inspect(start, tracker));
        start.await();
        connection.close();
        owner.get();
        watchdog.get();
        assertThat(connection.isClosed()).isTrue();
      }

      awaitReturned(tracker);
      LeakReport.TrackingStats stats = tracker.report().trackingStats();
      assertThat(stats.totalAcquired()).isEqualTo(ROUNDS);
      assertThat(stats.totalReleased() + stats.totalReclaimed()).isEqualTo(ROUNDS);
      assertThat(stats.totalActive()).isZero();
      assertThat(pool.checkedOut()).isZero();
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
    }
  }

  private static boolean close(CyclicBarrier start, Connection connection) throws Exception {
    start.await();
    connection.close();
    return true;
  }

  private static boolean inspect(CyclicBarrier start, ConnectionTracker tracker) throws Exception {
    start.await();
    tracker.inspect();
    return true;
  }

  private static void awaitReturned(ConnectionTracker tracker) throws InterruptedException {
    for (int i = 0; i < 500 && tracker.report().trackingStats().totalActive() != 0; i++) {
      Thread.sleep(10);
    }
  }
}
