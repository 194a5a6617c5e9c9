package dev.pitboss.connections.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.LeakReport.SiteUse;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.connections.spring.boot.shop.Cashier;
import dev.pitboss.connections.spring.boot.shop.ShopApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A whole web application, with what Spring Boot configures by itself.
@Tag("slow")
final class ShopApplicationTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext shop = start();
  private static ConnectionTracker tracker = tracker();

  @SuppressWarnings("MustBeClosedChecker") // closed after all tests
  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(ShopApplication.class)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .run(
            Applications.arguments(
                "server.port=0",
                "spring.datasource.url=jdbc:h2:mem:shop",
                "spring.datasource.hikari.maximum-pool-size=2",
                "spring.jpa.hibernate.ddl-auto=create",
                "spring.jpa.open-in-view=false",
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.health.show-details=always"));
  }

  private static ConnectionTracker tracker() {
    return shop.getBean(TrackedDataSources.class).tracker("dataSource").orElseThrow();
  }

  @BeforeAll
  static void runsOnTheVersionThatIsMeant() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.version"));
  }

  @AfterAll
  static void stop() {
    HikariDataSource pool = shop.getBean(HikariDataSource.class);
    shop.close();

    assertThat(tracker.isClosed()).isTrue();
    assertThat(pool.isClosed()).isTrue();
  }

  private static HttpResponse<String> get(String path) {
    String port = shop.getEnvironment().getRequiredProperty("local.server.port");
    URI address = URI.create("http://localhost:" + port + "/actuator/" + path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static SiteUse use(String site) {
    return tracker.report().topConnectionUsers().stream()
        .filter(use -> use.site().equals(site))
        .findFirst()
        .orElseThrow(() -> new AssertionError(site + " in\n" + tracker.report().toText()));
  }

  private static Cashier cashier() {
    return shop.getBean(Cashier.class);
  }

  private static String line(String method, String mark) {
    return Sources.site("shop/Cashier.java", method, mark);
  }

  @Test
  void beanKeepsItsTypeAndItsNameIsTheTrackers() throws SQLException {
    DataSource bean = shop.getBean("dataSource", DataSource.class);
    HikariDataSource pool = shop.getBean(HikariDataSource.class);

    assertThat(bean).isSameAs(pool);
    assertThat(tracker.name()).isEqualTo("dataSource");
    assertThat(pool.getMaximumPoolSize()).isEqualTo(2);
    assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isPositive();
    assertThat(pool.unwrap(HikariDataSource.class)).isSameAs(pool);
    try (Connection connection = pool.getConnection()) {
      assertThat(connection).isInstanceOf(TrackedConnection.class);
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isPositive();
    }
  }

  @Test
  void linesAreTheApplicationsOwn() {
    assertThat(cashier().byTemplate()).isEqualTo(1);
    assertThat(cashier().inTransaction()).isEqualTo(2);
    assertThat(cashier().byRepository()).isEqualTo(500);

    assertThat(use(line("byTemplate", "template")).active()).isZero();
    assertThat(use(line("inTransaction", "transaction")).acquired()).isEqualTo(1);
    assertThat(use(line("byRepository", "repository")).acquired()).isEqualTo(1);
  }

  @Test
  void lostConnectionIsProvenAndTakenBack() throws SQLException {
    cashier().lose();

    String lost = line("lose", "lost");
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          System.gc();
          return use(lost).reclaimed() == 1;
        });
    assertThat(use(lost).leaks()).isEqualTo(1);
    await().until(() -> tracker.report().trackingDiscrepancy() == 0);
  }

  @Test
  void endpointHasTheReport() {
    assertThat(get("connections").body())
        .startsWith("{\"pools\":[{\"name\":\"dataSource\",\"bean\":\"dataSource\",\"status\":\"")
        .contains("\"topConnectionUsers\":[", "\"maxConnections\":2", "\"totalAcquired\":");
    assertThat(get("connections/dataSource").body()).contains("\"maxConnections\":2");
    assertThat(get("connections/other").statusCode()).isEqualTo(404);
  }

  @Test
  void metersAreTheTrackersAndThePoolsOwn() {
    assertThat(get("metrics/connections.acquired?tag=pool:dataSource").body())
        .contains("\"measurements\"");
    assertThat(get("metrics/hikaricp.connections.max").body()).contains("\"value\":2.0");
    assertThat(get("metrics/jdbc.connections.max").body()).contains("\"value\":2.0");
    // which Spring Boot reads from a field of the pool
    assertThat(get("metrics/jdbc.connections.idle").body()).contains("\"name\"");
  }

  @Test
  void healthIsOutOfServiceOnlyWhileThreadsWait() throws SQLException {
    DataSource source = shop.getBean(DataSource.class);
    CompletableFuture<Void> waiting;
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      assertThat(first).isNotSameAs(second);
      assertThat(tracker.report().status()).isEqualTo(LeakReport.Status.WARNING);
      assertThat(get("health/connections").body())
          .contains("\"UP\"", "\"WARNING\"", "healthIsOutOfService");
      waiting = CompletableFuture.runAsync(() -> borrowAndGiveBack(source));
      await()
          .untilAsserted(() -> {
            HttpResponse<String> health = get("health/connections");
            assertThat(health.body()).contains("OUT_OF_SERVICE", "CRITICAL");
            assertThat(health.statusCode()).isEqualTo(503);
          });
    }
    waiting.join();
    assertThat(get("health/connections").statusCode()).isEqualTo(200);
  }

  private static void borrowAndGiveBack(DataSource source) {
    try (Connection connection = source.getConnection()) {
      assertThat(connection).isNotNull();
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}
