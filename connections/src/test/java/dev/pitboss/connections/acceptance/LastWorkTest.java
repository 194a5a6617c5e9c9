package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.Borrow;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.connections.TransactionState;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a leak says of the borrower's work: its last statement, its transaction, its trace.
final class LastWorkTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final AtomicLong nanos = new AtomicLong();
  private final HikariDataSource pool = Database.H2.pool(2);
  private final ConnectionTracker tracker =
      ConnectionTracker.builder(pool)
          .nanoTime(nanos::get)
          .watchdogInterval(Duration.ofHours(1))
          .build();
  private final List<Borrow> leaks = new ArrayList<>();

  @BeforeEach
  void listen() {
    tracker.addListener(event -> {
      if (event instanceof ConnectionEvent.Leak leak) {
        leaks.add(leak.borrow());
      }
    });
  }

  @AfterEach
  void stop() {
    tracker.close();
    pool.close();
  }

  private interface Work {
    void on(TrackedConnection connection) throws SQLException;
  }

  /// The borrow, reported after this work.
  private Borrow overdue(Work work) throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      work.on(connection);
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      tracker.inspect();
      connection.rollback();
    }
    return leaks.getLast();
  }

  private static void run(TrackedConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void statementThatRanLastIsShownWithoutItsValues() throws SQLException {
    assertThat(overdue(connection -> {}).lastSql()).isEmpty();
    assertThat(overdue(connection -> run(connection, "select 'bob', 7")).lastSql())
        .isEqualTo("select ?, ?");
    assertThat(
            overdue(
                    connection -> {
                      try (PreparedStatement first = connection.prepareStatement("select 1 + ?");
                          CallableStatement second = connection.prepareCall("call 2")) {
                        assertThat(second).isNotNull();
                        first.setInt(1, 5);
                        first.executeQuery().close();
                      }
                    })
                .lastSql())
        .isEqualTo("select ? + ?");
    assertThat(
            overdue(
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        run(connection, "create table if not exists t (x int)");
                        statement.addBatch("insert into t values (1)");
                        statement.addBatch("insert into t values (2)");
                        run(connection, "select 3");
                        statement.executeBatch();
                      }
                    })
                .lastSql())
        .isEqualTo("insert into t values (?)");
  }

  @Test
  void connectionThatIsOutShowsTheSame() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      connection.setAutoCommit(false);
      run(connection, "select 'bob'");
      LeakReport.HeldBorrow held = tracker.report().held().getFirst();
      assertThat(held.lastSql()).isEqualTo("select ?");
      assertThat(held.transaction()).isEqualTo(TransactionState.OPEN);
      connection.commit();
      assertThat(tracker.report().held().getFirst().transaction()).isEqualTo(TransactionState.NONE);
    }
  }

  @Test
  void transactionIsOpenOnlyWhereAStatementRanWithoutAutoCommit() throws SQLException {
    assertThat(overdue(connection -> connection.setAutoCommit(false)).transaction())
        .isEqualTo(TransactionState.NONE);
    assertThat(
            overdue(
                    connection -> {
                      connection.setAutoCommit(false);
                      run(connection, "select 1");
                    })
                .transaction())
        .isEqualTo(TransactionState.OPEN);
  }

  /// The borrower never said: the driver is asked, once a leak is found.
  @Test
  void driverIsAskedForAModeThatTheBorrowerLeftAlone() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      run(connection, "select 1");
      assertThat(tracker.report().held().getFirst().transaction())
          .isEqualTo(TransactionState.UNKNOWN);
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      tracker.inspect();
      assertThat(leaks.getLast().transaction()).isEqualTo(TransactionState.NONE);
    }
  }

  @Test
  void unwrappedConnectionMayDoAnything() throws SQLException {
    Borrow borrow = overdue(connection -> connection.unwrap(org.h2.jdbc.JdbcConnection.class));
    assertThat(borrow.transaction()).isEqualTo(TransactionState.UNKNOWN);
  }

  private static Span traced() {
    SpanContext context =
        SpanContext.create(
            TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());
    return Span.wrap(context);
  }

  @Test
  void traceOfTheBorrowerIsKeptFromTheSecondLeakOfALineOn() throws SQLException {
    try (Scope scope = traced().makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(overdue(connection -> {}).traceId()).isEmpty();
      assertThat(overdue(connection -> {}).traceId()).isEqualTo(TRACE);
      assertThat(leaks.getLast().toString()).endsWith(", trace " + TRACE);
    }
    assertThat(overdue(connection -> {}).traceId()).isEmpty();
  }

  @Test
  void loggingContextNamesTheTraceWhereOpenTelemetryDoesNot() throws Exception {
    overdue(connection -> {});
    for (String key : List.of("trace_id", "traceId")) {
      assertThat(overdueWithin(key, "abc-" + key).traceId()).isEqualTo("abc-" + key);
    }
    assertThat(overdueWithin("traceId", "<b>\nforged line").traceId()).isEmpty();
  }

  /// As an application logs; by reflection, since the library's module does not read SLF4J.
  private Borrow overdueWithin(String key, String value) throws Exception {
    Class<?> context = Class.forName("org.slf4j.MDC");
    context.getMethod("put", String.class, String.class).invoke(null, key, value);
    try {
      return overdue(connection -> {});
    } finally {
      context.getMethod("remove", String.class).invoke(null, key);
    }
  }
}
