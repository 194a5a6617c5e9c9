package dev.pitboss.leaks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a build's settings become on the scan's command line. The plug-ins' tests run the scan.
final class ScanRequestTest {
  @TempDir private Path project;

  private ScanRequest request(@Nullable Path baseline, @Nullable Path sarif, String... options) {
    return new ScanRequest(
        ScanRequest.sources(project, false), project, baseline, sarif, null, List.of(options));
  }

  @Test
  void settingsBecomeArguments() throws IOException {
    Path baseline = Files.writeString(project.resolve("known"), "");
    Path sarif = project.resolve("out/reports/leaks.sarif");

    assertThat(request(baseline, sarif, "--statements").arguments())
        .containsExactly(
            project.resolve("src/main").toString(),
            "--baseline",
            baseline.toString(),
            "--write-sarif",
            sarif.toString(),
            "--statements");
    assertThat(project.resolve("out/reports")).isDirectory();
  }

  @Test
  void missingBaselineCountsAsNone() throws IOException {
    assertThat(request(project.resolve("missing"), null).arguments())
        .containsExactly(project.resolve("src/main").toString());
  }

  @Test
  void testsAreBesideMain() {
    assertThat(ScanRequest.sources(project, true)).isEqualTo(project.resolve("src"));
  }

  @Test
  void olderJdkIsRefusedWithItsVersion() throws IOException {
    Path home = project.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");
    var older = new ScanRequest(project, project, null, null, home, List.of());

    assertThatThrownBy(() -> older.run(List.of(), "jdk", line -> {}))
        .hasMessageContaining("is Java 17, the scan needs Java 25 or newer");
    assertThatThrownBy(() -> ScanProcess.javaOf(project)).hasMessageContaining("is not a JDK");
  }
}
