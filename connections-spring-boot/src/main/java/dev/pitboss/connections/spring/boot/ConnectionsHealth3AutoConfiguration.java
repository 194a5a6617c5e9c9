package dev.pitboss.connections.spring.boot;

import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The health contributor `connections` of Spring Boot 3: `OUT_OF_SERVICE` while a pool is
/// exhausted and threads wait for it, otherwise `UP`.
@AutoConfiguration(after = ConnectionsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(TrackedDataSources.class)
@ConditionalOnEnabledHealthIndicator("connections")
public class ConnectionsHealth3AutoConfiguration {
  /// For Spring.
  public ConnectionsHealth3AutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "connectionsHealthIndicator")
  HealthIndicator connectionsHealthIndicator(TrackedDataSources sources) {
    return () -> {
      var health = ConnectionsHealth.of(sources);
      Health.Builder builder = health.isCritical() ? Health.outOfService() : Health.up();
      return builder.withDetails(health.details()).build();
    };
  }
}
