package dev.pitboss.server.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The alert rules and the dashboard that come with the casino, and what of Prometheus' query
/// language in them names meters and labels.
final class MonitoringFiles {
  static final Path FOLDER = Path.of("..", "deploy", "monitoring").toAbsolutePath().normalize();

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
  private static final Pattern NAME = Pattern.compile("\\b[a-z_][a-z0-9_]*\\b(?!\\s*\\()");
  private static final Pattern SELECTOR = Pattern.compile("([a-z_][a-z0-9_]*)\\{([^{}]*)\\}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");

  private MonitoringFiles() {}

  /// An alert rule.
  record Alert(String name, String expression, String severity, String summary, String runbook) {}

  private static Object yaml(String file) throws IOException {
    return Objects.requireNonNull(
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FOLDER.resolve(file))));
  }

  private static Object field(Object map, String name) {
    return Objects.requireNonNull(((Map<?, ?>) map).get(name), () -> name + " of " + map);
  }

  /// All alerts of `alerts.yaml`.
  static List<Alert> alerts() throws IOException {
    List<Alert> alerts = new ArrayList<>();
    for (Object group : (List<?>) field(yaml("alerts.yaml"), "groups")) {
      for (Object rule : (List<?>) field(group, "rules")) {
        Object annotations = field(rule, "annotations");
        alerts.add(
            new Alert(
                field(rule, "alert").toString(),
                field(rule, "expr").toString(),
                field(field(rule, "labels"), "severity").toString(),
                field(annotations, "summary").toString(),
                field(annotations, "runbook").toString()));
      }
    }
    return alerts;
  }

  /// Names of the alerts that `alerts.test.yaml` expects to fire.
  static Set<String> testedAlerts() throws IOException {
    Set<String> tested = new TreeSet<>();
    Matcher expected =
        Pattern.compile("alertname=\"(\\w+)\"")
            .matcher(Files.readString(FOLDER.resolve("alerts.test.yaml")));
    while (expected.find()) {
      tested.add(expected.group(1));
    }
    return tested;
  }

  static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
  }

  /// The queries of all panels.
  static List<String> dashboardExpressions() throws IOException {
    return dashboard().findValuesAsText("expr");
  }

  /// The meters that a query names.
  static Set<String> metrics(String expression) {
    String bare =
        expression
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^{}]*\\}|\\[[^\\]]*\\]", "")
            .replaceAll("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", "");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!OPERATORS.contains(name.group())) {
        names.add(name.group());
      }
    }
    return names;
  }

  /// The labels that a query selects each meter by.
  static Map<String, Set<String>> labels(String expression) {
    Map<String, Set<String>> labels = new TreeMap<>();
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Matcher label = LABEL.matcher(selector.group(2).replaceAll("\"[^\"]*\"", ""));
      while (label.find()) {
        labels.computeIfAbsent(selector.group(1), _ -> new TreeSet<>()).add(label.group(1));
      }
    }
    return labels;
  }
}
