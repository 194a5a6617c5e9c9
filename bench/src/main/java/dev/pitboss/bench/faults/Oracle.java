package dev.pitboss.bench.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks the database itself whether the books are right. Every count must be 0.
final class Oracle {
  private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put(
        "operators and currencies whose accounts do not sum to 0",
        """
        SELECT count(*) FROM (SELECT 1 FROM account GROUP BY operator_id, currency
                              HAVING sum(balance) <> 0) wrong
        """);
    QUESTIONS.put(
        "negative balances of players",
        "SELECT count(*) FROM account WHERE player_id IS NOT NULL AND balance < 0");
    QUESTIONS.put(
        "balances that are not the sum of their entries",
        """
        SELECT count(*) FROM (
          SELECT 1 FROM account a LEFT JOIN ledger_entry e USING (account_id)
           WHERE a.kind = 'player' GROUP BY a.account_id, a.balance
          HAVING a.balance <> coalesce(sum(e.amount), 0)) wrong
        """);
    QUESTIONS.put(
        "gaps in entry numbers",
        """
        SELECT count(*) FROM (
          SELECT 1 FROM account a LEFT JOIN ledger_entry e USING (account_id)
           WHERE a.kind = 'player' GROUP BY a.account_id, a.seq
          HAVING a.seq <> count(e.seq) OR a.seq <> coalesce(max(e.seq), 0)) wrong
        """);
  }

  private Oracle() {}

  /// Asks every question.
  ///
  /// @param data folder of the casino whose embedded database is asked
  /// @return a line for each question
  static List<String> ask(Path data) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = connect(data);
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
        try (ResultSet row = statement.executeQuery(question.getValue())) {
          row.next();
          lines.add("| %s | %d | 0 |".formatted(question.getKey(), row.getLong(1)));
        }
      }
    }
    return lines;
  }

  @com.google.errorprone.annotations.MustBeClosed
  private static Connection connect(Path data) throws SQLException, java.io.IOException {
    Path folder = data.resolve("database");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%s/postgres"
            .formatted(Files.readString(folder.resolve("port")).strip()),
        "postgres",
        Files.readString(folder.resolve("password")));
  }
}
