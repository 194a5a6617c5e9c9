package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus reads: that counters are there before they count, that buckets say quantiles,
/// that the text is of its format, and that docs/ops.md knows every metric.
class MetricsIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{(?:[a-zA-Z_]\\w*=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\",?)*\\})?"
              + " (NaN|[+-]?Inf|[-+0-9.eE]+)");

  @BeforeAll
  static void somethingWasPlayed() {
    CASINO.guest().spin(20);
  }

  private static String scrape() {
    return CASINO.get("/metrics").body();
  }

  @Test
  void countersThatAlertsWatchExistBeforeTheyCount() {
    String metrics = scrape();
    assertThat(metrics)
        .contains("connections_leaks_total{pool=\"pitboss\"} ")
        .contains("pitboss_embedded_restarts_total ")
        .contains("connections_acquire_timeouts_total ")
        .contains("pitboss_http_server_errors_total ")
        .contains("connections_max{pool=\"pitboss\"} 12")
        .contains("pitboss_players_online ")
        .contains("pitboss_health_status 0.0")
        .contains("pitboss_database_writable 1.0")
        .contains("pitboss_database_heartbeat_seconds ")
        .contains("pitboss_invariants_age_seconds ")
        .contains("process_cpu_seconds_total ")
        .contains("pitboss_database_disk_free_bytes ")
        .containsPattern(
            "pitboss_build_info\\{commit=\"([0-9a-f]{12}(-dirty)?|unknown)\",java=\"25[^\"]*\","
                + "version=\"[^\"]+\"\\} 1");
    for (String code :
        List.of("wrong_credentials", "locked_out", "rate_limited", "internal_error")) {
      assertThat(metrics).contains("pitboss_refusals_total{code=\"" + code + "\"} ");
    }
    assertThat(metrics).contains("pitboss_http_faults_total{kind=\"slow_head\"} ");
  }

  @Test
  void codesCountedFromTheStartAreDocumentedCodes() {
    String document = CASINO.get("/api/openapi.yaml").body();
    Matcher code = Pattern.compile("pitboss_refusals_total\\{code=\"(\\w+)\"").matcher(scrape());
    while (code.find()) {
      assertThat(document).contains(code.group(1));
    }
  }

  @Test
  void bucketsSayQuantilesOfRequestsAndBets() {
    assertHistogram("pitboss_settlement_latency_seconds", "");
    assertHistogram("pitboss_http_latency_seconds", "route=\"/api/casino/play/slots-20\"");
  }

  /// Cumulative, with the last bucket holding all.
  private static void assertHistogram(String name, String label) {
    double before = 0;
    int buckets = 0;
    double last = -1;
    double count = -2;
    for (String line : scrape().lines().toList()) {
      if (!line.contains(label)) {
        continue;
      }
      double value = line.startsWith("#") ? 0 : number(line);
      if (line.startsWith(name + "_bucket")) {
        assertThat(value).as(line).isGreaterThanOrEqualTo(before);
        before = value;
        buckets++;
        last = line.contains("le=\"+Inf\"") ? value : last;
      } else if (line.startsWith(name + "_count")) {
        count = value;
      }
    }
    assertThat(buckets).as("few buckets of %s, as each is a series", name).isBetween(8, 14);
    assertThat(last).isEqualTo(count).isPositive();
  }

  private static double number(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1).replace("Inf", "Infinity"));
  }

  @Test
  void textIsOfTheFormat() {
    Map<String, String> types = new HashMap<>();
    Set<String> series = new TreeSet<>();
    for (String line : scrape().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        assertThat(types.put(words[2], words[3])).as("declared once: " + line).isNull();
        assertThat(words[3]).isIn("counter", "gauge", "histogram", "summary", "untyped");
        assertThat(words[3].equals("counter")).as(line).isEqualTo(words[2].endsWith("_total"));
      } else if (line.startsWith("# HELP ")) {
        assertThat(line.split(" ", 4)).as("a help text: " + line).hasSize(4);
      } else {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(series.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
        assertThat(types).as(line).containsKey(family(sample.group(1), types));
      }
    }
  }

  /// Rules of `promtool check metrics` about names, for machines without it.
  @Test
  void namesHaveBaseUnitsInFull() {
    Matcher type = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$").matcher(scrape());
    while (type.find()) {
      List<String> words = List.of(type.group(1).split("_", -1));
      assertThat(words)
          .as(type.group())
          .doesNotContain("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "m", "h", "d")
          .doesNotContain("milliseconds", "nanoseconds", "minutes", "hours", "megabytes");
      if (!type.group(2).matches("histogram|summary")) {
        assertThat(words.getLast()).as(type.group()).isNotIn("count", "sum", "bucket");
      }
      if (!type.group(2).equals("counter")) {
        assertThat(words.getLast()).as(type.group()).isNotEqualTo("total");
      }
    }
  }

  /// The linter of Prometheus itself, where it is installed (Debian: in `prometheus`).
  @Test
  void linterOfPrometheusHasNothingToSay(@TempDir Path folder) throws Exception {
    Path promtool = Path.of("/usr/bin/promtool");
    Assumptions.assumeTrue(Files.isExecutable(promtool), "promtool is not installed");
    Path metrics = Files.writeString(folder.resolve("metrics.txt"), scrape());
    Path says = folder.resolve("says.txt");
    Process linter =
        new ProcessBuilder(promtool.toString(), "check", "metrics")
            .redirectInput(metrics.toFile())
            .redirectErrorStream(true)
            .redirectOutput(says.toFile())
            .start();
    assertThat(linter.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(says)).isEmpty();
    assertThat(linter.exitValue()).isZero();
  }

  @Test
  void databaseSizeIsThereOnceItWasMeasured() throws InterruptedException {
    Concurrently.await(
        "the size of the database is measured",
        () -> {
          Matcher size =
              Pattern.compile("(?m)^pitboss_database_size_bytes (\\S+)$").matcher(scrape());
          return size.find() && Double.parseDouble(size.group(1)) > 1_000_000;
        });
  }

  /// What alerts and dashboard ask for, with the labels they select by. A meter of garbage
  /// collections is there from the first on, and those of leaks may never be.
  @Test
  void everyMeterOfAlertsAndDashboardIsServed() throws Exception {
    System.gc();
    Concurrently.await("a collection was counted", () -> scrape().contains("jvm_gc_pause_seconds"));
    Map<String, Set<String>> served = new TreeMap<>();
    for (String line : scrape().lines().filter(it -> !it.startsWith("#")).toList()) {
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      Set<String> labels = served.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
      labels.addAll(Set.of("job", "instance")); // Prometheus adds them
      Matcher label = Pattern.compile("(\\w+)=\"").matcher(Objects.toString(sample.group(2), ""));
      while (label.find()) {
        labels.add(label.group(1));
      }
    }
    served.put("up", Set.of("job", "instance")); // Prometheus' own
    served.putIfAbsent(
        "connections_leaks_by_site_total", Set.of("job", "instance", "pool", "site", "verdict"));
    List<String> queries = new ArrayList<>(MonitoringFiles.dashboardExpressions());
    MonitoringFiles.alerts().forEach(alert -> queries.add(alert.expression()));
    assertThat(queries).hasSizeGreaterThan(60);
    for (String query : queries) {
      assertThat(served.keySet()).as(query).containsAll(MonitoringFiles.metrics(query));
      MonitoringFiles.labels(query)
          .forEach((name, labels) ->
              assertThat(served.get(name))
                  .as("labels of %s in %s", name, query)
                  .containsAll(labels));
    }
  }

  private static String family(String name, Map<String, String> types) {
    return types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
  }

  @Test
  void documentNamesEveryMetricAndNoOther() throws IOException {
    Set<String> served = new TreeSet<>();
    Matcher type = Pattern.compile("(?m)^# TYPE (\\S+) ").matcher(scrape());
    while (type.find()) {
      if (!type.group(1).matches("(jvm|process|system)_.*")) {
        served.add(type.group(1));
      }
    }
    // the longest of a timer's last minutes is told beside it
    served.removeIf(it -> it.endsWith("_max") && served.contains(it.substring(0, it.length() - 4)));
    Set<String> documented = new TreeSet<>();
    Set<String> later = new TreeSet<>();
    String ops = Files.readString(Path.of("..", "docs", "ops.md"));
    String section = ops.substring(ops.indexOf("\n## Metrics\n"), ops.indexOf("\n## Data\n"));
    Matcher row = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|(.*)$").matcher(section);
    while (row.find()) {
      (row.group(2).contains("from the first on") ? later : documented).add(row.group(1));
    }
    served.removeAll(later);
    assertThat(documented).isEqualTo(served);
    assertThat(later).containsExactly("connections_leaks_by_site_total");
  }
}
