package dev.pitboss.connections.spring.boot;

import com.google.errorprone.annotations.MustBeClosed;
import com.zaxxer.hikari.HikariDataSource;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Starts applications.
final class Applications {
  private Applications() {}

  /// An application without a web server, with nothing configured but the library and `beans`.
  @MustBeClosed
  static ConfigurableApplicationContext start(Class<?> beans, String... properties) {
    return new SpringApplicationBuilder(beans, ConnectionsAutoConfiguration.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .run(arguments(properties));
  }

  static String[] arguments(String... properties) {
    return Stream.concat(Stream.of("logging.level.root=OFF"), Stream.of(properties))
        .map(property -> "--" + property)
        .toArray(String[]::new);
  }

  /// A pool of two connections over a database of its own.
  static HikariDataSource pool(String database) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:h2:mem:" + database);
    pool.setMaximumPoolSize(2);
    return pool;
  }
}
