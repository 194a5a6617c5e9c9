package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.http.Endpoint;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Holds the hand-written document against the routes, in both directions.
class OpenApiIT {
  private static final Pattern REFERENCE = Pattern.compile("'#(/[^']+)'");

  /// Before a route is looked up, or when it takes too long or fails.
  private static final Set<String> OF_ALL =
      Set.of("400", "408", "413", "414", "417", "429", "431", "500", "503", "505");

  private final CasinoFixture casino = CasinoFixture.shared();
  private final String text = casino.get("/api/openapi.yaml").body();
  private final JsonNode document = new ObjectMapper().valueToTree(new Yaml().load(text));

  @Test
  void documentNamesExactlyTheRoutesThereAre() {
    Set<String> routes =
        casino.casino().api().endpoints().stream()
            .map(endpoint -> method(endpoint) + " " + path(endpoint))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> documented = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> documented.add(method + " " + path.getKey())));

    assertThat(documented).isEqualTo(routes);
  }

  @Test
  void routesForOthersThanPlayersAreTheOnesThatSaySo() {
    for (Endpoint endpoint : casino.casino().api().endpoints()) {
      JsonNode operation = document.path("paths").path(path(endpoint)).path(method(endpoint));
      String security =
          switch ((Access) endpoint.access()) {
            case Access.Anyone _, Access.FrontEnds _ -> "[]";
            case Access.StaffOnly _ -> "[{\"staff\":[]}]";
            case Access.ProvidersOnly _ -> "[{\"provider\":[]}]";
            case Access.PlayersOnly _, Access.Listeners _ -> "";
          };
      assertThat(operation.path("security").toString()).as(path(endpoint)).isEqualTo(security);
    }
  }

  @Test
  void everyRouteDocumentsTheStatusesOfItsKind() {
    for (Endpoint endpoint : casino.casino().api().endpoints()) {
      JsonNode operation = document.path("paths").path(path(endpoint)).path(method(endpoint));
      Set<String> documented = new TreeSet<>();
      operation.path("responses").fieldNames().forEachRemaining(documented::add);

      assertThat(documented)
          .as(endpoint.method() + " " + path(endpoint))
          .containsAll(statusesOf(endpoint))
          .doesNotContain("default");
      assertThat(documented.contains("422"))
          .as("422 with an Idempotency-Key only: " + path(endpoint))
          .isEqualTo(operation.path("parameters").toString().contains("IdempotencyKey"));
    }
  }

  /// What any route of that kind can answer, by what the gate and the dispatcher do before its
  /// handler is asked.
  private static Set<String> statusesOf(Endpoint endpoint) {
    Set<String> statuses = new TreeSet<>(OF_ALL);
    if (endpoint.access().isForAnyOrigin()) {
      return statuses; // with a form of its own for all other statuses
    }
    if (!endpoint.method().equals("GET")) {
      statuses.addAll(Set.of("403", "415"));
    }
    if (endpoint.path().contains(":")) {
      statuses.add("404");
    }
    if (endpoint.late() == Endpoint.Late.PENDING) {
      statuses.addAll(Set.of("202", "409"));
    }
    statuses.addAll(
        switch ((Access) endpoint.access()) {
          case Access.Anyone _, Access.FrontEnds _ -> Set.<String>of();
          case Access.StaffOnly _, Access.Listeners _ -> Set.of("401", "403");
          case Access.ProvidersOnly _, Access.PlayersOnly _ -> Set.of("401");
        });
    return statuses;
  }

  @Test
  void everyReferenceResolves() {
    assertThat(REFERENCE.matcher(text).results().map(match -> match.group(1)).distinct())
        .isNotEmpty()
        .allSatisfy(pointer -> assertThat(document.at(pointer).isMissingNode()).isFalse());
  }

  private static String path(Endpoint endpoint) {
    return endpoint.path().replaceAll(":(\\w+)", "{$1}");
  }

  private static String method(Endpoint endpoint) {
    return endpoint.method().toLowerCase(Locale.ROOT);
  }
}
