package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.metrics.ConnectionMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/// The meters of [ConnectionMetrics] for each tracker, with its name as the tag `pool`.
@AutoConfiguration(after = ConnectionsAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(TrackedDataSources.class)
public class ConnectionsMetricsAutoConfiguration {
  /// For Spring.
  public ConnectionsMetricsAutoConfiguration() {}

  @Bean
  MeterBinder pitbossConnectionMeters(TrackedDataSources sources) {
    return registry ->
        sources.onStart(tracker -> new ConnectionMetrics(tracker, tracker.name()).bindTo(registry));
  }
}
