package shop;

import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Replaces a class that borrows while it runs, as a debugger does with one that was edited. */
public final class Replaced {
  private static Instrumentation instrumentation;

  public static void premain(String options, Instrumentation given) {
    instrumentation = given;
  }

  public static void main(String[] arguments) throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:replaced;DB_CLOSE_DELAY=-1");
    Till.count(source);
    byte[] edited;
    try (InputStream file = Replaced.class.getResourceAsStream("Till.class")) {
      edited = file.readAllBytes();
    }
    instrumentation.redefineClasses(new ClassDefinition(Till.class, edited));
    Till.count(source);
    System.out.println("ready");
    System.in.read();
  }
}

class Till {
  static void count(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) { // CLEAN
      connection.isValid(1);
    }
  }
}
