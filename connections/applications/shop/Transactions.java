package shop;

import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The server's own transactions; a server without them runs the body as it is. */
final class Transactions {
  interface Body {
    String run() throws SQLException;
  }

  private Transactions() {}

  static String inOne(Body body) throws SQLException {
    UserTransaction transaction;
    try {
      transaction = (UserTransaction) new InitialContext().lookup("java:comp/UserTransaction");
    } catch (NamingException e) {
      return body.run();
    }
    try {
      transaction.begin();
      String result = body.run();
      transaction.commit();
      return result;
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException(e);
    }
  }
}
