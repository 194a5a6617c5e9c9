package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.ConnectionTracker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class WeaverTest {
  private static final ClassFile VERIFIER =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())
                  .orElse(ClassHierarchyResolver.defaultResolver())));

  private final NotTracked notTracked = new NotTracked();
  private final WeavingRules rules = new WeavingRules(AgentOptions.DEFAULT);
  private final Weaver weaver = new Weaver(rules, notTracked);

  @BeforeEach
  void startWatch() {
    Borrows.watchWith(new Watch(AgentOptions.DEFAULT, rules, notTracked));
  }

  /// Drivers and pools are full of such calls, in byte code of many compilers and releases. They
  /// would not be woven in practice; here they have to withstand it.
  @Test
  void everyClassOnTheClassPathStaysValid() throws IOException {
    int woven = 0;
    for (String jar : Program.jars()) {
      woven += weaveAll(jar);
    }
    assertThat(woven).isGreaterThan(20);
    assertThat(weaver.sites()).isGreaterThan(woven);
    assertThat(notTracked.reasons().values()).noneMatch(why -> why.contains("cannot be woven"));
  }

  private int weaveAll(String path) throws IOException {
    int count = 0;
    try (JarFile jar = new JarFile(path)) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF") && !name.contains("-info")) {
          byte[] bytes;
          try (InputStream in = jar.getInputStream(entry)) {
            bytes = in.readAllBytes();
          }
          String className = name.replace(".class", "").replace('/', '.');
          byte[] woven = weaver.weave(className, bytes, true, () -> true);
          if (woven != null) {
            count++;
            List<String> before = faults(bytes);
            assertThat(faults(woven)).as(className).isSubsetOf(before);
            byte[] loaded = weaver.weave(className, bytes, false, () -> true);
            if (loaded != null) {
              assertThat(faults(loaded)).as("%s, loaded", className).isSubsetOf(before);
            }
          }
        }
      }
    }
    return count;
  }

  private static List<String> faults(byte[] bytes) {
    List<String> faults = new ArrayList<>();
    VERIFIER.verify(bytes).forEach(fault -> faults.add(fault.toString().replaceAll("@[0-9]+", "")));
    return faults;
  }

  @Test
  void classWithoutSuchACallIsLeftAsItIs() throws IOException {
    try (InputStream in = WeaverTest.class.getResourceAsStream("WeaverTest.class")) {
      assertThat(in).isNotNull();
      byte[] bytes = in.readAllBytes();
      assertThat(
              weaver.transform(WeaverTest.class.getClassLoader(), "some/Test", null, null, bytes))
          .isNull();
    }
  }

  @Test
  void brokenClassIsLeftAsItIsAndSaidSo() {
    byte[] nonsense =
        "\u00ca\u00fe getConnection".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(
            weaver.transform(
                WeaverTest.class.getClassLoader(), "some/Broken", null, null, nonsense))
        .isNull();
    assertThat(notTracked.reasons()).containsKey("some.Broken");
  }

  /// By a compiler that this release does not know: the class may hold anything.
  @Test
  void classOfANewerJavaIsLeftAsItIsAndSaidSo() throws IOException {
    byte[] bytes;
    try (InputStream in = ConnectionTracker.class.getResourceAsStream("PhysicalDataSource.class")) {
      assertThat(in).isNotNull();
      bytes = in.readAllBytes();
    }
    assertThat(weaver.weave("some.Borrower", bytes, true, () -> true)).isNotNull();
    bytes[7] = (byte) (Weaver.NEWEST + 1);
    assertThat(weaver.weave("some.Newer", bytes, true, () -> true)).isNull();
    assertThat(notTracked.reasons()).containsOnlyKeys("some.Newer");
    assertThat(notTracked.reasons().get("some.Newer")).contains("class file of version");
  }

  @Test
  void secretsOfAUrlAreNotShown() {
    assertThat(Watch.withoutSecrets("jdbc:postgresql://ann:pass@db/shop?password=x"))
        .isEqualTo("jdbc:postgresql://db/shop");
    assertThat(Watch.withoutSecrets("jdbc:oracle:thin:scott/tiger@db:1521/shop"))
        .isEqualTo("jdbc:oracle:thin:db:1521/shop");
    assertThat(Watch.withoutSecrets("jdbc:sqlserver://db;user=sa;password=x"))
        .isEqualTo("jdbc:sqlserver://db");
    assertThat(Watch.withoutSecrets("jdbc:h2:mem:shop")).isEqualTo("jdbc:h2:mem:shop");
  }
}
