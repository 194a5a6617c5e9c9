package dev.pitboss.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Speaks to a casino over HTTP, as a player's program would. Every reply is held against the API
/// document: one that is not described there fails the test.
public final class CasinoClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public CasinoClient(String url) {
    this.url = url;
  }

  /// The answer to a request once it is done: a busy machine may say that it is on its way, or that
  /// nothing was done.
  ///
  /// @param ask sends the request, under the same idempotency key each time
  public static Answer settled(Supplier<Answer> ask) {
    Answer answer;
    do {
      answer = ask.get();
    } while (answer.status() == 202 || answer.status() == 503);
    return answer;
  }

  /// Opens a guest's account.
  public Guest guest() {
    Answer answer = send("POST", "/api/session/guest", "{}", Map.of());
    if (answer.status() != 201) {
      throw new AssertionError("no guest: " + answer);
    }
    return new Guest(this, answer.json().path("token").asText());
  }

  /// What health says of the invariants, once the whole ledger was checked.
  public JsonNode invariantsOnceChecked() throws InterruptedException {
    Concurrently.await(
        "the whole ledger was checked",
        () -> get("/health").json().at("/checks/invariants").has("thoroughlyCheckedAt"));
    return get("/health").json().at("/checks/invariants");
  }

  public Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Answer send(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
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
      DocumentedReplies.served()
          .check(
              new DocumentedReplies.Reply(
                  method,
                  path,
                  response.statusCode(),
                  response.headers().firstValue("Content-Type").orElse(""),
                  response.body()));
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
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

  /// Opens a guest's account at an operator's host.
  public Answer guestAt(String host) {
    return send("POST", "/api/session/guest", "{}", Map.of("Host", host));
  }

  /// A player with a session.
  public record Guest(CasinoClient casino, String token) {
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
      Map<String, String> all = new HashMap<>(more);
      all.put("Authorization", "Bearer " + token);
      return all;
    }
  }
}
