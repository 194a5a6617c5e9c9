package shop;

import java.sql.Connection;
import org.h2.jdbcx.JdbcDataSource;

/** Borrows through a class that has no lines. */
public final class Lines {
  public static void main(String[] arguments) throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:lines");
    try (Connection given = Lineless.open(source)) { // CLEAN
      given.isReadOnly();
    }
    System.out.println("ready");
    System.in.read();
  }
}
