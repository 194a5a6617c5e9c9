package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import org.junit.jupiter.api.Test;

/// The API's description in a browser: every call is there, and what is sent is done.
final class ApiPageIT {
  @Test
  void everyCallIsListed() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/api.html");
      int routes = CasinoFixture.shared().casino().api().endpoints().size();
      assertThat(page.locator(".operation")).hasCount(routes);
    }
  }

  @Test
  void betSentFromItsExampleIsSettledAndABadOneIsExplained() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.expectRefusals();
      Page page = visit.open("/api.html");
      Locator spin = operation(page, "POST /api/casino/play/slots-20");
      spin.locator("summary").click();
      spin.locator("button").click();
      assertThat(spin.locator("h3").first()).containsText("200 OK");
      assertThat(spin.locator("pre")).containsText("\"stake\": 200");
      assertThat(spin.locator("pre")).containsText("\"balance\": " + visit.balance());
      PagesIT.assertAccessible(page, "a call that was answered");

      spin.locator("textarea").fill("{\"stake\": 7}");
      spin.locator("button").click();
      assertThat(spin.locator("h3").first()).containsText("400");
      assertThat(spin.locator("pre")).containsText("\"field\": \"stake\"");
    }
  }

  @Test
  void pathAndTokenAreTakenFromTheirFields() {
    try (BrowserSession visit = BrowserSession.wide(BrowserSession.PHONE)) {
      visit.expectRefusals();
      Page page = visit.open("/api.html");
      String ref = visit.play("slots-20", "{\"stake\":20}", 1);
      Locator round = operation(page, "GET /api/casino/rounds/{ref}");
      round.locator("summary").click();
      round.locator("input").first().fill(ref);
      round.locator("button").click();
      assertThat(round.locator("pre")).containsText(ref);

      page.locator("#token").fill("not-a-session");
      round.locator("button").click();
      assertThat(round.locator("h3").first()).containsText("401");
    }
  }

  private static Locator operation(Page page, String call) {
    // the whole title: other paths begin with this one
    Locator title = page.getByText(call, new Page.GetByTextOptions().setExact(true));
    Locator operation =
        page.locator(".operation").filter(new Locator.FilterOptions().setHas(title));
    assertThat(operation.count()).as(call).isEqualTo(1);
    return operation;
  }
}
