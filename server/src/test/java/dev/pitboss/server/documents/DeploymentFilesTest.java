package dev.pitboss.server.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a release of the casino consists of besides jars: that its files agree with each other.
/// `PackagedCasinoIT` starts it, `deploy/try.sh` installs it.
final class DeploymentFilesTest {
  private static List<String> lines(String file) throws IOException {
    return Repository.read(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /// The last value of each setting of the unit.
  private static Map<String, String> unit() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : lines("deploy/pitboss.service")) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        settings.put(line.substring(0, sign), line.substring(sign + 1));
      }
    }
    return settings;
  }

  @Test
  void serviceIsConfinedAndTellsWhenItIsReady() throws IOException {
    assertThat(unit())
        .containsEntry("Type", "notify")
        .containsEntry("User", "pitboss")
        .containsEntry("NoNewPrivileges", "true")
        .containsEntry("CapabilityBoundingSet", "")
        .containsEntry("ProtectSystem", "strict")
        .containsEntry("ProtectHome", "true")
        .containsEntry("PrivateTmp", "true")
        .containsEntry("PrivateDevices", "true")
        .containsEntry("RestrictNamespaces", "true")
        .containsEntry("SystemCallFilter", "@system-service")
        .containsEntry("StateDirectory", "pitboss")
        .containsEntry("CacheDirectory", "pitboss")
        .containsEntry("SuccessExitStatus", "143")
        .as("the JVM compiles")
        .doesNotContainKey("MemoryDenyWriteExecute");
  }

  @Test
  void packagePutsFilesWhereTheUnitLooksForThem() throws IOException {
    String packaging = Repository.read("deploy/package.sh");

    assertThat(unit().get("ExecStart")).isEqualTo("/usr/lib/pitboss/bin/pitboss serve");
    assertThat(packaging)
        .contains("mv \"$home\" \"$package/usr/lib/pitboss\"", "\"$home/bin/pitboss\"");
    assertThat(Repository.read("deploy/debian/conffiles"))
        .isEqualTo("/etc/pitboss/pitboss.properties\n");
    assertThat(Repository.read("deploy/pitboss.properties"))
        .contains("\ndata=/var/lib/" + unit().get("StateDirectory") + "\n");
  }

  @Test
  void imageRunsAsAnUnprivilegedUserAndHasAHealthCheck() throws IOException {
    List<String> image = lines("deploy/Dockerfile");

    assertThat(image).anyMatch(line -> line.startsWith("HEALTHCHECK "));
    assertThat(image.indexOf("USER pitboss"))
        .isPositive()
        .isLessThan(image.indexOf("ENTRYPOINT [\"pitboss\"]"));
  }

  @Test
  void modulesOfTheRuntimeAreOfTheJdk() throws IOException {
    for (String module : lines("deploy/modules")) {
      assertThat(ModuleFinder.ofSystem().find(module)).as(module).isPresent();
    }
    assertThat(ModuleFinder.ofSystem().find("java.casino")).as("control").isEmpty();
  }

  @Test
  void optionsOfTheServerAreOptions() throws IOException {
    assertThat(lines("deploy/serve.options"))
        .contains("-XX:+ExitOnOutOfMemoryError", "-Xmx1g")
        .allMatch(line -> line.startsWith("-") && !line.contains(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/pitboss",
        "deploy/package.sh",
        "deploy/try.sh",
        "deploy/debian/pitboss",
        "deploy/debian/postinst",
        "deploy/debian/prerm",
        "deploy/debian/postrm"
      })
  void scriptsCanBeReadByTheirShell(String file) throws Exception {
    assertThat(Repository.ROOT.resolve(file)).isExecutable();
    String shell = Repository.read(file).startsWith("#!/bin/sh\n") ? "sh" : "bash";
    Process reader =
        new ProcessBuilder(
                Stream.of(shell, "-n", Repository.ROOT.resolve(file).toString()).toList())
            .redirectErrorStream(true)
            .start();
    assertThat(reader.inputReader().readAllAsString()).isEmpty();
    assertThat(reader.waitFor()).isZero();
  }
}
