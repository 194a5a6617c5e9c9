package dev.pitboss.server.openid;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls to the issuer: each bounded in time and size, few at once, and never to an address that is
/// not trusted. Redirects are not followed. Thread-safe.
final class Outgoing implements AutoCloseable {
  /// A request is answered within three seconds, and one may need two calls.
  static final Duration TIMEOUT = Duration.ofMillis(1_200);

  /// Keys and tokens have a few KB.
  static final int MAX_ANSWER_BYTES = 64 * 1024;

  /// An issuer that hangs holds up no more than these.
  private static final int MAX_AT_ONCE = 16;

  private final Semaphore inWork = new Semaphore(MAX_AT_ONCE);
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /// What was answered.
  record Answer(int status, String contentType, String body) {}

  Answer get(URI url) throws IOException {
    return send(HttpRequest.newBuilder(url).header("Accept", "application/json"));
  }

  /// Sends a request that is complete but for its timeout.
  ///
  /// @throws IOException when there is no whole answer in time
  Answer send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.timeout(TIMEOUT).build();
    if (!OpenIdOptions.isTrusted(request.uri())) {
      throw new IOException("not a trusted address: " + request.uri().getHost());
    }
    if (!inWork.tryAcquire()) {
      throw new IOException("too many concurrent calls to the OpenID issuer");
    }
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), MAX_ANSWER_BYTES));
    try {
      // the request's own timeout ends with the headers, and a body may stall
      HttpResponse<String> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException("incomplete response", failure);
    } finally {
      answer.cancel(true);
      inWork.release();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
