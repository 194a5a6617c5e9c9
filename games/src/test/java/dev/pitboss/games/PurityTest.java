package dev.pitboss.games;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules are pure functions; these tests hold the module to it.
@Tag("slow")
class PurityTest {
  private static final JavaClasses GAMES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.pitboss.games");

  @Test
  void classesAreFound() {
    assertThat(GAMES.contain(Draws.class)).isTrue();
  }

  @Test
  void noGameReadsAClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.time..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(GAMES);
  }

  @Test
  void noGameHasChanceOfItsOwn() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(random\\..*|.*Random.*)|java\\.security\\.SecureRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .check(GAMES);
  }

  @Test
  void noGameReadsOrWrites() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(GAMES);
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.pitboss.(games..)")
        .should()
        .beFreeOfCycles()
        .check(GAMES);
  }

  @Test
  void moduleRequiresTheBaseAndNullnessAnnotationsOnly() {
    ModuleDescriptor module = Draws.class.getModule().getDescriptor();

    assertThat(module).isNotNull();
    assertThat(module.requires())
        .extracting(Requires::name)
        .containsExactlyInAnyOrder("java.base", "org.jspecify");
  }
}
