package dev.pitboss.leaks.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/// The goal, on projects in a temporary folder; the scan runs in a JVM of its own as in a build.
@Tag("slow")
final class CheckMojoTest {
  private static final String LOST =
      """
      class Lost {
        boolean ask(javax.sql.DataSource pool) throws java.sql.SQLException {
          java.sql.Connection connection = pool.getConnection();
          return connection.isReadOnly();
        }
      }
      """;

  @TempDir private Path project;

  private CheckMojo mojo() {
    return new CheckMojo(project.toFile(), artifacts());
  }

  /// What Maven resolves for the plug-in: here it is on the class path of the tests.
  private static List<Artifact> artifacts() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(File::new)
        .map(CheckMojoTest::artifact)
        .toList();
  }

  private static Artifact artifact(File file) {
    return (Artifact)
        Proxy.newProxyInstance(
            CheckMojoTest.class.getClassLoader(),
            new Class<?>[] {Artifact.class},
            (proxy, method, arguments) -> method.getName().equals("getFile") ? file : null);
  }

  private void write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  @Test
  void lostConnectionFailsTheBuildUntilTheBaselineKnowsIt() throws Exception {
    write("src/main/java/Lost.java", LOST);
    Path sarif = project.resolve("target/leaks.sarif");

    assertThatThrownBy(() -> mojo().with(null, sarif.toFile(), true).execute())
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("lost");
    assertThat(sarif)
        .content()
        .contains("\"version\":\"2.1.0\"", "\"uri\":\"src/main/java/Lost.java\"");

    write(
        "leaks.baseline",
        "# pitboss leaks baseline 1\njava/Lost.java#ask#CONNECTION\t3\tknown before\n");
    File baseline = project.resolve("leaks.baseline").toFile();
    assertThatCode(() -> mojo().with(baseline, null, true).execute()).doesNotThrowAnyException();
  }

  @Test
  void codeThatWasNotJudgedFailsUnlessToldOtherwise() throws Exception {
    write("src/main/java/Clean.java", "class Clean { int one() { return 1; } }");
    write("src/main/scala/Dao.scala", "val c = pool.getConnection()");

    assertThatThrownBy(() -> mojo().execute())
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("failOnUncertain");
    assertThatCode(() -> mojo().with(null, null, false).execute()).doesNotThrowAnyException();
  }

  @Test
  void scanThatCouldNotLookIsAnError() throws Exception {
    write("src/main/resources/readme.txt", "nothing to read");

    assertThatThrownBy(() -> mojo().execute())
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("could not look");
  }

  @Test
  void projectWithoutSourcesIsLeftAlone() {
    assertThatCode(() -> mojo().execute()).doesNotThrowAnyException();
  }

  /// The descriptor is written by hand: each parameter it names is a field.
  @Test
  void descriptorFitsTheGoal() throws Exception {
    try (InputStream in = CheckMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
      var parameters = document.getElementsByTagName("parameter");
      assertThat(parameters.getLength()).isEqualTo(10);
      for (int i = 0; i < parameters.getLength(); i++) {
        var parameter = (Element) parameters.item(i);
        String name = parameter.getElementsByTagName("name").item(0).getTextContent();
        String type = parameter.getElementsByTagName("type").item(0).getTextContent();
        assertThat(CheckMojo.class.getDeclaredField(name).getType().getName()).isEqualTo(type);
      }
      var version = document.getElementsByTagName("version").item(0).getTextContent();
      assertThat(Files.readString(Path.of("pom.xml")))
          .contains("<version>" + version + "</version>");
    }
  }
}
