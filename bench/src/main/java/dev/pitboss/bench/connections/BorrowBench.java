package dev.pitboss.bench.connections;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// Taking a connection and giving it back, in each of the ways the tracker offers.
///
/// What is borrowed escapes, as it does in every application: were it dead at once, the compiler
/// would not even make the bare pool's proxies.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BorrowBench {
  private static final CallSite SITE = CallSite.here("borrow");
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final String QUERY = "select balance from player where id = 1";

  /// A pool as its users have it.
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the set-up
  public static class Untracked {
    /// Which pool.
    @Param("HIKARI")
    public Subject subject;

    DataSource pool;

    /// Opens the pool.
    @Setup
    public void open() {
      pool = subject.open();
    }

    /// Closes the pool.
    @TearDown
    public void close() throws Exception {
      if (pool instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  /// A pool under the tracker.
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the set-up
  public static class Tracked {
    /// Which pool.
    @Param("HIKARI_TRACKED")
    public Subject subject;

    ConnectionTracker tracker;
    DataSource dropIn;
    DataSource dropInOfSite;
    private DataSource pool;

    /// Opens the pool and puts the tracker over it.
    @Setup
    public void open() {
      pool = subject.open();
      tracker = ConnectionTracker.over(pool);
      dropIn = tracker.asDataSource();
      dropInOfSite = tracker.asDataSource(SITE);
    }

    /// Closes both. Numbers of a tracker that lost count would be worth nothing.
    @TearDown
    public void close() throws Exception {
      var stats = tracker.report().trackingStats();
      if (stats.totalActive() != 0 || stats.totalLeaks() != 0) {
        throw new IllegalStateException("the books do not balance: " + stats);
      }
      tracker.close();
      ((AutoCloseable) pool).close();
    }
  }

  /// The processor time of the measuring thread: on a shared machine it is steadier than the clock
  /// on the wall.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// Borrows so far in this iteration.
    public long borrows;

    /// Nanoseconds of processor time in this iteration.
    public long cpuNanos;

    private long startNanos; // not a counter: those are set to zero after the set-up

    /// Starts an iteration.
    @Setup(Level.Iteration)
    public void start() {
      startNanos = THREADS.getCurrentThreadCpuTime();
    }

    /// Ends an iteration.
    @TearDown(Level.Iteration)
    public void stop() {
      cpuNanos = THREADS.getCurrentThreadCpuTime() - startNanos;
    }
  }

  /// The pool alone.
  @Benchmark
  public Connection pool(Untracked state, Cpu cpu) throws SQLException {
    cpu.borrows++;
    try (Connection connection = state.pool.getConnection()) {
      return connection;
    }
  }

  /// The pool alone, and a query.
  @Benchmark
  public long poolQuery(Untracked state, Cpu cpu, Blackhole hole) throws SQLException {
    cpu.borrows++;
    try (Connection connection = state.pool.getConnection()) {
      return query(connection, hole);
    }
  }

  /// Under a site that is a constant.
  @Benchmark
  public Connection constant(Tracked state, Cpu cpu) throws SQLException {
    cpu.borrows++;
    try (Connection connection = state.tracker.acquire(SITE, HOLD)) {
      return connection;
    }
  }

  /// Under a site that is a constant, and a query.
  @Benchmark
  public long constantQuery(Tracked state, Cpu cpu, Blackhole hole) throws SQLException {
    cpu.borrows++;
    try (Connection connection = state.tracker.acquire(SITE, HOLD)) {
      return query(connection, hole);
    }
  }

  /// In the scope of a lambda.
  @Benchmark
  public Connection lambda(Tracked state, Cpu cpu) throws SQLException {
    cpu.borrows++;
    return state.tracker.call(HOLD, connection -> connection);
  }

  /// In the scope of a lambda, and a query.
  @Benchmark
  public long lambdaQuery(Tracked state, Cpu cpu, Blackhole hole) throws SQLException {
    cpu.borrows++;
    return state.tracker.call(HOLD, connection -> query(connection, hole));
  }

  /// Through the drop-in data source of one component.
  @Benchmark
  public Connection dropIn(Tracked state, Cpu cpu) throws SQLException {
    cpu.borrows++;
    try (Connection connection = state.dropInOfSite.getConnection()) {
      return connection;
    }
  }

  /// Through the shared drop-in data source.
  @Benchmark
  public Connection dropInWalking(Tracked state, Cpu cpu) throws SQLException {
    cpu.borrows++;
    try (Connection connection = state.dropIn.getConnection()) {
      return connection;
    }
  }

  private static long query(Connection connection, Blackhole hole) throws SQLException {
    hole.consume(connection);
    try (PreparedStatement statement = connection.prepareStatement(QUERY);
        ResultSet results = statement.executeQuery()) {
      hole.consume(statement);
      hole.consume(results);
      return results.next() ? results.getLong(1) : -1;
    }
  }
}
