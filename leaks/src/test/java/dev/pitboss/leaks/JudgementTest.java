package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.ScanSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is listed as uncertain instead of being counted, what a model overrules, and sources that
/// take long to read.
final class JudgementTest {
  private static final String HELPERS =
      """
      package shop;

      import java.sql.*;
      import javax.sql.DataSource;

      class Dao {
        static void swallows(Connection c, ResultSet rs) {
          try {
            if (rs != null) rs.close();
            if (c != null) c.close();
          } catch (SQLException e) {
            e.printStackTrace();
          }
        }

        static void throwsOn(Connection c, ResultSet rs) throws SQLException {
          rs.close();
          c.close();
        }

        static void closesEach(Connection c, ResultSet rs) {
          try { rs.close(); } catch (SQLException e) { e.printStackTrace(); }
          try { c.close(); } catch (SQLException e) { e.printStackTrace(); }
        }

        static void closesNone(Connection c, ResultSet rs) {
          try { rs.close(); } catch (SQLException e) { e.printStackTrace(); }
        }

        void swallowed(DataSource ds) throws SQLException {
          Connection c = null;
          ResultSet rs = null;
          try { c = ds.getConnection(); rs = rows(c); } finally { swallows(c, rs); }
        }

        void thrown(DataSource ds) throws SQLException {
          Connection c = null;
          ResultSet rs = null;
          try { c = ds.getConnection(); rs = rows(c); } finally { throwsOn(c, rs); }
        }

        void each(DataSource ds) throws SQLException {
          Connection c = null;
          ResultSet rs = null;
          try { c = ds.getConnection(); rs = rows(c); } finally { closesEach(c, rs); }
        }

        void none(DataSource ds) throws SQLException {
          Connection c = null;
          ResultSet rs = null;
          try { c = ds.getConnection(); rs = rows(c); } finally { closesNone(c, rs); }
        }

        static ResultSet rows(Connection c) throws SQLException {
          return c.prepareStatement("select 1").executeQuery();
        }
      }
      """;

  private static final String WRAPPING =
      """
      package shop;

      import java.sql.*;
      import javax.sql.DataSource;

      class Wrapping {
        private final DataSource driver;
        private int failures;

        Wrapping(DataSource driver) { this.driver = driver; }

        Wrapped careful() throws SQLException { return closing(driver.getConnection()); }

        Wrapped careless() throws SQLException { return counting(driver.getConnection()); }

        Wrapped sometimes(boolean lenient) throws SQLException {
          return choosing(driver.getConnection(), lenient);
        }

        private Wrapped closing(Connection raw) throws SQLException {
          try {
            return Wrapped.over(raw);
          } catch (SQLException | RuntimeException failure) {
            try {
              raw.close();
            } catch (SQLException second) {
              failure.addSuppressed(second);
            }
            throw failure;
          }
        }

        private Wrapped counting(Connection raw) throws SQLException {
          try {
            return Wrapped.over(raw);
          } catch (SQLException | RuntimeException failure) {
            failures++;
            throw failure;
          }
        }

        private Wrapped choosing(Connection raw, boolean lenient) throws SQLException {
          try {
            return Wrapped.over(raw);
          } catch (SQLException | RuntimeException failure) {
            if (lenient) {
              raw.close();
            }
            throw failure;
          }
        }
      }

      class Wrapped implements AutoCloseable {
        private final Connection raw;

        private Wrapped(Connection raw) { this.raw = raw; }

        static Wrapped over(Connection raw) throws SQLException {
          if (raw.isReadOnly()) {
            throw new SQLException("read only");
          }
          return new Wrapped(raw);
        }

        @Override
        public void close() throws SQLException { raw.close(); }
      }
      """;

  @TempDir private Path folder;

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  private ScanResult scan() throws IOException {
    return LeakScan.of(folder).run();
  }

  /// Each caller of such a helper would be a finding, for one fault in the helper.
  @Test
  void helperThatHidesThatAnEarlierCloseFailedIsUncertain() throws IOException {
    write("shop/Dao.java", HELPERS);

    ScanResult result = scan();

    assertThat(result.findings())
        .extracting(Finding::function, Finding::pattern)
        .containsExactly(
            tuple("thrown", Pattern.EARLIER_CLOSE_THROWS), tuple("none", Pattern.NEVER_CLOSED));
    assertThat(result.uncertain())
        .extracting(Finding::function, Finding::pattern)
        .containsExactly(tuple("swallowed", Pattern.EARLIER_CLOSE_THROWS));
    assertThat(result.uncertain().getFirst().loss())
        .isEqualTo("an earlier close in the helper may throw");
  }

  /// What a helper throws itself is to be prepared for; what its helpers' helpers may throw is not.
  @Test
  void hiddenExceptionOfAHelpersHelperIsUncertain() throws IOException {
    write(
        "shop/Checks.java",
        """
        package shop;

        import java.sql.*;
        import javax.sql.DataSource;

        class Checks {
          static void strict(int n) { if (n < 0) throw new IllegalArgumentException(); }
          static void around(int n) { strict(n); }

          void direct(DataSource ds, int n) throws SQLException {
            Connection c = ds.getConnection();
            strict(n);
            c.close();
          }

          void remote(DataSource ds, int n) throws SQLException {
            Connection c = ds.getConnection();
            around(n);
            c.close();
          }
        }
        """);

    ScanResult result = scan();

    assertThat(result.findings()).extracting(Finding::function).containsExactly("direct");
    assertThat(result.uncertain()).extracting(Finding::function).containsExactly("remote");
  }

  @Test
  void modelWithAQualifiedNameOverrulesTheTreesOwnBodies() throws IOException {
    write(
        "shop/Desk.java",
        """
        package shop;

        import java.sql.*;

        class Desk {
          private final java.util.List<Object> later = new java.util.ArrayList<>();
          Connection take() { return (Connection) later.get(0); }
          void back(Connection c) { System.out.println("soon"); }

          void used(Desk desk) throws SQLException {
            Connection c = desk.take();
            try { c.commit(); } finally { desk.back(c); }
          }

          void lost(Desk desk) throws SQLException {
            Connection c = desk.take();
            c.commit();
          }
        }
        """);
    Path model = folder.resolve("desk.model");
    var settings = new ScanSettings(false, List.of(), List.of(model));

    Files.writeString(model, "acquire shop.Desk#take\n");
    ScanResult acquiring = LeakScan.of(folder).with(settings).run();
    Files.writeString(model, "acquire shop.Desk#take\nrelease shop.Desk#back\n");
    ScanResult releasing = LeakScan.of(folder).with(settings).run();

    assertThat(scan().findings()).isEmpty();
    assertThat(acquiring.findings()).extracting(Finding::function).containsExactly("used", "lost");
    assertThat(releasing.findings()).extracting(Finding::function).containsExactly("lost");
  }

  /// Each bound named both variables again: two to the power of the depth resolutions for each
  /// name.
  @Test
  void variablesBoundByEachOtherTakeNoTime() throws IOException {
    write(
        "shop/Builder.java",
        """
        package shop;

        import java.sql.Connection;
        import javax.sql.DataSource;

        class Builder<A extends Builder<A, B, C, D>, B extends Builder<B, A, D, C>,
            C extends Builder<C, D, A, B>, D extends Builder<D, C, B, A>> {
          A left; B right; C up; D down;

          boolean lost(DataSource ds) throws java.sql.SQLException {
            return ds.getConnection().isReadOnly();
          }
        }
        """);

    ScanResult result = Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), this::scan);

    assertThat(result.findings()).extracting(Finding::function).containsExactly("lost");
  }

  /// So many conditions that paths cannot all be told apart: what holds however they turn out is
  /// still known, and what hangs on them is a guess.
  @Test
  void functionWithTooManyPathsIsWalkedWithoutItsConditions() throws IOException {
    write(
        "shop/Large.java",
        """
        package shop;

        import java.sql.*;
        import javax.sql.DataSource;

        class Large {
          void closed(DataSource ds) throws SQLException {
            try (Connection c = ds.getConnection()) {
        %1$s    }
          }

          void lost(DataSource ds) throws SQLException {
            Connection c = ds.getConnection();
        %1$s  }

          void perhaps(DataSource ds) throws SQLException {
            Connection c = ds.getConnection();
        %1$s    if (f0) { c.close(); }
          }
        }
        """
            .formatted(branching()));

    ScanResult result = scan();

    assertThat(result.unanalysed()).isEmpty();
    assertThat(result.findings()).extracting(Finding::function).containsExactly("lost");
    assertThat(result.uncertain()).extracting(Finding::function).containsExactly("perhaps");
  }

  /// The caller has the wrapper, or an exception and nothing to close.
  @Test
  void factoryThatClosesWhatItCannotWrapLosesNothing() throws IOException {
    write("shop/Wrapping.java", WRAPPING);

    ScanResult result = scan();

    assertThat(result.findings())
        .extracting(Finding::function)
        .containsExactly("careless", "sometimes");
    assertThat(result.uncertain()).isEmpty();
  }

  private static String branching() {
    var flags = new StringBuilder();
    var body = new StringBuilder();
    var last = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      flags.append("boolean f%1$d = c.isValid(%1$d);\n".formatted(i));
      body.append("if (f%d) { c.commit(); }\n".formatted(i));
      last.append("if (f%d) { c.clearWarnings(); }\n".formatted(i));
    }
    return "%stry {\n%s} finally {\n%s}\n".formatted(flags, body, last);
  }
}
