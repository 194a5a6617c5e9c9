package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import org.junit.jupiter.api.Test;

/// What pages offer to a player whose play chips are used up.
final class RefillPageIT {
  private static final String NAME =
      """
      fetch('/api/session/register', {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({username: 'refill-page', password: 'four plain words do'}),
      }).then(({status}) => status)
      """;

  @Test
  void registeredPlayerGetsChipsAgainAndIsToldWhenTheNextOnesAre() {
    try (CasinoFixture casino = CasinoFixture.start();
        BrowserSession visit = BrowserSession.to(casino, BrowserSession.PHONE)) {
      Tenant.house(casino).change("{\"welcomeGrant\":0,\"refill\":{\"amount\":500}}");
      Page page = visit.open("/roulette.html");
      assertThat(page.locator("[data-empty]")).containsText("Your chips are used up.");
      assertThat(visit.action("start-over")).isVisible();
      assertThat(page.locator("[data-action=refill]")).hasCount(0);
      assertThat(page.evaluate(NAME)).as("a name").isEqualTo(201);

      visit.open("/roulette.html");
      assertThat(page.locator("[data-action=start-over]")).hasCount(0);
      PagesIT.assertAccessible(page, "chips again");
      assertThat(visit.action("refill")).hasText("Get 5.00 chips");
      visit.action("refill").click();

      assertThat(page.locator("[data-balance]")).hasText("5.00");
      assertThat(visit.balance()).isEqualTo(500);

      visit.open("/roulette.html");
      assertThat(page.locator("[data-empty]")).containsText("almost used up");
      assertThat(page.locator("[data-next-refill]"))
          .containsText("You can have 5.00 chips again at");
      assertThat(page.locator("[data-action=refill]")).hasCount(0);
      PagesIT.assertAccessible(page, "chips later");
    }
  }
}
