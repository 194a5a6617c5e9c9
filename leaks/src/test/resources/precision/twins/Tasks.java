package twins;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/* Who is given the connection to close it later has it. */
class Tasks {
  private final ExecutorService worker;
  private final ScheduledExecutorService clock;
  Tasks(ExecutorService worker, ScheduledExecutorService clock) { this.worker = worker; this.clock = clock; }

  void scheduled(DataSource ds) throws SQLException {
    Connection c = ds.getConnection();
    clock.schedule(new Runnable() {
      @Override public void run() {
        try { c.close(); } catch (SQLException e) { e.printStackTrace(); }
      }
    }, 1, TimeUnit.SECONDS);
  }

  void executed(DataSource ds) throws SQLException {
    Connection c = ds.getConnection();
    worker.execute(() -> { try (c) { c.commit(); } catch (SQLException e) { e.printStackTrace(); } });
  }

  void thread(DataSource ds) throws SQLException {
    Connection c = ds.getConnection();
    Thread closer = new Thread(() -> { try { c.close(); } catch (SQLException e) { e.printStackTrace(); } });
    closer.start();
  }

  void usedOnly(DataSource ds) throws SQLException {
    Connection c = ds.getConnection(); // lost: ESCAPED_TO_LAMBDA
    worker.execute(() -> { try { c.commit(); } catch (SQLException e) { e.printStackTrace(); } });
  }

  void mayNeverRun(DataSource ds) throws SQLException {
    Connection c = ds.getConnection(); // lost: ESCAPED_TO_LAMBDA
    Future<?> task = worker.submit(() -> { try { c.close(); } catch (SQLException e) { e.printStackTrace(); } });
    task.cancel(true);
  }
}
