package dev.pitboss.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A whole casino on an embedded PostgreSQL of its own and a free port, spoken to over HTTP.
public final class CasinoFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// One casino for all tests that only play in it; stopped with the JVM.
  private static final class Shared {
    private static final CasinoFixture CASINO = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CASINO::close, "shared-casino-stop"));
    }
  }

  private final Casino casino;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private CasinoFixture(Casino casino) {
    this.casino = casino;
  }

  public static CasinoFixture shared() {
    return Shared.CASINO;
  }

  public static CasinoFixture start() {
    return start(UnaryOperator.identity());
  }

  /// Starts a casino whose pool takes its connections through `physical`.
  public static CasinoFixture start(UnaryOperator<DataSource> physical) {
    try {
      Path data = Files.createTempDirectory("pitboss-test");
      Options options =
          Options.parse(new String[] {"--data", data.toString(), "--port", "20000"}, Map.of());
      return new CasinoFixture(Casino.open(options, physical));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (Options.Refused impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// What is wired inside.
  public Casino casino() {
    return casino;
  }

  /// Where it answers, without a slash at the end.
  public String url() {
    return casino.url();
  }

  /// A connection as the owner of the schema, past the casino: to look, and to break things.
  public Connection owner() throws SQLException {
    return DriverManager.getConnection(
        casino.databaseOptions().url(),
        casino.databaseOptions().user(),
        casino.databaseOptions().password());
  }

  /// Runs SQL as the owner.
  public void sql(String sql) throws SQLException {
    try (Connection connection = owner();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// One number from the database, as the owner.
  public long number(String sql) throws SQLException {
    try (Connection connection = owner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Opens a guest's account.
  public Guest guest() {
    Answer answer = send("POST", "/api/session/guest", "{}", Map.of());
    if (answer.status() != 201) {
      throw new AssertionError("no guest: " + answer);
    }
    return new Guest(this, answer.json().path("token").asText());
  }

  public Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Answer send(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(10));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    casino.close();
  }

  /// What the server said.
  public record Answer(int status, String body, HttpResponse<String> response) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException failure) {
        throw new AssertionError("not JSON: " + body, failure);
      }
    }

    public String code() {
      return json().path("code").asText();
    }

    public String field() {
      return json().path("field").asText();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  /// A player with a session.
  public record Guest(CasinoFixture casino, String token) {
    public Answer get(String path) {
      return casino.send("GET", "/api/casino/" + path, null, headers(Map.of()));
    }

    public Answer post(String path, String body) {
      return casino.send("POST", "/api/casino/" + path, body, headers(Map.of()));
    }

    public Answer post(String path, String body, String idempotencyKey) {
      return casino.send(
          "POST", "/api/casino/" + path, body, headers(Map.of("Idempotency-Key", idempotencyKey)));
    }

    public Answer send(String method, String path, @Nullable String body) {
      return casino.send(method, path, body, headers(Map.of()));
    }

    public Answer spin(long stake) {
      return post("play/slots-20", "{\"stake\":" + stake + "}");
    }

    public long balance() {
      return get("balance").json().path("balance").asLong();
    }

    private Map<String, String> headers(Map<String, String> more) {
      Map<String, String> all = new java.util.HashMap<>(more);
      all.put("Authorization", "Bearer " + token);
      return all;
    }
  }
}
