package dev.pitboss.connections.spring.boot;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The actuator endpoint `connections`.
@AutoConfiguration(after = ConnectionsAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(TrackedDataSources.class)
@ConditionalOnAvailableEndpoint(endpoint = ConnectionsEndpoint.class)
public class ConnectionsEndpointAutoConfiguration {
  /// For Spring.
  public ConnectionsEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  ConnectionsEndpoint connectionsEndpoint(TrackedDataSources sources) {
    return new ConnectionsEndpoint(sources);
  }
}
