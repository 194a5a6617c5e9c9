package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The alert rules against the runbook, in both directions, and both files against Prometheus' own
/// tool where it is installed (Debian: in `prometheus`). That their meters are served is held by
/// `MetricsIT`.
final class AlertRulesTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final int GRID_COLUMNS = 24;

  private static String runbook() throws IOException {
    return Files.readString(Path.of("..", "docs", "ops.md"));
  }

  /// Names and severities of the table of alarms.
  private static Map<String, String> alarms(String document) {
    Map<String, String> alarms = new TreeMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `(Pitboss\\w+)` \\| (\\w+) \\|.+\\|.+\\|$").matcher(document);
    while (row.find()) {
      assertThat(alarms.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
    }
    return alarms;
  }

  /// Headings as the links to them are written.
  private static Set<String> anchors(String document) {
    Set<String> anchors = new TreeSet<>();
    Matcher heading = Pattern.compile("(?m)^#+ (.+)$").matcher(document);
    while (heading.find()) {
      anchors.add(
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9 -]", "")
              .replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void everyAlarmOfTheRunbookIsAnAlertAndNoOther() throws IOException {
    Map<String, String> alerts = new TreeMap<>();
    for (MonitoringFiles.Alert alert : MonitoringFiles.alerts()) {
      assertThat(alerts.put(alert.name(), alert.severity())).as(alert.name()).isNull();
    }

    assertThat(alarms(runbook())).isEqualTo(alerts).hasSizeGreaterThan(20);
  }

  @Test
  void control_alarmThatIsInTheTableOnlyIsSeen() {
    assertThat(alarms("| `PitbossDown` | critical | no answer | look |\n"))
        .isEqualTo(Map.of("PitbossDown", "critical"));
  }

  @Test
  void everyAlertSaysWhatIsWrongAndWhereToRead() throws IOException {
    Set<String> anchors = anchors(runbook());
    assertThat(anchors).contains("bets-at-operators-wallets");
    for (MonitoringFiles.Alert alert : MonitoringFiles.alerts()) {
      assertThat(alert.severity()).as(alert.name()).isIn("critical", "warning", "info");
      assertThat(alert.summary()).as(alert.name()).contains("{{ $");
      assertThat(alert.runbook()).as(alert.name()).startsWith("ops.md#");
      assertThat(anchors).as(alert.name()).contains(alert.runbook().substring("ops.md#".length()));
    }
  }

  @Test
  void everyAlertFiresInATest() throws IOException {
    Set<String> names = new TreeSet<>();
    MonitoringFiles.alerts().forEach(alert -> names.add(alert.name()));

    assertThat(MonitoringFiles.testedAlerts()).isEqualTo(names);
  }

  @Test
  void metersAndLabelsOfQueriesAreFound() {
    String query =
        "histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{route=\"x{}\",job=~\"b.*\"}[5m])))"
            + " / on (job) c > 2e9 and max_over_time(d{kind!=\"e\"}[$__rate_interval]) unless f";

    assertThat(MonitoringFiles.metrics(query)).containsExactly("a_bucket", "c", "d", "f");
    assertThat(MonitoringFiles.labels("a{b=\"c=d\",e!~\"f\"} / g{}"))
        .isEqualTo(Map.of("a", Set.of("b", "e")));
  }

  @Test
  void panelsHaveATitleADescriptionAUnitAndAPlaceOfTheirOwn() throws IOException {
    JsonNode panels = MonitoringFiles.dashboard().get("panels");
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> cells = new HashSet<>();
    for (JsonNode panel : panels) {
      String title = panel.get("title").asText();
      assertThat(title).isNotBlank();
      assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.get("description").asText()).as(title).endsWith(".");
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
        assertThat(panel.get("targets")).as(title).isNotEmpty();
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      }
      JsonNode place = panel.get("gridPos");
      for (int x = 0; x < place.get("w").asInt(); x++) {
        for (int y = 0; y < place.get("h").asInt(); y++) {
          List<Integer> cell = List.of(place.get("x").asInt() + x, place.get("y").asInt() + y);
          assertThat(cell.getFirst()).isLessThan(GRID_COLUMNS);
          assertThat(cells.add(cell)).as("%s at %s", title, cell).isTrue();
        }
      }
    }
    assertThat(ids).hasSizeGreaterThan(25);
  }

  @Test
  void rulesFireForTheirReasonsByPrometheusItself() throws Exception {
    assertThat(promtool("check", "rules", MonitoringFiles.FOLDER.resolve("alerts.yaml").toString()))
        .contains("SUCCESS");
    assertThat(
            promtool(
                "test", "rules", MonitoringFiles.FOLDER.resolve("alerts.test.yaml").toString()))
        .contains("SUCCESS");
  }

  /// As recording rules, because the tool knows no dashboards.
  @Test
  void queriesOfTheDashboardAreOfPrometheusLanguage(@TempDir Path folder) throws Exception {
    List<String> lines = new ArrayList<>(List.of("groups:", "  - name: dashboard", "    rules:"));
    for (String expression : MonitoringFiles.dashboardExpressions()) {
      lines.add("      - record: panel" + lines.size());
      lines.add("        expr: |");
      lines.add("          " + expression.replace("$__rate_interval", "5m"));
    }
    Path rules = Files.write(folder.resolve("dashboard.yaml"), lines);

    assertThat(promtool("check", "rules", rules.toString())).contains("SUCCESS");
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, Files.readString(rules).replace("rate(", "rate(("));
    assertThat(promtool("check", "rules", wrong.toString())).as("control").contains("FAILED");
  }

  private static String promtool(String... arguments) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String says = process.inputReader().readAllAsString();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return says;
  }
}
