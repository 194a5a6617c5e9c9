import java.sql.*;
import java.util.*;
import java.util.function.*;
import javax.sql.DataSource;
class Modern {
  final DataSource ds, replica; Modern(DataSource d, DataSource r){ds=d;replica=r;}
  void ternary(boolean ro) throws SQLException { try (Connection c = ro ? replica.getConnection() : ds.getConnection()) { c.createStatement().execute("x"); } }
  void sw(int k) throws SQLException { try (Connection c = switch (k) { case 0 -> ds.getConnection(); case 1 -> { yield replica.getConnection(); } default -> throw new IllegalArgumentException(); }) { c.createStatement().execute("x"); } }
  void swLeak(int k) throws SQLException { Connection c = switch (k) { case 0 -> ds.getConnection(); default -> replica.getConnection(); }; c.createStatement().execute("x"); } // lost: NEVER_CLOSED
  void effFinal() throws SQLException { Connection c = ds.getConnection(); try (c) { c.createStatement().execute("x"); } }
  void effFinalGap() throws SQLException { Connection c = ds.getConnection(); c.setAutoCommit(false); try (c) { c.createStatement().execute("x"); } } // lost: GAP_BEFORE_TRY
  void fin(Connection given) throws SQLException { try (given) { given.createStatement().execute("x"); } }
  record Held(Connection c, String why) implements AutoCloseable { public void close() throws SQLException { c.close(); } }
  void rec() throws SQLException { try (Held h = new Held(ds.getConnection(), "x")) { h.c().createStatement().execute("x"); } }
  void recLeak() throws SQLException { Held h = new Held(ds.getConnection(), "x"); h.c().createStatement().execute("x"); } // lost: NEVER_CLOSED
  sealed interface Res permits Ok, No {} record Ok(Connection c) implements Res {} record No(String s) implements Res {}
  void pattern() throws SQLException { Res r = new Ok(ds.getConnection()); switch (r) { case Ok(Connection c) -> c.close(); case No _ -> {} } }
  int lam() throws SQLException { return with(c -> { try { return c.createStatement().executeUpdate("x"); } catch (SQLException e) { throw new RuntimeException(e); } }); }
  <T> T with(Function<Connection, T> f) throws SQLException { try (Connection c = ds.getConnection()) { return f.apply(c); } }
  Supplier<Connection> sup() { return () -> { try { return ds.getConnection(); } catch (SQLException e) { throw new RuntimeException(e); } }; }
  void supLeak() throws SQLException { Connection c = sup().get(); c.createStatement().execute("x"); } // lost: NEVER_CLOSED
  void sync() throws SQLException { synchronized (this) { Connection c = ds.getConnection(); try { c.createStatement().execute("x"); } finally { c.close(); } } }
  void two() throws SQLException { Connection a = ds.getConnection(); Connection b = replica.getConnection(); try { a.createStatement().execute("x"); b.createStatement().execute("x"); } finally { a.close(); b.close(); } } // lost: GAP_BEFORE_TRY EARLIER_CLOSE_THROWS
  void loop() throws SQLException { for (int i = 0; i < 3; i++) { Connection c = ds.getConnection(); try { if (i == 1) continue; c.createStatement().execute("x"); } finally { c.close(); } } }
  void assertion() throws SQLException { Connection c = ds.getConnection(); assert c.isValid(1); try { c.createStatement().execute("x"); } finally { c.close(); } } // lost: GAP_BEFORE_TRY
}
