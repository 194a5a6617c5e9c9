package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** Borrows in virtual threads and within scoped values, where this Java has them. */
public final class Modern {
  private static final int THREADS = 20;

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:modern");
    config.setMaximumPoolSize(4);
    config.setPoolName("modern");
    HikariDataSource pool = new HikariDataSource(config);
    Method start = method("java.lang.Thread", "startVirtualThread", Runnable.class);
    System.out.println("virtual threads: " + (start != null));
    Class<?> scopes = find("java.lang.ScopedValue");
    System.out.println("scoped values: " + (scopes != null));

    CountDownLatch done = new CountDownLatch(2 * THREADS);
    for (int i = 0; i < THREADS; i++) {
      run(start, () -> work(pool, done));
      run(start, () -> within(scopes, () -> work(pool, done)));
    }
    done.await();
    CountDownLatch lost = new CountDownLatch(1);
    run(start, () -> lose(pool, lost));
    lost.await();
    System.out.println("ready");
    System.in.read();
  }

  private static void run(Method start, Runnable task) throws Exception {
    if (start == null) {
      new Thread(task).start();
    } else {
      start.invoke(null, task);
    }
  }

  /** Runs a task while a scoped value is bound. */
  private static void within(Class<?> scopes, Runnable task) {
    try {
      if (scopes == null) {
        task.run();
        return;
      }
      Object value = scopes.getMethod("newInstance").invoke(null);
      Object carrier = scopes.getMethod("where", scopes, Object.class).invoke(null, value, "till");
      find("java.lang.ScopedValue$Carrier").getMethod("run", Runnable.class).invoke(carrier, task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void work(DataSource pool, CountDownLatch done) {
    try (Connection given = pool.getConnection()) { // CLEAN
      given.createStatement().execute("select 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    done.countDown();
  }

  private static void lose(DataSource pool, CountDownLatch done) {
    try {
      pool.getConnection().createStatement().execute("select 1"); // LEAK
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    done.countDown();
  }

  private static Class<?> find(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static Method method(String owner, String name, Class<?> type) throws Exception {
    try {
      return Class.forName(owner).getMethod(name, type);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
