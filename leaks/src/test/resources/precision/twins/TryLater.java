package twins;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/* A try that takes a variable declared before it. */
class TryLater {
  private final DataSource pool;

  TryLater(DataSource pool) { this.pool = pool; }

  void atOnce() throws SQLException {
    Connection c = pool.getConnection();
    try (c) {
      c.commit();
    }
  }

  void gap() throws SQLException {
    Connection c = pool.getConnection(); // lost: GAP_BEFORE_TRY
    c.setAutoCommit(false);
    try (c) {
      c.commit();
    }
  }

  void gapWithStatement() throws SQLException {
    final Connection c = pool.getConnection(); // lost: GAP_BEFORE_TRY
    var statement = c.createStatement();
    try (c; statement) {
      statement.execute("x");
    }
  }

  void gapAndSecondName() throws SQLException {
    Connection c = pool.getConnection(); // lost: GAP_BEFORE_TRY
    c.setReadOnly(true);
    try (Connection same = c) {
      same.commit();
    }
  }

  void gapBeforeReference() throws Exception {
    Connection c = pool.getConnection(); // lost: GAP_BEFORE_TRY
    c.setReadOnly(true);
    try (AutoCloseable closing = c::close) {
      c.commit();
    }
  }

  void asserted() throws SQLException {
    Connection c = pool.getConnection(); // lost: GAP_BEFORE_TRY
    assert c.isValid(1);
    try (c) {
      c.commit();
    }
  }

  void returnsBetween(boolean early) throws SQLException {
    Connection c = pool.getConnection(); // lost: EARLY_RETURN
    if (early) {
      return;
    }
    c.close();
  }

  void inSwitch(int kind) throws SQLException {
    Connection c = pool.getConnection(); // lost: SWITCH_BRANCH
    switch (kind) {
      case 0 -> c.close();
      default -> System.out.println(kind);
    }
  }

  void required() throws SQLException {
    Connection c = java.util.Objects.requireNonNull(pool.getConnection(), "no connection"); // lost: NEVER_CLOSED
    c.commit();
  }

  void requiredAndClosed() throws SQLException {
    try (Connection c = java.util.Objects.requireNonNull(pool.getConnection())) {
      c.commit();
    }
  }
}
