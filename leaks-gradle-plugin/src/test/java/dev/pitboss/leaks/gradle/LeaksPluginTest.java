package dev.pitboss.leaks.gradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gradle.api.GradleException;
import org.gradle.api.Project;
import org.gradle.api.Task;
import org.gradle.testfixtures.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plug-in, applied to a project of Gradle's own; the scan runs in a JVM of its own as in a
/// build.
final class LeaksPluginTest {
  private static final String LOST =
      """
      class Lost {
        boolean ask(javax.sql.DataSource pool) throws java.sql.SQLException {
          java.sql.Connection connection = pool.getConnection();
          return connection.isReadOnly();
        }
      }
      """;

  @TempDir private Path folder;
  @TempDir private Path home;

  private Project project;
  private LeaksExtension settings;

  @BeforeEach
  void apply() {
    project =
        ProjectBuilder.builder()
            .withProjectDir(folder.toFile())
            .withGradleUserHomeDir(home.toFile())
            .build();
    project.getPluginManager().apply("dev.pitboss.leaks");
    settings = project.getExtensions().getByType(LeaksExtension.class);
    project
        .getDependencies()
        .add(
            LeaksPlugin.CONFIGURATION,
            project.files(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .toArray()));
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  private LeaksTask task() {
    return (LeaksTask) project.getTasks().getByName("leaks");
  }

  @Test
  void lostConnectionFailsTheBuildUntilTheBaselineKnowsIt() throws Exception {
    write("src/main/java/Lost.java", LOST);
    LeaksTask task = task();

    assertThatThrownBy(task::scanSources)
        .isInstanceOf(GradleException.class)
        .hasMessageContaining("lost");
    assertThat(task.getSarif()).isEqualTo(folder.resolve("build/leaks.sarif").toFile());
    assertThat(task.getSarif())
        .content()
        .contains("\"version\":\"2.1.0\"", "\"uri\":\"src/main/java/Lost.java\"");

    settings.setBaseline(folder.resolve("leaks.baseline").toFile());
    assertThat(task.getBaselines().getFiles()).isEmpty();
    assertThatThrownBy(task::scanSources).isInstanceOf(GradleException.class);
    write(
        "leaks.baseline",
        "# pitboss leaks baseline 1\njava/Lost.java#ask#CONNECTION\t3\tknown before\n");
    assertThat(task.getBaselines().getFiles()).containsExactly(settings.getBaseline());
    assertThatCode(task::scanSources).doesNotThrowAnyException();
  }

  @Test
  void codeThatWasNotAnalysedFailsUnlessToldOtherwise() throws Exception {
    write("src/main/java/Clean.java", "class Clean { int one() { return 1; } }");
    write("src/main/scala/Dao.scala", "val c = pool.getConnection()");

    assertThatThrownBy(() -> task().scanSources())
        .isInstanceOf(GradleException.class)
        .hasMessageContaining("failOnUncertain");
    settings.setFailOnUncertain(false);
    assertThatCode(() -> task().scanSources()).doesNotThrowAnyException();
  }

  @Test
  void scanThatCannotRunOrLookIsAnError() throws Exception {
    write("src/main/resources/readme.txt", "nothing to read");
    assertThatThrownBy(() -> task().scanSources()).hasMessageContaining("could not look");

    settings.setJdk(folder.toFile());
    assertThatThrownBy(() -> task().scanSources()).hasMessageContaining("is not a JDK");

    settings.setSkip(true);
    assertThatCode(() -> task().scanSources()).doesNotThrowAnyException();
  }

  /// What Gradle compares to tell whether a result is still good.
  @Test
  void sourcesAndSettingsAreInputs() throws Exception {
    write("src/main/java/Clean.java", "class Clean {}");
    write("src/test/java/Lost.java", LOST);
    LeaksTask task = task();
    Path clean = folder.resolve("src/main/java/Clean.java");

    assertThat(task.getSources().getFiles()).containsExactly(clean.toFile());
    assertThat(task.getInputs().getFiles().getFiles()).contains(clean.toFile());
    assertThat(task.getOutputs().getFiles().getFiles()).containsExactly(task.getSarif());
    assertThat(task.getInputs().getProperties())
        .containsEntry("settings.includeTests", false)
        .containsEntry("settings.failOnUncertain", true)
        .containsEntry("settings.options", List.of());
    settings.setIncludeTests(true);
    assertThat(task.getSources().getFiles())
        .contains(folder.resolve("src/test/java/Lost.java").toFile());
    assertThat(task.getInputs().getProperties()).containsEntry("settings.includeTests", true);
  }

  @Test
  void checkDependsOnIt() {
    Task check = project.getTasks().getByName("check");

    assertThat(check.getTaskDependencies().getDependencies(check))
        .extracting(Task::getName)
        .contains("leaks");
  }

  @Test
  void scanIsOfThisVersion() throws IOException {
    String version = LeaksPlugin.SCAN.substring(LeaksPlugin.SCAN.lastIndexOf(':') + 1);

    assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + version + "</version>");
  }
}
