package dev.pitboss.server.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.cli.Grammar;
import dev.pitboss.server.database.UrlParameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the tables of `docs/reference.md` and the invariants of `docs/ops.md` against the sources,
/// in both directions. Metrics are held by `MetricsIT`, problem codes by `ProblemCodesTest`, tables
/// of the database by `GrowthIT`.
final class ReferenceTablesTest {
  private static final String REFERENCE = "docs/reference.md";
  private static final String URL_PARAMETERS = "## Parameters of the database URL";

  private static List<List<String>> rows(String heading, String next) throws IOException {
    return ReferenceTables.rows(Repository.read(REFERENCE), heading, next);
  }

  @Test
  void everyOptionIsDocumentedAndNoOther() throws IOException {
    Set<String> documented =
        ReferenceTables.names(rows("## Options", "## Environment variables"), 0);

    Set<String> options = new TreeSet<>(Grammar.options());
    options.addAll(Set.of("--help", "-h", "--no-download", "--train"));
    assertThat(documented).isEqualTo(options);
    assertThat(documented).contains("--port", "--database-url", "--max-payout");
  }

  @Test
  void everyEnvironmentVariableIsDocumentedAndNoOther() throws IOException {
    List<String> texts = new ArrayList<>(Repository.sources());
    texts.add(Repository.read("pitboss"));
    texts.add(Repository.read("server/src/main/resources/logback.xml"));
    Set<String> documented =
        ReferenceTables.names(rows("## Environment variables", URL_PARAMETERS), 0);

    assertThat(documented).isEqualTo(ReferenceTables.all(texts, "\\b(PITBOSS_[A-Z_]+)\\b"));
    assertThat(documented).contains("PITBOSS_OIDC_ISSUER", "PITBOSS_LOG");
  }

  @Test
  void everyParameterOfTheDatabaseUrlIsDocumentedAndNoOther() throws IOException {
    Map<String, Set<String>> variables = new HashMap<>();
    UrlParameter.variables()
        .forEach((variable, parameter) ->
            variables
                .computeIfAbsent(parameter, _ -> new LinkedHashSet<>())
                .add("`" + variable + "`"));
    List<List<String>> parameters =
        UrlParameter.all().values().stream()
            .map(parameter ->
                List.of(
                    "`" + parameter.name() + "`",
                    String.join(", ", variables.getOrDefault(parameter.name(), Set.of())),
                    parameter.isHonoured() ? "honoured" : "refused",
                    meaning(parameter)))
            .toList();

    assertThat(rows(URL_PARAMETERS, "## Limits"))
        .containsExactlyInAnyOrderElementsOf(parameters)
        .hasSizeGreaterThan(100);
  }

  /// What an honoured one sets, where it has another name; why the others are refused.
  private static String meaning(UrlParameter parameter) {
    if (!parameter.isHonoured()) {
      return parameter.refused();
    }
    return parameter.driverName().equals(parameter.name())
        ? ""
        : "`" + parameter.driverName() + "`";
  }

  @Test
  void everyLimitIsDocumentedWithItsValue() throws IOException {
    Map<String, Set<BigDecimal>> constants = constants();
    List<List<String>> rows = rows("## Limits", "## Problem codes");

    assertThat(rows).hasSizeGreaterThan(100);
    assertThat(ReferenceTables.differences(rows, constants)).isEmpty();
  }

  @Test
  void control_limitWithAnotherValueWithoutAConstantOrWithoutARowIsFound() throws IOException {
    Map<String, Set<BigDecimal>> constants = constants();
    List<List<String>> rows = new ArrayList<>(rows("## Limits", "## Problem codes"));
    rows.removeIf(row -> row.get(2).equals("`Lane.MAX_WAITING`"));
    rows.replaceAll(row ->
        row.get(2).equals("`Lane.MAX_BATCH`") ? List.of(row.get(0), "513", row.get(2)) : row);
    rows.add(List.of("no such limit", "2 s", "`Lane.NO_SUCH`"));

    assertThat(ReferenceTables.differences(rows, constants))
        .containsExactlyInAnyOrder(
            "Lane.MAX_BATCH is documented as 513, the source has [512]",
            "Lane.NO_SUCH is documented as 2000000000, the source has []",
            "Lane.MAX_WAITING is not documented");
  }

  private static Map<String, Set<BigDecimal>> constants() throws IOException {
    Map<String, Set<BigDecimal>> constants = ReferenceTables.constants(Repository.sources());
    constants.putAll(
        ReferenceTables.enumConstants(
            Repository.read(
                "server/src/main/java/dev/pitboss/server/database/DatabaseOptions.java"),
            "Waits"));
    return constants;
  }

  /// In the operators' document each has its meaning; the architecture names them, too.
  @Test
  void everyInvariantIsDocumentedAndNoOther() throws IOException {
    Set<String> checked =
        ReferenceTables.all(
            Repository.sources(), "(?:new Check|new Broken|Broken)\\(\\s*\"([a-z]+(?:_[a-z]+)+)\"");
    assertThat(checked).contains("escrow_is_sum_of_open_stakes", "accounts_sum_to_zero");
    Set<String> documented =
        ReferenceTables.names(
            ReferenceTables.rows(
                Repository.read("docs/ops.md"),
                "### A broken invariant",
                "### Bets at operators' wallets"),
            0);
    Set<String> named =
        ReferenceTables.names(
            ReferenceTables.rows(
                Repository.read("ARCHITECTURE.md"), "## Invariants", "## Threads and time"),
            0);

    assertThat(documented).isEqualTo(checked);
    assertThat(named).isEqualTo(checked);
  }

  /// Each with a status and a date, as in its file.
  @Test
  void everyDecisionIsInTheIndexAndNoOther() throws IOException {
    Set<String> decisions = new TreeSet<>();
    for (Path file : Repository.texts()) {
      String name = file.getFileName().toString();
      if (file.startsWith("docs/adr") && !name.equals("README.md")) {
        Matcher head =
            Pattern.compile("# (\\d+)\\. (.+)\n\nStatus: (.+)\nDate: (\\d{4}-\\d\\d-\\d\\d)\n")
                .matcher(Files.readString(Repository.ROOT.resolve(file)));
        assertThat(head.lookingAt()).as("%s begins with title, status and date", file).isTrue();
        assertThat(name).startsWith("%04d-".formatted(Integer.valueOf(head.group(1))));
        decisions.add(
            "| %s | [%s](%s) | %s | %s |"
                .formatted(head.group(1), head.group(2), name, head.group(3), head.group(4)));
      }
    }
    Set<String> index =
        ReferenceTables.all(
            List.of(Repository.read("docs/adr/README.md")), "(?m)^(\\| \\d+ \\|.*)$");

    assertThat(index).isEqualTo(decisions).hasSizeGreaterThan(9);
  }

  @Test
  void valuesOfTablesAreReadWithTheirUnits() {
    assertThat(ReferenceTables.value("1.5 s")).isEqualByComparingTo("1500000000");
    assertThat(ReferenceTables.value("4 096")).isEqualByComparingTo("4096");
    assertThat(ReferenceTables.value("16 KiB")).isEqualByComparingTo("16384");
    assertThat(
            ReferenceTables.constants(
                List.of(
                    """
                    final class Sample {
                      static final int MAX_ALL = 4 * PART;
                      static final int PART = 1_000;
                      static final long IDLE_MILLIS = 1_500;
                      static final Duration TIME = Duration.ofSeconds(2);
                      static final int BYTES = 1 << 20;
                    }
                    """)))
        .isEqualTo(
            Map.of(
                "Sample.MAX_ALL", Set.of(new BigDecimal(4_000)),
                "Sample.PART", Set.of(new BigDecimal(1_000)),
                "Sample.IDLE_MILLIS", Set.of(new BigDecimal(1_500_000_000L)),
                "Sample.TIME", Set.of(new BigDecimal(2_000_000_000L)),
                "Sample.BYTES", Set.of(new BigDecimal(1 << 20))));
  }

  @Test
  void control_optionThatIsOnlyInTheTableIsFound() {
    List<List<String>> rows =
        ReferenceTables.rows("\n## A\n\n| x |\n|---|\n| `--old N` |\n\n## B\n", "## A", "## B");

    assertThat(ReferenceTables.names(rows, 0)).isEqualTo(new TreeSet<>(Set.of("--old")));
    assertThat(Grammar.options()).doesNotContain("--old");
  }
}
