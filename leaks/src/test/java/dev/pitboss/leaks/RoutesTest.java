package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.ScanResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A finding says which route it is behind, and whether the code ships.
final class RoutesTest {
  @TempDir private Path folder;

  @Test
  void routesAndOriginsAreTold() throws Exception {
    Path main = Files.createDirectories(folder.resolve("src/main/java"));
    Path test = Files.createDirectories(folder.resolve("src/test/java"));
    Files.writeString(
        main.resolve("Bets.java"),
        """
        import javax.sql.DataSource;
        @RequestMapping("/bets")
        class Bets {
          DataSource pool;
          @PostMapping("/{game}") void place() throws Exception { pool.getConnection(); }
          @RequestMapping(path = "all", method = RequestMethod.GET)
          void all() throws Exception { pool.getConnection(); }
        }
        @Path("slots") class Slots {
          DataSource pool;
          @POST @Path("bet") void bet() throws Exception { pool.getConnection(); }
          void none() throws Exception { pool.getConnection(); }
        }
        """);
    Files.writeString(
        test.resolve("Play.java"),
        "class Play { void t(javax.sql.DataSource pool) throws Exception { pool.getConnection(); } }");

    ScanResult result = LeakScan.of(folder).run();

    assertThat(result.findings())
        .extracting(Finding::function, Finding::route, Finding::origin)
        .containsExactly(
            tuple("place", "POST /bets/{game}", Origin.MAIN),
            tuple("all", "GET /bets/all", Origin.MAIN),
            tuple("bet", "POST /slots/bet", Origin.MAIN),
            tuple("none", "", Origin.MAIN),
            tuple("t", "", Origin.TEST));
  }
}
