package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoFixture;
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
          switch (endpoint.access()) {
            case Endpoint.Access.Anyone _ -> "[]";
            case Endpoint.Access.StaffOnly _ -> "[{\"staff\":[]}]";
            case Endpoint.Access.ProvidersOnly _ -> "[{\"provider\":[]}]";
            case Endpoint.Access.PlayersOnly _, Endpoint.Access.Listeners _ -> "";
          };
      assertThat(operation.path("security").toString()).as(path(endpoint)).isEqualTo(security);
    }
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
