package dev.pitboss.leaks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.pitboss.leaks.LeakScan;
import dev.pitboss.leaks.model.ScanResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A SARIF report is valid by the standard's own schema, whatever was found.
final class SarifReportTest {
  private static final Path SCHEMA = Path.of("src/test/resources/sarif/sarif-schema-2.1.0.json");

  @TempDir private Path folder;

  private static List<String> errors(String report) throws Exception {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
    Schema schema = registry.getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    return schema.validate(report, InputFormat.JSON).stream().map(String::valueOf).toList();
  }

  @Test
  void reportOfEachKindOfResultIsValid() throws Exception {
    Path sources = Path.of("src/test/resources/precision");
    ScanResult full = LeakScan.of(sources).run();
    assertThat(full.findings()).isNotEmpty();
    assertThat(full.suppressed()).isNotEmpty();
    assertThat(errors(SarifReport.of(full))).isEmpty();

    Files.writeString(
        folder.resolve("Bröken \"file\".java"), "class A { void a( { getConnection(); }");
    Files.writeString(folder.resolve("a.kts"), "val c = pool.getConnection()");
    assertThat(errors(SarifReport.of(LeakScan.of(folder).run()))).isEmpty();

    Baseline known = Baseline.of(full.findings().subList(0, 5));
    Baseline.Split split = known.split(full);
    assertThat(split.known()).hasSize(5);
    String compared = SarifReport.of(full.comparedWith(split.fresh(), split.known()));
    assertThat(errors(compared)).isEmpty();
    assertThat(compared.split("\"baselineState\":\"new\"", -1))
        .hasSize(full.findings().size() - 5 + 1);
  }

  /// Code hosts look files up from the root of the repository, wherever the scan began.
  @Test
  void filesAreRelativeToTheRepository() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("shop/src/main"));
    Files.writeString(
        sources.resolve("Lost file.java"),
        "class A { void a(javax.sql.DataSource d) throws Exception { d.getConnection(); } }");
    ScanResult result = LeakScan.of(sources).run();

    assertThat(SarifReport.prefix(sources, sources)).isEqualTo(Path.of(""));
    assertThat(SarifReport.prefix(sources, folder.resolve("elsewhere"))).isEqualTo(Path.of(""));
    assertThat(SarifReport.prefix(sources, folder.resolve("shop"))).isEqualTo(Path.of("src/main"));
    assertThat(SarifReport.of(result)).contains("\"uri\":\"Lost%20file.java\"");

    Files.writeString(folder.resolve(".git"), "gitdir: elsewhere");
    Path prefix = SarifReport.prefix(sources, folder.resolve("shop"));
    String report = SarifReport.of(result, prefix);

    assertThat(errors(report)).isEmpty();
    assertThat(report)
        .contains("\"uri\":\"shop/src/main/Lost%20file.java\"")
        .doesNotContain("\"uri\":\"Lost%20file.java\"");
  }

  /// The check can fail.
  @Test
  void reportWithoutAVersionIsNot() throws Exception {
    String report = SarifReport.of(LeakScan.of(folder).run());

    assertThat(errors(report)).isEmpty();
    assertThat(errors(report.replace("\"version\":\"2.1.0\",", ""))).isNotEmpty();
    assertThat(errors(report.replace("\"results\":[]", "\"results\":[{}]"))).isNotEmpty();
  }
}
