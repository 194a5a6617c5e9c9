package dev.pitboss.connections.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ReclaimPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

final class ConnectionsPropertiesTest {
  @Configuration(proxyBeanMethods = false)
  static class OnePool {
    @Bean
    HikariDataSource till() {
      return Applications.pool("till");
    }
  }

  @Test
  void propertiesAreReadAsSpringBootWritesThem() {
    try (ConfigurableApplicationContext context =
        Applications.start(
            OnePool.class,
            "pitboss.connections.hold=5m",
            "pitboss.connections.reclaim=overdue-idle",
            "pitboss.connections.collect-every=10s",
            "pitboss.connections.frameworks=com.acme.sql.,com.acme.Db",
            "pitboss.connections.jmx=false")) {
      ConnectionsProperties properties = context.getBean(ConnectionsProperties.class);

      assertThat(properties.hold()).isEqualTo(Duration.ofMinutes(5));
      assertThat(properties.frameworks()).isEqualTo(List.of("com.acme.sql.", "com.acme.Db"));
      assertThat(properties.policy())
          .isEqualTo(
              ReclaimPolicy.PROVEN_LEAKS
                  .andOverdueIdle()
                  .collectingAtMostEvery(Duration.ofSeconds(10)));
      assertThat(properties.jmx()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hold           | -5s       | must be above zero, got PT-5S
          hold           | 0         | must be above zero, got PT0S
          hold           | soon      | 'soon' is not a valid
          collect-every  | 0s        | must be above zero, got PT0S
          reclaim        | sometimes | sometimes
          jmx            | perhaps   | perhaps
          enabled        | perhaps   | perhaps
          frameworks     | com/acme  | such as com.acme.sql., got 'com/acme'
          excluded-beans | tell      | got 'tell'; its data sources are till
          """)
  void wrongValueStopsTheStartAndSaysWhatIsRight(String property, String value, String rule) {
    String name = "pitboss.connections." + property;
    assertThatThrownBy(
            () -> {
              try (ConfigurableApplicationContext context =
                  Applications.start(OnePool.class, name + "=" + value)) {
                assertThat(context.isRunning()).isFalse();
              }
            })
        .satisfies(failure -> assertThat(causes(failure)).anyMatch(cause -> cause.contains(name)))
        .satisfies(failure -> assertThat(causes(failure)).anyMatch(cause -> cause.contains(rule)));
  }

  private static List<String> causes(Throwable failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void editorsKnowEveryProperty() throws IOException {
    String metadata;
    try (InputStream bytes =
        ConnectionsProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      metadata = new String(Objects.requireNonNull(bytes).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (RecordComponent component : ConnectionsProperties.class.getRecordComponents()) {
      String kebab =
          component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
      assertThat(metadata).contains("\"name\": \"pitboss.connections." + kebab + "\"");
    }
    assertThat(metadata.split("\"name\": \"pitboss.connections\\.", -1))
        .hasSize(ConnectionsProperties.class.getRecordComponents().length + 1);
  }
}
