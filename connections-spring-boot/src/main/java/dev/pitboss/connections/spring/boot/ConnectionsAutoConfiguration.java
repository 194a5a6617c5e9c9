package dev.pitboss.connections.spring.boot;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/// Tracks every `DataSource` bean of the application; see [ConnectionsProperties].
@AutoConfiguration
@ConditionalOnClass(DataSource.class)
@ConditionalOnProperty(prefix = "pitboss.connections", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConnectionsProperties.class)
public class ConnectionsAutoConfiguration {
  /// For Spring.
  public ConnectionsAutoConfiguration() {}

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static DataSourceTracking pitbossDataSourceTracking(
      ConfigurableListableBeanFactory beans, ObjectProvider<TrackedDataSources> sources) {
    return new DataSourceTracking(beans, sources);
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  TrackedDataSources pitbossTrackedDataSources(ConnectionsProperties properties) {
    return new TrackedDataSources(properties);
  }
}
