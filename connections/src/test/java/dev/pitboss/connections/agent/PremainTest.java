package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PremainTest {
  private static final int JAVA_8 = 52;
  private static final int JAVA_17 = 61;
  private static final Path CLASSES = Path.of("target/classes");

  @Test
  void classThatTheVirtualMachineStartsIsForJava8AndTheRestForJava17() throws IOException {
    Path premain = CLASSES.resolve(Premain.class.getName().replace('.', '/') + ".class");
    assertThat(version(premain)).isEqualTo(JAVA_8);
    try (Stream<Path> files = Files.walk(CLASSES)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(classes).hasSizeGreaterThan(100);
      for (Path file : classes) {
        assertThat(version(file)).as(file.toString()).isLessThanOrEqualTo(JAVA_17);
      }
    }
  }

  private static int version(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt(); // the magic number
      in.readUnsignedShort(); // the minor version
      return in.readUnsignedShort();
    }
  }

  @Test
  void olderJavaIsTooOld() {
    for (String version : new String[] {"1.5", "1.8", "9", "11", "16"}) {
      assertThat(Premain.isTooOld(version)).as(version).isTrue();
    }
  }

  /// A version that is no number is left to the class loader to judge.
  @Test
  void sameAndNewerJavaIsNotTooOld() {
    for (String version : new String[] {"17", "18", "21", "25", "26", "100", "", "next"}) {
      assertThat(Premain.isTooOld(version)).as(version).isFalse();
    }
  }
}
