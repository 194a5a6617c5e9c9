package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.api.NastyRequests.Nasty;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.MalformedRequestsIT;
import dev.pitboss.server.http.RawClient;
import dev.pitboss.server.http.RawClient.Received;
import dev.pitboss.server.seamlesswallet.SignedClient;
import dev.pitboss.server.seamlesswallet.Sportsbook;
import dev.pitboss.server.staff.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Nothing a client sends is an error of ours: every route of the document, with nasty values in
/// path, query, header and body.
class NoServerErrorIT {
  /// A few seconds' worth; `-Dpitboss.fuzz=50` sends some 7 000.
  private static final int REQUESTS_OF_ROUTE = Integer.getInteger("pitboss.fuzz", 10);

  private static final long SEED = Long.getLong("pitboss.fuzz.seed", 20_260_531);

  private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void noNastyRequestIsAnErrorOfOursOrFillsTheLog() throws Exception {
    List<String> faults = new ArrayList<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    MalformedRequestsIT.Lines lines = MalformedRequestsIT.Lines.listening();
    try (CasinoFixture casino = CasinoFixture.start()) {
      JsonNode document =
          mapper.valueToTree(new Yaml().load(casino.get("/api/openapi.yaml").body()));
      NastyRequests nasty = new NastyRequests(document, new Random(SEED));
      String staff = StaffClient.make(casino, "fuzzer", Role.MANAGER, null).token();
      SignedClient provider = Sportsbook.at(casino, "fuzz-book").client();
      long before = lines.all();
      for (Endpoint endpoint : casino.casino().api().endpoints()) {
        String token = token(casino, endpoint, staff);
        for (int i = 0; i < REQUESTS_OF_ROUTE; i++) {
          Nasty request = nasty.of(endpoint);
          Received received =
              endpoint.access() instanceof Access.ProvidersOnly
                  ? signed(provider, request)
                  : send(casino, request.bytes(token));
          statuses.merge(received.status(), 1, Integer::sum);
          if (isFault(received) || !isDocumented(document, endpoint, received)) {
            faults.add(request + " -> " + received);
          }
        }
      }
      int all = statuses.values().stream().mapToInt(Integer::intValue).sum();

      assertThat(faults).as("seed %s, statuses %s", SEED, statuses).isEmpty();
      assertThat(lines.about("unexpected failure")).isZero();
      assertThat(lines.all() - before).as("lines of the log").isLessThan(all / 4);
      assertThat(statuses.getOrDefault(200, 0)).as("some get through: " + statuses).isPositive();
      assertThat(statuses.getOrDefault(401, 0)).as("few lack a session").isLessThan(all / 5);
      assertThat(casino.get("/health/live").status()).isEqualTo(200);
      assertThat(casino.guest().spin(20).status()).isEqualTo(200);
    } finally {
      lines.stop();
    }
  }

  /// A problem of at most 4xx, or one of those 503 that say what is not there now.
  private boolean isFault(Received received) {
    boolean isServers = received.status() == 0 || received.status() == 500;
    boolean isBare =
        received.status() >= 400
            && !received.text().contains("Content-Type: application/problem+json")
            && !received.text().contains("{\"error\":\"ERR_");
    return isServers || isBare || received.text().contains("\tat ");
  }

  /// Status and code are among those that `openapi.yaml` has for the route. Another path or method
  /// than the route's may have been asked.
  private static boolean isDocumented(JsonNode document, Endpoint endpoint, Received received) {
    if (received.text().contains("\"not_found\"")
        || received.text().contains("\"method_not_allowed\"")) {
      return true;
    }
    JsonNode responses =
        document
            .path("paths")
            .path(endpoint.path().replaceAll(":(\\w+)", "{$1}"))
            .path(endpoint.method().toLowerCase(Locale.ROOT))
            .path("responses");
    Matcher code = CODE.matcher(received.text());
    return responses.has(Integer.toString(received.status()))
        && (received.status() < 400
            || !code.find()
            || code.group(1).startsWith("ERR_") // the form of front ends
            || document
                .at("/components/schemas/ProblemCode/enum")
                .toString()
                .contains('"' + code.group(1) + '"'));
  }

  private static String token(CasinoFixture casino, Endpoint endpoint, String staff) {
    boolean endsSession =
        endpoint.method().equals("DELETE") && endpoint.path().endsWith("/session");
    return switch ((Access) endpoint.access()) {
      case Access.StaffOnly _ -> endsSession ? "" : staff;
      case Access.Anyone _, Access.PlayersOnly _ ->
          endsSession || endpoint.path().startsWith("/api/ops") ? "" : casino.guest().token();
      case Access.ProvidersOnly _, Access.FrontEnds _, Access.Listeners _ -> "";
    };
  }

  private static Received send(CasinoFixture casino, String request) throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      return client.send(request).untilClosed();
    }
  }

  /// Only a well-formed target can be signed by the client; its body is as nasty as others.
  private static Received signed(SignedClient provider, Nasty request) {
    String path = request.target().replaceAll("\\?.*", "").substring("/api/wallet/v1/".length());
    String plain = path.replaceAll("%(?![0-9a-fA-F]{2})", "x").replaceAll("[^a-zA-Z0-9%/-]", "x");
    Answer answer =
        request.method().equals("GET") ? provider.get(plain) : provider.post(plain, request.body());
    return new Received(
        "HTTP/1.1 %d \r\nContent-Type: application/problem+json\r\n\r\n%s"
            .formatted(answer.status(), answer.body()),
        true);
  }
}
