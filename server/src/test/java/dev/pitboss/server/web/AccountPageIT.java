package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// From guest to registered player and back in, with a browser.
final class AccountPageIT {
  private static final String PAGE = "/account.html";
  private static final String PASSWORD = "four plain words do";
  private static final String ONE_BROWSER = "A guest account exists in one browser only.";
  private static final String FRESH = "five plain words do too";

  @Test
  void registrationIsSentAgainWhileTheCasinoIsBusy() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.expectRefusals();
      Page page = visit.open(PAGE);
      AtomicInteger calls = new AtomicInteger();
      page.route(
          "**/api/session/register",
          route -> {
            if (calls.incrementAndGet() < 3) {
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(503)
                      .setHeaders(Map.of("Retry-After", "1"))
                      .setContentType("application/problem+json")
                      .setBody("{\"status\":503,\"code\":\"try_again\",\"detail\":\"busy\"}"));
            } else {
              route.resume();
            }
          });
      fill(page, "register", "username", "Page.Patient");
      fill(page, "register", "password", PASSWORD);
      visit.action("register").click();
      assertThat(visit.action("register")).hasText("One moment…");
      assertThat(page.locator("[data-username]")).hasText("Page.Patient");
      assertThat(calls).hasValueGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void guestRegistersChangesThePasswordEndsSessionsAndComesBack() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.expectRefusals();
      Page page = visit.open("/");
      visit.play("slots-20", "{\"stake\": 200}", 1);
      long balance = visit.balance();
      page.locator("nav a[href='/account.html']").click();
      assertThat(page.locator("main")).containsText(ONE_BROWSER);
      PagesIT.assertAccessible(page, "account of a guest");

      fill(page, "register", "username", "x");
      fill(page, "register", "password", PASSWORD);
      visit.action("register").click();
      assertThat(page.locator("#register-username-error")).containsText("Username must be 3 to 24");
      assertThat(page.locator("#register-username")).isFocused();
      fill(page, "register", "username", "Page.Visitor");
      fill(page, "register", "password", "password1");
      visit.action("register").click();
      assertThat(page.locator("#register-password-error")).containsText("commonly used");
      PagesIT.assertAccessible(page, "refused registration");
      fill(page, "register", "password", PASSWORD);
      visit.action("register").click();

      assertThat(page.locator("[data-username]")).hasText("Page.Visitor");
      assertThat(page.locator("main")).not().containsText(ONE_BROWSER);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance()).isEqualTo(balance);
      String elsewhere = signInElsewhere();
      page.reload();
      assertThat(page.locator(".sessions li")).hasCount(2);
      PagesIT.assertAccessible(page, "account of a registered player");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      PagesIT.assertAccessible(page, "account of a registered player, light");
      picture(page, "account-registered");
      visit.action("end").click();
      assertThat(page.locator(".sessions li")).hasCount(1);
      assertThat(CasinoFixture.shared().player(elsewhere).get("balance").status()).isEqualTo(401);

      fill(page, "password", "currentPassword", "not the one at all");
      fill(page, "password", "newPassword", FRESH);
      visit.action("password").click();
      assertThat(page.locator("#password-currentPassword-error"))
          .containsText("urrent password is incorrect");
      fill(page, "password", "currentPassword", PASSWORD);
      visit.action("password").click();
      assertThat(page.getByText("Your password is changed")).isVisible();
      visit.action("leave").click();
      assertThat(page.getByText("You are signed out")).isVisible();
      assertThat(page.locator("#login")).isVisible();

      fill(page, "login", "username", "page.visitor");
      fill(page, "login", "password", PASSWORD);
      visit.action("login").click();
      assertThat(page.getByText("Incorrect username or password")).isVisible();
      picture(page, "account-guest");
      fill(page, "login", "password", FRESH);
      page.locator("#login-password").press("Enter");
      assertThat(page.locator("[data-username]")).hasText("Page.Visitor");
      assertThat(visit.balance()).isEqualTo(balance);
    }
  }

  @Test
  void fieldsSayWhatBelongsInThem() {
    try (BrowserSession visit = BrowserSession.wide(BrowserSession.PHONE)) {
      Page page = visit.open(PAGE);
      assertThat(page.locator("#register-password")).hasAttribute("autocomplete", "new-password");
      assertThat(page.locator("#login-password")).hasAttribute("autocomplete", "current-password");
      assertThat(page.locator("#login-password")).hasAttribute("type", "password");
      page.getByLabel("Show password", new Page.GetByLabelOptions()).first().check();
      assertThat(page.locator("#login-password")).hasAttribute("type", "text");
      picture(page, "account-phone");
    }
  }

  private static String signInElsewhere() {
    Answer answer =
        CasinoFixture.shared()
            .send(
                "POST",
                "/api/session/login",
                "{\"username\":\"page.visitor\",\"password\":\"" + PASSWORD + "\"}",
                Map.of("User-Agent", "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"));
    return answer.json().path("token").asText();
  }

  private static void fill(Page page, String form, String field, String value) {
    Locator input = page.locator("#" + form + "-" + field);
    input.fill(value);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", name + ".png")).setFullPage(true));
  }
}
