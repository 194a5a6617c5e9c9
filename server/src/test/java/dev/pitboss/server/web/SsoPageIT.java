package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.openid.IssuerProcess;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Signing in at an issuer, in a browser that is sent there and comes back.
final class SsoPageIT {
  private static final Locator.FilterOptions UNAVAILABLE =
      new Locator.FilterOptions().setHasText("unavailable");

  @Test
  void whoSignsInAtTheIssuerComesBackAsTheSamePlayerAndWhoDoesNotIsTold() throws Exception {
    try (IssuerProcess issuer = IssuerProcess.start();
        CasinoFixture casino = CasinoFixture.startWith(issuer.environment());
        BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      visit.expectRefusals();
      Page page = visit.open("/account.html");
      page.getByText("Sign in with the test issuer").click();
      page.waitForURL("**/login*");
      page.locator("input[name=username]").fill("ann");
      page.locator("input[name=password]").fill(IssuerProcess.PASSWORD);
      page.locator("button[type=submit]").click();
      awaitSignedIn(page);
      // neither the code nor the state stays where history and referrers would keep it
      assertThat(page).hasURL(Pattern.compile(".*/account\\.html$"));

      visit.action("leave").click();
      assertThat(page.getByText("You are signed out")).isVisible();
      page.getByText("Sign in with the test issuer").click();
      awaitSignedIn(page);

      visit.action("leave").click();
      assertThat(page.getByText("You are signed out")).isVisible();
      page.navigate("/account.html?error=access_denied&state=any");
      assertThat(page.getByText("The provider did not sign you in.")).isVisible();
      assertThat(page.locator("#login")).isVisible();
    }
  }

  /// The issuer has seconds to answer, which a busy machine may not keep; then the page asks to try
  /// again, and the issuer knows its user by now.
  private static void awaitSignedIn(Page page) {
    Locator username = page.locator("[data-username]");
    for (int i = 0; i < 5; i++) {
      assertThat(username.or(page.getByRole(AriaRole.ALERT).filter(UNAVAILABLE)).first())
          .isVisible();
      if (username.isVisible()) {
        break;
      }
      page.getByText("Sign in with the test issuer").click();
    }
    assertThat(username).hasText("ann");
  }
}
