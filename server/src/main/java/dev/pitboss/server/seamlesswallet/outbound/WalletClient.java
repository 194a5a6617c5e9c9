package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.seamlesswallet.WalletSignature;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Calls other wallets: signed, with a time limit over the whole answer, and believes only what is
/// signed for this very call. Holds nothing while it waits but its own thread. Thread-safe.
final class WalletClient implements AutoCloseable {
  /// A wallet that does not accept a connection in this time is unavailable.
  private static final Duration CONNECT = Duration.ofMillis(500);

  /// A page of transactions is the largest answer there is.
  private static final int MAX_ANSWER_BYTES = 512 * 1024;

  private static final int OK = 200;
  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .executor(threads)
          .build();
  private final InstantSource clock;
  private final Duration timeout;

  /// @param timeout for the whole of an answer
  WalletClient(InstantSource clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
  }

  /// A transaction that is asked for.
  ///
  /// @param body as JSON
  record Asked(UUID transaction, String path, String body) {}

  /// Asks for a transaction.
  WalletReply ask(RemoteWallet wallet, Asked asked) {
    return call(
        wallet,
        "POST",
        asked.path(),
        asked.body(),
        answer -> {
          if (!answer.requiredText("status").equals("OK")) {
            return refused(answer);
          }
          if (!answer.requiredText("currency").equals(wallet.currency())) {
            return new WalletReply.Unknown("its response has another currency");
          }
          if (!answer.requiredText("transaction_uuid").equals(asked.transaction().toString())) {
            return new WalletReply.Unknown("its response has another transaction");
          }
          return new WalletReply.Done(answer.requiredLong("balance"));
        });
  }

  /// Asks what a player has there.
  WalletReply balance(RemoteWallet wallet, String body) {
    return call(
        wallet,
        "POST",
        "balance",
        body,
        answer -> {
          if (!answer.requiredText("status").equals("OK")) {
            return refused(answer);
          }
          return answer.requiredText("currency").equals(wallet.currency())
              ? new WalletReply.Done(answer.requiredLong("balance"))
              : new WalletReply.Unknown("its response has another currency");
        });
  }

  /// Asks for something else.
  ///
  /// @return what was answered, if it was answered well
  Optional<JsonObject> query(RemoteWallet wallet, String method, String path, String body) {
    AtomicReference<@Nullable JsonObject> found = new AtomicReference<>();
    WalletReply walletReply =
        call(
            wallet,
            method,
            path,
            body,
            answer -> {
              if (!answer.requiredText("status").equals("OK")) {
                return refused(answer);
              }
              found.set(answer);
              return new WalletReply.Done(0);
            });
    return walletReply instanceof WalletReply.Done
        ? Optional.ofNullable(found.get())
        : Optional.empty();
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }

  private static WalletReply refused(JsonObject answer) {
    OptionalLong balance = answer.optionalLong("balance");
    return new WalletReply.Refused(answer.requiredText("status"), balance);
  }

  private WalletReply call(
      RemoteWallet wallet,
      String method,
      String path,
      String body,
      Function<JsonObject, WalletReply> read) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String nonce = UUID.randomUUID().toString();
    HttpResponse<byte[]> response;
    try {
      response = send(request(wallet, method, path, bytes, nonce));
    } catch (ConnectException | HttpConnectTimeoutException failure) {
      return new WalletReply.NotSent("it is unreachable");
    } catch (IOException failure) {
      return new WalletReply.Unknown("no response: " + failure);
    } catch (TimeoutException late) {
      return new WalletReply.Unknown("no response within " + timeout.toMillis() + " ms");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new WalletReply.Unknown("interrupted");
    }
    String signature = response.headers().firstValue(WalletSignature.SIGNATURE).orElse("");
    String expected =
        WalletSignature.ofReply(wallet.secret(), nonce, response.statusCode(), response.body());
    if (!WalletSignature.matches(expected, signature)) {
      return new WalletReply.Unknown(
          "status " + response.statusCode() + ", not signed for this call");
    }
    if (response.statusCode() >= CLIENT_ERRORS && response.statusCode() < SERVER_ERRORS) {
      return new WalletReply.Refused("HTTP_" + response.statusCode(), OptionalLong.empty());
    }
    if (response.statusCode() != OK) {
      return new WalletReply.Unknown("status " + response.statusCode());
    }
    try {
      return read.apply(JsonObject.parse(response.body()));
    } catch (InvalidInput malformed) {
      return new WalletReply.Unknown("malformed: " + malformed.field() + " " + malformed.reason());
    }
  }

  private HttpRequest request(
      RemoteWallet wallet, String method, String path, byte[] body, String nonce) {
    URI uri = URI.create(wallet.url() + "/" + path);
    String target =
        uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    String timestamp = Long.toString(clock.instant().toEpochMilli());
    WalletSignature.Call call =
        new WalletSignature.Call(wallet.keyId(), method, target, body, timestamp, nonce);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .header(WalletSignature.KEY, wallet.keyId())
            .header(WalletSignature.TIMESTAMP, timestamp)
            .header(WalletSignature.NONCE, nonce)
            .header(WalletSignature.SIGNATURE, WalletSignature.ofRequest(wallet.secret(), call));
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    return request.build();
  }

  /// Waits for the whole answer, body and all: the JDK's own time limit ends with the headers.
  private HttpResponse<byte[]> send(HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(failure.getCause());
    } finally {
      answer.cancel(true); // closes the connection of an abandoned call
    }
  }
}
