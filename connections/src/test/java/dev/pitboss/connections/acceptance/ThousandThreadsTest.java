package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A thousand virtual threads borrow in every way there is, and fail at random, while the books are
/// read all the time.
@Tag("slow")
final class ThousandThreadsTest {
  private static final int THREADS = 1000;
  private static final int BORROWS_EACH = 15;
  private static final long SEED = 20_260_101;
  private static final Duration HOLD = Duration.ofSeconds(60);
  private static final CallSite SITE = CallSite.here("acquire");

  private final AtomicLong borrowed = new AtomicLong();

  @Test
  void booksBalanceAtEveryInstantAndAgreeWithThePoolAtRest() throws Exception {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:");
    config.setMaximumPoolSize(8);
    config.setConnectionTimeout(30_000);
    List<ConnectionEvent> leaks = new CopyOnWriteArrayList<>();
    try (HikariDataSource pool = HikariPools.tracked(config);
        ConnectionTracker tracker = ConnectionTracker.over(pool)) {
      tracker.addListener(event -> {
        if (event instanceof ConnectionEvent.Leak) {
          leaks.add(event);
        }
      });
      var done = new AtomicBoolean();
      Thread reader = Thread.ofPlatform().start(() -> readUntil(done, tracker));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < THREADS; i++) {
          var random = new SplittableRandom(SEED + i);
          threads.execute(() -> borrowAll(pool, tracker, random));
        }
      }
      done.set(true);
      reader.join();

      LeakReport report = tracker.report();
      assertThat(report.trackingStats().totalAcquired())
          .as("seed %d", SEED)
          .isEqualTo(borrowed.get())
          .isEqualTo((long) THREADS * BORROWS_EACH);
      assertThat(report.trackingStats().totalReleased()).isEqualTo(borrowed.get());
      assertThat(report.trackingDiscrepancy()).isZero();
      assertThat(report.held()).isEmpty();
      assertThat(unbalanced).isEmpty();
      assertThat(leaks).isEmpty();
      assertThat(report.topConnectionUsers()).hasSize(5);
    }
  }

  private final List<LeakReport.SiteUse> unbalanced = new CopyOnWriteArrayList<>();

  private void readUntil(AtomicBoolean done, ConnectionTracker tracker) {
    while (!done.get()) {
      LeakReport report = tracker.report();
      for (LeakReport.SiteUse use : report.topConnectionUsers()) {
        if (use.acquired() != use.released() + use.reclaimed() + use.active()
            || use.active() < 0
            || use.active() > 8) {
          unbalanced.add(use);
        }
      }
      pause();
    }
  }

  private void borrowAll(
      HikariDataSource pool, ConnectionTracker tracker, SplittableRandom random) {
    for (int i = 0; i < BORROWS_EACH; i++) {
      try {
        borrow(pool, tracker, random);
      } catch (SQLException | IllegalStateException _) {
        // failures on purpose: only the books matter here
      }
    }
  }

  private void borrow(HikariDataSource pool, ConnectionTracker tracker, SplittableRandom random)
      throws SQLException {
    switch (random.nextInt(5)) {
      case 0 -> tracker.run(HOLD, connection -> work(connection, random));
      case 1 ->
          tracker.inTransaction(
              HOLD,
              connection -> {
                work(connection, random);
                return true;
              });
      case 2 -> {
        try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
          work(connection, random);
        }
      }
      case 3 -> {
        try (Connection connection = tracker.asDataSource().getConnection()) {
          work(connection, random);
        }
      }
      default -> {
        try (Connection connection = pool.getConnection()) {
          work(connection, random);
        }
      }
    }
  }

  private void work(Connection connection, SplittableRandom random) throws SQLException {
    borrowed.incrementAndGet();
    switch (random.nextInt(100)) {
      case 0 -> throw new IllegalStateException("on purpose");
      case 1 -> {
        connection.abort(Runnable::run);
        connection.commit(); // fails, and so tells the pool that the connection is broken
      }
      case 2, 3, 4 -> connection.close();
      case 5, 6, 7 -> pause();
      default -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("select 1");
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
