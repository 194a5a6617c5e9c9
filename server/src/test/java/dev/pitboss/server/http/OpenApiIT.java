package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Holds the hand-written document against the routes, in both directions.
class OpenApiIT {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void documentNamesExactlyTheRoutesThereAre() {
    Set<String> routes =
        casino.casino().api().endpoints().stream()
            .map(endpoint -> endpoint.method() + " " + endpoint.path().replaceAll(":(\\w+)", "{$1}"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented()).isEqualTo(routes);
  }

  @Test
  void routesThatNeedASessionAreTheOnesThatSaySo() {
    Map<?, ?> paths = (Map<?, ?>) document().get("paths");

    for (Endpoint endpoint : casino.casino().api().endpoints()) {
      String path = endpoint.path().replaceAll(":(\\w+)", "{$1}");
      Map<?, ?> item = (Map<?, ?>) paths.get(path);
      Map<?, ?> operation =
          (Map<?, ?>) item.get(endpoint.method().toLowerCase(java.util.Locale.ROOT));
      boolean open = operation.containsKey("security");
      assertThat(endpoint.access() instanceof Endpoint.Access.Anyone).as(path).isEqualTo(open);
    }
  }

  @Test
  void everyReferenceResolves() {
    Map<String, Object> document = document();
    String text = casino.get("/api/openapi.yaml").body();

    for (String pointer :
        java.util.regex.Pattern.compile("'#/([^']+)'")
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList()) {
      Object node = document;
      for (String step : pointer.split("/")) {
        node = node instanceof Map<?, ?> map ? map.get(step) : null;
      }
      assertThat(node).as(pointer).isNotNull();
    }
  }

  private Set<String> documented() {
    Set<String> documented = new TreeSet<>();
    ((Map<?, ?>) document().get("paths"))
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .keySet().stream()
                        .map(String::valueOf)
                        .filter(METHODS::contains)
                        .forEach(
                            method ->
                                documented.add(
                                    method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
    return documented;
  }

  private Map<String, Object> document() {
    return new Yaml().load(casino.get("/api/openapi.yaml").body());
  }
}
