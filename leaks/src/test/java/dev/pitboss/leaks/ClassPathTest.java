package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found without being told, and what is told when it is not found.
final class ClassPathTest {
  @TempDir private Path folder;

  @Test
  void jarsOfTheFolderFollowThoseGiven() throws Exception {
    Path given = emptyJar(folder.resolve("given.zip"));
    Path lib = Files.createDirectories(folder.resolve("server/target/lib"));
    Path jar = emptyJar(lib.resolve("driver.jar"));
    Files.createFile(lib.resolve("driver-sources.jar"));

    var classPath = ClassPath.of(folder, List.of(given));

    assertThat(classPath.entries()).containsExactly(given, jar);
    assertThat(classPath.notes()).isEmpty();
  }

  private static Path emptyJar(Path file) throws IOException {
    try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
      jar.finish();
    }
    return file;
  }

  @Test
  void entryThatIsGivenAndCannotBeUsedIsAFailure() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.zip"), "no archive");

    var classPath = ClassPath.of(folder, List.of(folder.resolve("gone.jar"), broken));

    assertThat(classPath.entries()).isEmpty();
    assertThat(classPath.failures())
        .hasSize(2)
        .contains("class path: " + folder + "/gone.jar does not exist")
        .last()
        .asString()
        .startsWith("class path: " + broken + " cannot be read: ");
  }

  @Test
  void jarThatIsFoundAndCannotBeUsedIsNotedAndLeftOut() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no archive");

    var classPath = ClassPath.of(folder, List.of());

    assertThat(classPath.entries()).isEmpty();
    assertThat(classPath.failures()).isEmpty();
    assertThat(classPath.notes()).singleElement().asString().contains(broken.toString());
  }

  @Test
  void mavenThatCannotAnswerIsNotedAndEndsNothing() throws Exception {
    Files.writeString(folder.resolve("pom.xml"), "<project>");

    var classPath = ClassPath.of(folder, List.of());

    assertThat(classPath.entries()).isEmpty();
    assertThat(classPath.notes())
        .singleElement()
        .asString()
        .startsWith("class path: ")
        .contains("mvn");
  }
}
