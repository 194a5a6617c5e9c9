package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources that do not compile keep nothing else from being analysed, and are named.
final class UnresolvedTest {
  private static final String LEAK =
      """
        boolean leak(javax.sql.DataSource pool) throws java.sql.SQLException {
          java.sql.Connection lost = pool.getConnection();
          return lost.isReadOnly();
        }
      """;

  @TempDir private Path folder;

  private ScanResult scan() throws IOException {
    return LeakScan.of(folder).run();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  @Test
  void missingLibrariesCostOnlyTheMembersThatUseThem() throws IOException {
    write(
        "shop/Repository.java",
        """
        package shop;

        import org.missing.Logger;
        import org.missing.Stereotype;

        @Stereotype("orders")
        public class Repository extends org.missing.Base {
          private static final Logger LOG = Logger.of(Repository.class);
          private final int size = org.missing.Sizes.of(3);

          @Override
          public String toString() {
            return "orders";
          }

          boolean logged(javax.sql.DataSource pool) throws java.sql.SQLException {
            LOG.info("borrowing");
            return pool.getConnection().isReadOnly();
          }

        %s}
        """
            .formatted(LEAK));

    ScanResult result = scan();

    assertThat(result.findings())
        .extracting(Finding::line, Finding::method, Finding::pattern)
        .containsExactly(
            tuple(18, "logged", Pattern.ANONYMOUS_CHAIN), tuple(22, "leak", Pattern.NEVER_CLOSED));
    assertThat(result.unanalysed())
        .extracting(Unanalysed::part, Unanalysed::borrows)
        .contains(tuple("statement", false), tuple("field LOG", false), tuple("field size", false));
  }

  @Test
  void sourceWithSyntaxErrorIsNamedAndTheRestAnalysed() throws IOException {
    write("Broken.java", "class Broken { void run( { pool.getConnection(); }");
    write("Fine.java", "class Fine {\n%s}\n".formatted(LEAK));

    ScanResult result = scan();

    assertThat(result.findings()).extracting(Finding::line).containsExactly(3);
    assertThat(result.unanalysed())
        .singleElement()
        .satisfies(left -> {
          assertThat(left.file()).isEqualTo(Path.of("Broken.java"));
          assertThat(left.part()).isEqualTo("file");
          assertThat(left.borrows()).isTrue();
        });
  }

  @Test
  void twoClassesOfOneNameAreBothAnalysed() throws IOException {
    write("one/Same.java", "class Same {\n%s}\n".formatted(LEAK));
    write("two/Same.java", "\nclass Same {\n%s}\n".formatted(LEAK));

    assertThat(scan().findings())
        .extracting(Finding::file, Finding::line)
        .containsExactly(tuple(Path.of("one/Same.java"), 3), tuple(Path.of("two/Same.java"), 4));
    assertThat(scan().unanalysed()).isEmpty();
  }

  @Test
  void lossFitsOnOneLineWhateverTheCallLooksLike() throws IOException {
    write(
        "Wide.java",
        """
        class Wide {
          void run(javax.sql.DataSource pool) throws Exception {
            var lost = pool.getConnection();
            Thread.ofVirtual().start(() -> {
              System.gc();
            }).join();
          }
        }
        """);

    assertThat(scan().findings())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.loss())
                .startsWith("Thread.ofVirtual().start(")
                .doesNotContain("\n"));
  }

  /// A statement goes alone only where that leaves the method's connections as they are.
  @Test
  void unknownCodeThatTakesAConnectionCostsTheMethodThatHandsItOver() throws IOException {
    write(
        "Handing.java",
        """
        class Handing {
          void run(javax.sql.DataSource pool) throws java.sql.SQLException {
            java.sql.Connection given = pool.getConnection();
            missing.Registry.keep(given);
          }
        }
        """);

    ScanResult result = scan();

    assertThat(result.findings()).isEmpty();
    assertThat(result.outcome()).isEqualTo(ScanResult.Outcome.PARTLY_ANALYSED);
    assertThat(result.unanalysed())
        .extracting(Unanalysed::part, Unanalysed::borrows)
        .containsExactly(tuple("method run", true));
  }

  /// What is called on the connection with a missing constant may still throw.
  @Test
  void statementThatIsCutOnAConnectionStillThrows() throws IOException {
    write(
        "Gap.java",
        """
        class Gap {
          void run(javax.sql.DataSource pool) throws java.sql.SQLException {
            java.sql.Connection c = pool.getConnection();
            c.setTransactionIsolation(missing.Config.LEVEL);
            try {
              c.commit();
            } finally {
              c.close();
            }
          }
        }
        """);

    assertThat(scan().findings())
        .extracting(Finding::line, Finding::pattern)
        .containsExactly(tuple(3, Pattern.GAP_BEFORE_TRY));
  }

  @Test
  void emptyFolderWasNotAnalysed() throws IOException {
    assertThat(scan().outcome()).isEqualTo(ScanResult.Outcome.NOT_ANALYSED);
  }
}
