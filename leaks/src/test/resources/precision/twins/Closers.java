package twins;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/* Helpers as they are written in the field; which of them close is seen in their bodies only. */
class Closers {
  static void nonNull(Connection c) {
    if (Objects.nonNull(c)) {
      try {
        c.close();
      } catch (SQLException e) {
        System.err.println(e);
      }
    }
  }

  static void guarded(Connection c) throws SQLException {
    if (c == null) {
      return;
    }
    if (!c.isClosed()) {
      c.close();
    }
  }

  static void isNull(Connection c) throws SQLException {
    if (Objects.isNull(c)) return;
    c.close();
  }

  static void all(AutoCloseable... all) {
    for (AutoCloseable each : all) {
      quiet(each);
    }
  }

  static void indexed(AutoCloseable... all) {
    for (int i = 0; i < all.length; i++) {
      if (all[i] != null) {
        try {
          all[i].close();
        } catch (Exception e) {
          System.err.println(e);
        }
      }
    }
  }

  static void streamed(AutoCloseable... all) {
    Arrays.stream(all).filter(Objects::nonNull).forEach(Closers::quiet);
  }

  static void collection(Collection<? extends AutoCloseable> all) {
    all.forEach(each -> quiet(each));
  }

  static void optional(Connection c) {
    Optional.ofNullable(c).ifPresent(Closers::nonNull);
  }

  static void quiet(AutoCloseable one) {
    try {
      if (one != null) one.close();
    } catch (Exception e) {
      // nothing to be done
    }
  }

  static <T extends AutoCloseable> void generic(T one) throws Exception {
    if (one != null) one.close();
  }

  static void object(Object any) {
    if (any instanceof Connection c) {
      nonNull(c);
    } else if (any instanceof AutoCloseable a) {
      quiet(a);
    }
  }

  static void cast(Object any) throws SQLException {
    if (any instanceof Connection) {
      ((Connection) any).close();
    }
  }

  static boolean tells(Connection c) {
    try {
      c.close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  static void resource(Connection c) throws SQLException {
    try (c) {
      c.rollback();
    }
  }

  static void rollbackAndClose(Connection c) {
    try {
      c.rollback();
    } catch (SQLException e) {
      System.err.println(e);
    } finally {
      quiet(c);
    }
  }

  static void several(ResultSet rows, Statement statement, Connection c) {
    quiet(rows);
    quiet(statement);
    quiet(c);
  }

  static void nested(ResultSet rows, Statement statement, Connection c) throws SQLException {
    try {
      if (rows != null) rows.close();
    } finally {
      try {
        if (statement != null) statement.close();
      } finally {
        if (c != null) c.close();
      }
    }
  }

  static void streamOf(ResultSet rows, Connection c) {
    Stream.of(rows, c).filter(Objects::nonNull).forEach(Closers::quiet);
  }

  /* From here on: none of these surely closes the connection. */

  static void closeNothing(Connection c) {
    System.out.println("closing " + c);
  }

  static void closeStatementOnly(Statement statement, Connection c) {
    quiet(statement);
  }

  static void closeWhenAsked(Connection c, boolean asked) throws SQLException {
    if (asked) {
      c.close();
    }
  }

  static void closeAfterRollback(Connection c) {
    try {
      c.rollback();
      c.close();
    } catch (SQLException e) {
      System.err.println(e);
    }
  }

  static void closeFirst(AutoCloseable... all) {
    quiet(all.length > 0 ? all[0] : null);
  }

  static void closeItself(Connection c) {
    closeItself(c);
  }

  static void closeUntilOneFails(ResultSet rows, Connection c) throws SQLException {
    rows.close();
    c.close();
  }
}
