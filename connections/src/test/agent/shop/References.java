package shop;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Method references to a getConnection that another type declares than the one they name. */
public final class References {
  private static final String URL = "jdbc:h2:mem:references;DB_CLOSE_DELAY=-1";

  interface Pool extends DataSource, AutoCloseable {}

  interface Marker {}

  interface Opener<S> {
    Connection open(S source) throws SQLException;
  }

  static class Own extends Wrapping.Outer implements Pool {
    Own(DataSource inner) {
      super(inner, false);
    }

    @Override
    public void close() {}

    Connection fresh() throws SQLException {
      return super.getConnection();
    }

    Callable<Connection> above() {
      return super::getConnection;
    }
  }

  static class Till {
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection(URL);
    }
  }

  static class Drawer extends Till {
    Callable<Connection> source() {
      return this::getConnection;
    }
  }

  public static void main(String[] arguments) throws Exception {
    JdbcDataSource driver = new JdbcDataSource();
    driver.setURL(URL);
    Own own = new Own(driver);
    inherited(own);
    fromInterface(own);
    unbound(own);
    unboundInherited(own);
    generic(own);
    marked(own);
    throughSuper(own);
    use(own.above());
    use(new Drawer().source());
    use((Callable<Connection> & Serializable) own::getConnection);
    System.out.println("ready");
    System.in.read();
  }

  private static void use(Callable<Connection> source) throws Exception {
    try (Connection given = source.call()) {
      given.isReadOnly();
    }
  }

  private static void inherited(Own own) throws Exception {
    use(own::getConnection); // CLEAN
  }

  private static void fromInterface(Pool pool) throws Exception {
    use(pool::getConnection); // CLEAN
  }

  private static void unbound(DataSource source) throws Exception {
    Opener<DataSource> opener = DataSource::getConnection; // CLEAN
    use(() -> opener.open(source));
  }

  private static void unboundInherited(Own own) throws Exception {
    Opener<Own> opener = Own::getConnection; // CLEAN
    use(() -> opener.open(own));
  }

  private static <P extends Own> void generic(P own) throws Exception {
    use(own::getConnection); // CLEAN
  }

  private static void marked(Own own) throws Exception {
    use((Callable<Connection> & Marker) own::getConnection); // CLEAN
  }

  private static void throughSuper(Own own) throws Exception {
    try (Connection given = own.fresh()) { // CLEAN
      given.isReadOnly();
    }
  }
}
