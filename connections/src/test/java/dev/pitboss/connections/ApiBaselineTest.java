package dev.pitboss.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.internal.asm.ClassReader;
import dev.pitboss.connections.internal.asm.ClassVisitor;
import dev.pitboss.connections.internal.asm.ClassWriter;
import dev.pitboss.connections.internal.asm.FieldVisitor;
import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The public API of the latest release, which the build compares this one with: the classes of the
/// exported packages without code. A release writes it anew, with `-Dpitboss.api.write=true`.
final class ApiBaselineTest {
  private static final Path BASELINE = Path.of("api/pitboss-connections-0.1.0-api.jar");
  private static final Path CLASSES = Path.of("target/classes");
  private static final List<String> EXPORTED = List.of("", "junit", "metrics", "testing", "testng");

  @Test
  void baselineHoldsClassesOfTheExportedPackages() throws IOException {
    try (var jar = new JarFile(BASELINE.toFile())) {
      List<String> packages =
          jar.stream()
              .map(JarEntry::getName)
              .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
              .distinct()
              .toList();
      assertThat(packages)
          .containsExactlyInAnyOrder(
              "dev/pitboss/connections/",
              "dev/pitboss/connections/junit/",
              "dev/pitboss/connections/metrics/",
              "dev/pitboss/connections/testing/",
              "dev/pitboss/connections/testng/");
      assertThat(jar.getEntry("dev/pitboss/connections/ConnectionTracker$Builder.class"))
          .isNotNull();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "pitboss.api.write", matches = "true")
  void write() throws IOException {
    Files.createDirectories(BASELINE.getParent());
    try (var jar = new JarOutputStream(Files.newOutputStream(BASELINE))) {
      for (String exported : EXPORTED) {
        Path folder = CLASSES.resolve("dev/pitboss/connections").resolve(exported);
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            add(file, jar);
          }
        }
      }
    }
  }

  private static void add(Path file, JarOutputStream jar) throws IOException {
    var reader = new ClassReader(Files.readAllBytes(file));
    if (isApi(reader.getAccess())) {
      var bare = new ClassWriter(0);
      reader.accept(new Bare(bare), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
      var entry = new JarEntry(CLASSES.relativize(file).toString());
      entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0)); // the same bytes for the same API
      jar.putNextEntry(entry);
      jar.write(bare.toByteArray());
    }
  }

  private static boolean isApi(int access) {
    return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
        && (access & Opcodes.ACC_SYNTHETIC) == 0;
  }

  /// Leaves out what no other package can see.
  private static final class Bare extends ClassVisitor {
    Bare(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      return isApi(access) ? super.visitField(access, name, descriptor, signature, value) : null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return isApi(access)
          ? super.visitMethod(access, name, descriptor, signature, exceptions)
          : null;
    }
  }
}
