package dev.pitboss.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.pitboss.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.pitboss.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule HTTP_IS_SPOKEN_AT_THE_EDGES_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.pitboss.server.http..",
              "dev.pitboss.server.api..",
              "dev.pitboss.server.web..",
              "dev.pitboss.server",
              "dev.pitboss.server.openid..",
              "dev.pitboss.server.commands..",
              "dev.pitboss.server.seamlesswallet.outbound..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..");

  /// Operators' wallets are called from one package, which serves no requests.
  @ArchTest
  static final ArchRule OTHER_WALLETS_ARE_CALLED_AND_NOTHING_ELSE =
      noClasses()
          .that()
          .resideInAPackage("dev.pitboss.server.seamlesswallet.outbound..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule COMMANDS_NEED_NO_CASINO =
      noClasses()
          .that()
          .resideInAPackage("dev.pitboss.server.commands..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "java.sql..",
              "dev.pitboss.server",
              "dev.pitboss.server.database..",
              "dev.pitboss.server.ledger..",
              "dev.pitboss.server.fairness..",
              "dev.pitboss.server.http..");

  @ArchTest
  static final ArchRule HTTP_KNOWS_NO_SQL =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.pitboss.server.http..", "dev.pitboss.server.api..", "dev.pitboss.server.web..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.pitboss.server.database.Sql")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.sql.PreparedStatement");

  @ArchTest
  static final ArchRule ONLY_DB_TAKES_CONNECTIONS_AND_COMMITS =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.pitboss.server.database..", "dev.pitboss.server")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("javax.sql.DataSource")
          .orShould()
          .callMethod(java.sql.Connection.class, "commit")
          .orShould()
          .callMethod(java.sql.Connection.class, "rollback")
          .orShould()
          .callMethod(java.sql.DriverManager.class, "getConnection", String.class);

  /// What the kernel uses of the server knows no casino either.
  @ArchTest
  static final ArchRule KERNEL_KNOWS_NO_DOMAIN =
      noClasses()
          .that()
          .resideInAPackage("dev.pitboss.server.http..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.pitboss.server..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.pitboss.server.http..",
                              "dev.pitboss.server.clients..",
                              "dev.pitboss.server.database..",
                              "dev.pitboss.server.json..",
                              "dev.pitboss.server.logging..",
                              "dev.pitboss.server.scheduling.."))));

  /// What routes of several kinds of clients share is in the package above them.
  @ArchTest
  static final ArchRule CLIENTS_HAVE_ROUTES_OF_THEIR_OWN =
      slices().matching("dev.pitboss.server.api.(*)..").should().notDependOnEachOther();

  /// One engine moves money for bets.
  @ArchTest
  static final ArchRule ONLY_THE_ENGINE_SETTLES =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.pitboss.server.ledger..", "dev.pitboss.server.settlement..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.pitboss.server.ledger.Ledger");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_AN_INSTANT_SOURCE =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.lang.System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule NO_THREAD_LOCALS =
      noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);
}
