package dev.pitboss.connections.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Weaves every class of libraries that are full of connections, and has the results verified.
class WeaverTest {
  private static final ClassFile VERIFIER =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(WeaverTest.class.getClassLoader())
                  .orElse(ClassHierarchyResolver.defaultResolver())));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.h2.Driver",
        "com.zaxxer.hikari.HikariDataSource",
        "org.apache.commons.dbcp2.BasicDataSource",
        "org.apache.tomcat.jdbc.pool.DataSource"
      })
  void everyClassOfALibraryIsStillValidWhenWoven(String ofLibrary) throws Exception {
    var weaver = new Weaver(AgentOptions.parse(null), List.of());
    ClassLoader loader = getClass().getClassLoader();
    int woven = 0;
    List<String> invalid = new ArrayList<>();
    try (JarFile jar = new JarFile(jarOf(Class.forName(ofLibrary)).toFile())) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class") && !entry.getName().endsWith("-info.class")) {
          byte[] bytes = read(jar, entry);
          byte[] result = weaver.transform(loader, name(entry), null, null, bytes);
          if (result != null) {
            woven++;
            int before = VERIFIER.verify(bytes).size();
            VERIFIER.verify(result).stream()
                .skip(before)
                .forEach(error -> invalid.add(entry.getName() + ": " + error.getMessage()));
          }
        }
      }
    }
    assertThat(invalid).isEmpty();
    assertThat(woven).as("a library that takes connections somewhere").isPositive();
    assertThat(weaver.report().lines()).isGreaterThanOrEqualTo(woven);
    assertThat(weaver.report().notTracked())
        .as("only classes whose own dependencies are missing are left alone")
        .allMatch(note -> note.contains("(cast to ") || note.contains("Could not resolve class"))
        .hasSizeLessThan(12);
  }

  @Test
  void aClassThatTakesNoConnectionIsLeftAsItIs() throws Exception {
    try (JarFile jar = new JarFile(jarOf(Test.class).toFile())) {
      byte[] bytes = read(jar, jar.getJarEntry("org/junit/jupiter/api/Assertions.class"));
      assertThat(
              new Weaver(AgentOptions.parse(null))
                  .weave(getClass().getClassLoader(), "org.junit.jupiter.api.Assertions", bytes))
          .isNull();
    }
  }

  @Test
  void aStatementsOwnConnectionIsNoBorrow() throws Exception {
    byte[] bytes;
    try (InputStream in = getClass().getResourceAsStream("WeaverTest$AsksStatements.class")) {
      bytes = requireNonNull(in).readAllBytes();
    }
    var weaver = new Weaver(AgentOptions.parse(null));
    assertThat(weaver.weave(getClass().getClassLoader(), "AsksStatements", bytes)).isNull();
    assertThat(weaver.report().notTracked()).isEmpty();
  }

  /// Calls a method of the same name on something that is no data source.
  static final class AsksStatements {
    static java.sql.Connection of(java.sql.Statement statement) throws java.sql.SQLException {
      return statement.getConnection();
    }
  }

  private static String name(JarEntry entry) {
    return entry.getName().substring(0, entry.getName().length() - ".class".length());
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
