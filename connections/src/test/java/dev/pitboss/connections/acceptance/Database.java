package dev.pitboss.connections.acceptance;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.HikariPools;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The databases the tests run on. PostgreSQL starts when first asked for and lasts as long as the
/// virtual machine.
enum Database {
  H2,
  POSTGRESQL;

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setRegisterShutdownHook(true).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  String url() {
    return switch (this) {
      case H2 -> "jdbc:h2:mem:";
      case POSTGRESQL -> Server.POSTGRES.getJdbcUrl("postgres", "postgres");
    };
  }

  /// A tracked HikariCP pool that refuses after five seconds.
  @SuppressWarnings("MustBeClosedChecker") // the test closes it
  HikariDataSource pool(int size) {
    var config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5000);
    return HikariPools.tracked(config);
  }
}
