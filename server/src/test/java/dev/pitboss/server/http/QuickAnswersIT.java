package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.json.InvalidInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests that begin on their event loop, at a server whose authorizer does what the path says:
/// by a client whose requests are answered past Vert.x, and by one that offers an upgrade.
@ParameterizedClass
@EnumSource(HttpClient.Version.class)
class QuickAnswersIT {
  private static final List<String> PATHS =
      List.of("/known", "/later", "/blocking", "/refused", "/broken", "/not-begun", "/never");

  private final ScheduledExecutorService lane = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient client;
  private final Queue<Reply> unanswered = new ConcurrentLinkedQueue<>();
  private WebServer server;
  private boolean isClosed;

  QuickAnswersIT(HttpClient.Version version) {
    client = HttpClient.newBuilder().version(version).build();
  }

  private record Route() implements Endpoint.Access {}

  private final class ByPath implements Authorizer {
    @Override
    public Response pass(Endpoint endpoint, Request request) {
      return here("passed");
    }

    @Override
    public boolean begin(Endpoint endpoint, Request request, Reply reply) {
      switch (request.path()) {
        case "/known" -> reply.with(() -> here("known"));
        case "/later" -> {
          var _ =
              lane.schedule(
                  () -> {
                    reply.with(() -> here("later"));
                    reply.with(() -> here("once more"));
                  },
                  1,
                  TimeUnit.MILLISECONDS);
        }
        case "/blocking" -> reply.withBlocking(() -> here("blocking"));
        case "/refused" -> throw InvalidInput.field("stake", "must be at least 1");
        case "/broken" ->
            reply.with(() -> {
              throw new IllegalStateException("on purpose");
            });
        case "/not-begun" -> {
          return false;
        }
        case "/never" -> unanswered.add(reply);
        default -> throw new IllegalArgumentException(request.path());
      }
      return true;
    }

    /// What was done, and whether on a virtual thread.
    private static Response here(String what) {
      return Response.text("text/plain", what + " " + Thread.currentThread().isVirtual());
    }

    @Override
    public Admission admit(LiveFeed feed, Request request) {
      throw new IllegalArgumentException("no feed here");
    }
  }

  @BeforeEach
  void start() throws Exception {
    Api own = CasinoFixture.shared().casino().api();
    List<Endpoint> endpoints =
        PATHS.stream()
            .map(path -> new Endpoint("GET", path, new Route(), Endpoint.Late.PENDING))
            .toList();
    server =
        WebServer.start(
            new ListenAddress("127.0.0.1", 24_000, true),
            new Api(endpoints, new ByPath(), own.files(), own.metrics(), own.door()));
  }

  @AfterEach
  void stop() {
    unanswered.forEach(reply -> reply.with(() -> Response.text("text/plain", "too late")));
    if (!isClosed) {
      server.close();
    }
    client.close();
    lane.shutdownNow();
  }

  private HttpResponse<String> get(String path) {
    return begin(path).join();
  }

  private CompletableFuture<HttpResponse<String>> begin(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void answersAreMadeOnTheEventLoopAndOnAVirtualThreadWhereTheyBlock() {
    assertThat(get("/known").body()).isEqualTo("known false");
    assertThat(get("/later").body()).isEqualTo("later false");
    assertThat(get("/blocking").body()).isEqualTo("blocking true");
    assertThat(get("/not-begun").body()).isEqualTo("passed true");
  }

  @Test
  void failuresAreAnsweredAsThoseOfAHandler() {
    HttpResponse<String> refused = get("/refused");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("stake").contains("must be at least 1");
    HttpResponse<String> broken = get("/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).contains("internal_error").doesNotContain("on purpose");
  }

  @Test
  void deadlineAnswersWhereTheReplyDoesNotCome() {
    assertThat(get("/never").statusCode()).isEqualTo(202);
  }

  /// Its answer comes once the server waits for nothing else.
  @Test
  void requestInFlightIsAnsweredWhileTheServerCloses() throws Exception {
    assertThat(get("/known").statusCode()).isEqualTo(200); // a connection that is idle by then
    CompletableFuture<HttpResponse<String>> inFlight = begin("/never");
    Concurrently.await("it has begun", () -> !unanswered.isEmpty());
    isClosed = true;
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    Concurrently.await("no connection is accepted any more", this::isRefused);
    assertThat(inFlight).as("control: nothing has answered it").isNotDone();
    unanswered.remove().with(() -> Response.text("text/plain", "in time"));
    assertThat(inFlight.join().body()).isEqualTo("in time");
    closing.get(5, TimeUnit.SECONDS);
  }

  private boolean isRefused() {
    try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  /// More than there are places: each is given back, by either way.
  @Test
  void everyPlaceIsGivenBack() throws Exception {
    for (String path : List.of("/known", "/later", "/blocking", "/refused", "/broken")) {
      List<Integer> statuses = Concurrently.times(40, _ -> statusOfMany(path));
      assertThat(statuses).as(path).doesNotContain(503);
    }
    assertThat(get("/known").statusCode()).isEqualTo(200);
  }

  private int statusOfMany(String path) {
    int status = 0;
    for (int i = 0; i < 30; i++) {
      status = Math.max(status, get(path).statusCode() == 503 ? 503 : status);
    }
    return status;
  }
}
