package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.published.GameStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Rounds of imported games on their page.
class PublishedRoundIT {
  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.start();
    Path data = Objects.requireNonNull(casino.seedKey().toAbsolutePath().getParent());
    GameStore.Imported _ =
        new GameStore(data.resolve(GameStore.FOLDER))
            .add(
                Path.of("src/test/resources/published/ways"),
                "my-ways",
                Optional.empty(),
                Instant.EPOCH);
    Concurrently.await(
        "it is offered", () -> casino.client().get("/api/casino/games/my-ways").status() == 200);
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  private static String play(Page page) {
    return (String)
        page.evaluate(
            """
            async () => {
              const {player} = await import('/js/core/api.js');
              await player.open();
              return (await player.ask('/play/books/my-ways', {mode: 'base', baseBet: 100})).ref;
            }
            """);
  }

  @Test
  void playedRoundIsShownAndVerifiesOnceItsSeedIsRevealed() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/");
      visit.open("/round.html?ref=" + play(page));
      assertThat(page.locator("[data-book]")).hasCount(1);
      visit.action("reveal").click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
      assertThat(page.locator(".steps")).containsText(" of 200");
    }
  }

  @Test
  void tamperedRoundIsShownAsFalse() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/");
      String ref = play(page);
      page.evaluate("import('/js/core/api.js').then(({post}) => post('/fairness/rotate', {}))");
      page.route(
          "**/api/casino/rounds/*",
          route -> RoundIT.lie(route, Pattern.compile("\"book\":\"\\d+")));
      visit.open("/round.html?ref=" + ref);
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "false");
    }
  }
}
