package dev.pitboss.connections.spring.boot.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Borrows in every way that Spring has.
@Service
public class Cashier {
  private final DataSource source;
  private final JdbcTemplate template;
  private final Accounts accounts;

  Cashier(DataSource source, JdbcTemplate template, Accounts accounts) {
    this.source = source;
    this.template = template;
    this.accounts = accounts;
  }

  /// By `JdbcTemplate`, without a transaction.
  public int byTemplate() {
    return Objects.requireNonNull(template.queryForObject("select 1", Integer.class)); // template
  }

  /// By `JdbcTemplate`, in the connection of its transaction.
  @Transactional
  public int inTransaction() {
    return Objects.requireNonNull( // transaction
        template.queryForObject("select 2", Integer.class));
  }

  /// By Spring Data JPA.
  public long byRepository() {
    return accounts.save(new Account(1, 500)).getBalanceMinor(); // repository
  }

  /// Never closes what it borrows.
  @SuppressWarnings({"MustBeClosedChecker", "required.method.not.called"}) // the leak
  public void lose() throws SQLException {
    Connection lost = source.getConnection(); // lost
    lost.setAutoCommit(false);
  }
}
