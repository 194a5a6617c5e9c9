package shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Each path borrows on a line of its own, from the bean that is asked for. */
@RestController
@RequestMapping("/till")
class Till {
  private final Map<String, DataSource> sources;
  private final Notes notes;

  Till(Map<String, DataSource> sources, Notes notes) {
    this.sources = sources;
    this.notes = notes;
  }

  @GetMapping("/work")
  String work(@RequestParam String source) throws SQLException {
    try (Connection connection = sources.get(source).getConnection()) { // BORROWS /work
      return "session " + one(connection);
    }
  }

  @GetMapping("/reference")
  String reference(@RequestParam String source) throws Exception {
    return from(sources.get(source)::getConnection); // BORROWS /reference
  }

  private static String from(Callable<Connection> borrowing) throws Exception {
    try (Connection connection = borrowing.call()) {
      return "session " + one(connection);
    }
  }

  /** By JPA if it is the first pool, and else by a connection. */
  @GetMapping("/transaction")
  String transaction(@RequestParam String source) throws SQLException {
    if (source.equals("tills")) {
      return "note " + notes.add("paid");
    }
    try (Connection connection = sources.get(source).getConnection()) { // BORROWS /transaction
      connection.setAutoCommit(false);
      int session = one(connection);
      connection.commit();
      return "session " + session;
    }
  }

  /** Keeps a connection for longer than the agent is told to allow, and then goes on. */
  @GetMapping("/hold")
  String hold(@RequestParam String source) throws Exception {
    try (Connection connection = sources.get(source).getConnection()) { // BORROWS /hold
      one(connection);
      Thread.sleep(2500);
      return "still session " + one(connection);
    }
  }

  @GetMapping("/lose")
  String lose(@RequestParam String source) throws SQLException {
    return "lost " + one(sources.get(source).getConnection()); // BORROWS /lose
  }

  @GetMapping("/gc")
  String gc() {
    System.gc();
    return "collected";
  }

  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT SESSION_ID()")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
