package dev.pitboss.server.openid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Single sign-on with a faulty issuer. None of these gets as far as a token, so what answers here
/// knows nothing of OpenID Connect.
class FaultyIssuerIT {
  private static final URI HERE = URI.create("http://127.0.0.1/account.html");

  /// Far more than a call may take, and far less than the stall.
  private static final Duration IN_TIME = Duration.ofSeconds(10);

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final OpenIdAttempt attempt = OpenIdAttempt.fresh(new SecureRandom());
  private HttpServer server;
  private String url;
  private OpenIdIssuer issuer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    issuer =
        new OpenIdIssuer(
            new OpenIdOptions(URI.create(url), "pitboss", "secret", "Faulty"),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    over.countDown();
    issuer.close();
    server.stop(0);
    threads.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
  void descriptionThatLacksAnEndpointIsNone(String missing) {
    describe(description().replace(missing, "other_" + missing));
    assertThat(issuer.entrance(attempt, HERE)).isEmpty();
    assertThat(redeem()).isInstanceOf(OpenIdIssuer.Answer.Away.class);
  }

  @Test
  void descriptionThatCannotBeReadIsAskedForAgain() {
    describe("<html>");
    assertThat(issuer.entrance(attempt, HERE)).isEmpty();
    server.removeContext("/.well-known/openid-configuration");
    describe(description());
    assertThat(issuer.entrance(attempt, HERE)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "500, {}, Away",
    "503, '', Away",
    "400, '{\"error\":\"invalid_grant\"}', Refused",
    "200, <html>, Refused",
    "200, '', Refused"
  })
  void tokenEndpointThatGivesNoneProvesNothing(int status, String body, String answer) {
    describe(description());
    serve("/token", exchange -> reply(exchange, status, body));
    assertThat(redeem().getClass().getSimpleName()).isEqualTo(answer);
  }

  @Test
  void bodyThatStallsIsNotWaitedForNorAreHeaders() {
    describe(description());
    serve(
        "/token",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          await();
        });
    long startNanos = System.nanoTime();
    assertThat(redeem()).isInstanceOf(OpenIdIssuer.Answer.Away.class);
    server.removeContext("/token");
    serve("/token", _ -> await());
    assertThat(redeem()).isInstanceOf(OpenIdIssuer.Answer.Away.class);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(IN_TIME);
  }

  private OpenIdIssuer.Answer redeem() {
    return issuer.redeem("code", attempt, HERE);
  }

  private String description() {
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
     "jwks_uri":"%1$s/keys","response_types_supported":["code"],"subject_types_supported":["public"],
     "id_token_signing_alg_values_supported":["RS256"]}\
    """
        .formatted(url);
  }

  private void describe(String body) {
    serve("/.well-known/openid-configuration", exchange -> reply(exchange, 200, body));
  }

  private interface Reaction {
    void to(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Reaction reaction) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            reaction.to(exchange);
          }
        });
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
