package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found without being told, and what is told when it is not found.
final class ClassPathTest {
  @TempDir private Path folder;

  @Test
  void jarsOfTheFolderFollowThoseGiven() throws Exception {
    Path given = Files.createFile(folder.resolve("given.zip"));
    Path lib = Files.createDirectories(folder.resolve("server/target/lib"));
    Path jar = Files.createFile(lib.resolve("driver.jar"));
    Files.createFile(lib.resolve("driver-sources.jar"));

    var classPath = ClassPath.of(folder, List.of(given));

    assertThat(classPath.entries()).containsExactly(given, jar);
    assertThat(classPath.notes()).isEmpty();
  }

  @Test
  void missingEntryIsNoted() throws Exception {
    var classPath = ClassPath.of(folder, List.of(folder.resolve("gone.jar")));

    assertThat(classPath.notes())
        .containsExactly("class path: " + folder + "/gone.jar does not exist");
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
