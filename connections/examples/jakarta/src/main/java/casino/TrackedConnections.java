package casino;

import dev.pitboss.connections.ConnectionTracker;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;

/// All that tracking takes: what is injected as `DataSource` is the tracked one.
@ApplicationScoped
@DataSourceDefinition(
    name = "java:app/jdbc/casino",
    className = "org.h2.jdbcx.JdbcDataSource",
    url = "jdbc:h2:mem:casino",
    maxPoolSize = 2)
public class TrackedConnections {
  @Resource(lookup = "java:app/jdbc/casino")
  private DataSource pool;

  private ConnectionTracker tracker;

  @PostConstruct
  void start() {
    tracker = ConnectionTracker.builder(pool).name("casino").build();
  }

  @Produces
  DataSource tracked() {
    return tracker.asDataSource();
  }

  @PreDestroy
  void stop() {
    tracker.close();
  }
}
