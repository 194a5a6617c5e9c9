package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Unanalysed;
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
  void missingLibrariesCostNothing() throws IOException {
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
        .extracting(Finding::line, Finding::function, Finding::pattern)
        .containsExactly(
            tuple(18, "logged", Pattern.ANONYMOUS_CHAIN), tuple(22, "leak", Pattern.NEVER_CLOSED));
    assertThat(result.unanalysed()).isEmpty();
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
          assertThat(left.reason()).startsWith("syntax error: ");
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
  void syntaxErrorCostsItsMethodOnly() throws IOException {
    write(
        "Half.java",
        """
        class Half {
          int broken() { return 1 +; }
        %s}
        """
            .formatted(LEAK));

    ScanResult result = scan();

    assertThat(result.findings()).extracting(Finding::line).containsExactly(4);
    assertThat(result.unanalysed())
        .extracting(Unanalysed::part, Unanalysed::borrows)
        .containsExactly(tuple("method broken", false));
  }

  /// What a library does with a connection by its name is not known: it is lent, not given away.
  @Test
  void unknownCodeThatTakesAConnectionDoesNotExcuseIt() throws IOException {
    write(
        "Handing.java",
        """
        class Handing {
          void run(javax.sql.DataSource pool) throws java.sql.SQLException {
            java.sql.Connection given = pool.getConnection();
            missing.Registry.look(given);
          }
        }
        """);

    assertThat(scan().findings())
        .extracting(Finding::line, Finding::pattern)
        .containsExactly(tuple(3, Pattern.NEVER_CLOSED));
  }

  /// What is called on the connection with a missing constant may still throw.
  @Test
  void callWithAMissingConstantStillThrows() throws IOException {
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

  /// An exception of code nobody has seen is a possibility and no finding.
  @Test
  void unknownCodeBetweenIsUncertain() throws IOException {
    write(
        "Perhaps.java",
        """
        class Perhaps {
          void run(javax.sql.DataSource pool) throws java.sql.SQLException {
            java.sql.Connection c = pool.getConnection();
            missing.Metrics.count();
            try {
              c.commit();
            } finally {
              c.close();
            }
          }
        }
        """);

    ScanResult result = scan();
    assertThat(result.findings()).isEmpty();
    assertThat(result.uncertain()).extracting(Finding::line).containsExactly(3);
    assertThat(result.outcome()).isEqualTo(ScanResult.Outcome.PARTLY_ANALYSED);
  }

  @Test
  void sourcesOfEachAgeAreRead() throws IOException {
    write(
        "old/Old.java",
        """
        package old;
        import java.sql.*;
        class Old {
          Object _ = null;
          void yield(int enumeration) throws SQLException { yield(1); }
          void lost(javax.sql.DataSource pool) throws SQLException {
            Connection c = pool.getConnection();
            yield(2);
          }
        }
        """);
    write(
        "now/Now.java",
        """
        import module java.sql;
        void main() throws SQLException {
          var c = DriverManager.getConnection("jdbc:h2:mem:");
          c.commit();
        }
        """);

    ScanResult result = scan();
    assertThat(result.findings())
        .extracting(Finding::file, Finding::line)
        .containsExactly(tuple(Path.of("now/Now.java"), 3), tuple(Path.of("old/Old.java"), 7));
    assertThat(result.unanalysed()).isEmpty();
  }

  @Test
  void emptyFolderWasNotAnalysed() throws IOException {
    assertThat(scan().outcome()).isEqualTo(ScanResult.Outcome.NOT_ANALYSED);
  }
}
