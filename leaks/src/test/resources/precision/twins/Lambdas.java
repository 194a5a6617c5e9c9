package twins;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/* What a lambda returns is its caller's. */
class Lambdas {
  private final DataSource pool;
  private final DataSource replica;

  Lambdas(DataSource pool, DataSource replica) {
    this.pool = pool;
    this.replica = replica;
  }

  interface Opener { Connection open(String url) throws SQLException; }

  Opener block() { return url -> { return DriverManager.getConnection(url); }; }
  Opener configured() {
    return url -> {
      Connection c = DriverManager.getConnection(url); // lost: NEVER_CLOSED
      c.setAutoCommit(false);
      return c;
    };
  }
  Opener configuredSafely() {
    return url -> {
      Connection c = DriverManager.getConnection(url);
      try {
        c.setAutoCommit(false);
        return c;
      } catch (SQLException e) {
        c.close();
        throw e;
      }
    };
  }
  Callable<Connection> parenthesised() { return () -> { return (pool.getConnection()); }; }
  Callable<Connection> cast() { return () -> { return (Connection) pool.getConnection(); }; }
  Callable<Connection> ternary(boolean b) { return () -> { return b ? pool.getConnection() : replica.getConnection(); }; }
  Callable<Connection> branches(boolean b) {
    return () -> {
      if (b) {
        return pool.getConnection();
      }
      return replica.getConnection();
    };
  }
  Callable<Connection> switched(int kind) {
    return () -> switch (kind) { case 0 -> pool.getConnection(); default -> replica.getConnection(); };
  }
  Callable<Connection> yielded(int kind) {
    return () -> { return switch (kind) { case 0 -> { yield pool.getConnection(); } default -> replica.getConnection(); }; };
  }
  Supplier<Callable<Connection>> nested() { return () -> () -> { return pool.getConnection(); }; }
  Function<DataSource, Connection> given() {
    return source -> {
      try {
        Connection c = source.getConnection();
        return c;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }
  Runnable lostInside() {
    return () -> {
      try {
        Connection c = pool.getConnection(); // lost: NEVER_CLOSED
        c.commit();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }
  Callable<Boolean> answersSomethingElse() {
    return () -> {
      Connection c = pool.getConnection(); // lost: NEVER_CLOSED
      return c.isValid(1);
    };
  }
}
