package shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** A web application that knows nothing of the library. Each path borrows on a line of its own. */
@WebServlet("/till/*")
public final class Till extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      DataSource source =
          (DataSource) new InitialContext().lookup(request.getParameter("source"));
      response.getWriter().println(answer(request.getPathInfo(), source));
    } catch (NamingException | SQLException e) {
      throw new ServletException(e);
    }
  }

  private static String answer(String path, DataSource source)
      throws SQLException, ServletException {
    return switch (path) {
      case "/work" -> work(source);
      case "/reference" -> reference(source::getConnection); // BORROWS /reference
      case "/transaction" -> transaction(source);
      case "/hold" -> hold(source);
      case "/lose" -> lose(source);
      case "/wait" -> {
        pause(300);
        yield "waited";
      }
      case "/gc" -> {
        System.gc();
        yield "collected";
      }
      default -> throw new ServletException("no such path: " + path);
    };
  }

  private static String work(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) { // BORROWS /work
      return "session " + one(connection);
    }
  }

  private static String reference(Callable<Connection> borrowing) throws SQLException {
    try (Connection connection = borrowing.call()) {
      return "session " + one(connection);
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String transaction(DataSource source) throws SQLException {
    return Transactions.inOne(() -> {
      try (Connection connection = source.getConnection()) { // BORROWS /transaction
        return "session " + one(connection);
      }
    });
  }

  /** Keeps a connection for longer than the agent is told to allow, and then goes on. */
  private static String hold(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) { // BORROWS /hold
      one(connection);
      pause(2500);
      return "still session " + one(connection);
    }
  }

  private static void pause(long millis) throws SQLException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException(e);
    }
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static String lose(DataSource source) throws SQLException {
    return "lost " + one(source.getConnection()); // BORROWS /lose
  }

  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT SESSION_ID()")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
