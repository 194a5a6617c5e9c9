package shop;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A class behind a proxy that begins its transactions, as frameworks make them at run time. */
public final class Proxied {
  public static void main(String[] arguments) throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:proxied;DB_CLOSE_DELAY=-1");
    for (Stock stock :
        new Stock[] {
          new Stock$$SpringCGLIB$$0(source), new Stock_Subclass(source), new Stock_ClientProxy(source)
        }) {
      stock.add("nut");
    }
    System.out.println("ready");
    System.in.read();
  }
}

class Stock {
  int add(String name) {
    return name.length(); // CLEAN
  }

  int add(Object other) {
    return 0;
  }
}

class Stock$$SpringCGLIB$$0 extends Stock {
  private final DataSource source;

  Stock$$SpringCGLIB$$0(DataSource source) {
    this.source = source;
  }

  @Override
  int add(String name) {
    return Transactions.around(source, () -> super.add(name));
  }
}

class Stock_Subclass extends Stock {
  private final DataSource source;

  Stock_Subclass(DataSource source) {
    this.source = source;
  }

  @Override
  int add(String name) {
    return Transactions.around(source, () -> super.add(name));
  }
}

class Stock_ClientProxy extends Stock_Subclass {
  Stock_ClientProxy(DataSource source) {
    super(source);
  }

  @Override
  int add(String name) {
    return super.add(name);
  }
}

/** Borrows for others: a framework. */
class Transactions {
  static int around(DataSource source, java.util.function.IntSupplier body) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      int result = body.getAsInt();
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
