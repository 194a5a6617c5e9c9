package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Registering and coming back without a password, with a browser and an authenticator of its own.
final class PasskeyPageIT {
  private static final String FRESH = "five plain words do too";

  /// Browsers have passkeys for names only.
  private static final String PAGE =
      CasinoFixture.shared().url().replace("127.0.0.1", "localhost") + "/account.html";

  @Test
  void guestRegistersByPasskeyComesBackByItAndByACode() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.expectRefusals();
      Page page = visit.open(PAGE);
      withAuthenticator(page);
      visit.action("register-passkey").click();
      assertThat(page.locator("[data-username]")).hasText(Pattern.compile("player-.+"));
      String username = page.locator("[data-username]").textContent();
      assertThat(page.locator("[data-action='remove-passkey']")).hasCount(1);
      assertThat(page.locator("#password-title")).isHidden();
      PagesIT.assertAccessible(page, "account with a passkey");

      visit.action("codes").click();
      assertThat(page.locator(".codes code")).hasCount(10);
      String code = page.locator(".codes code").first().textContent();
      PagesIT.assertAccessible(page, "account with recovery codes");

      visit.action("leave").click();
      assertThat(page.getByText("You are signed out")).isVisible();
      visit.action("login-passkey").click();
      assertThat(page.locator("[data-username]")).hasText(username);
      assertThat(page.getByText("10 codes left")).isVisible();
      visit.action("remove-passkey").click();
      assertThat(page.getByText("The last sign-in method cannot be removed")).isVisible();

      visit.action("leave").click();
      assertThat(page.locator("#login")).isVisible();
      page.getByText("Forgot your password?").click();
      fill(page, "username", username);
      fill(page, "code", code);
      fill(page, "newPassword", FRESH);
      visit.action("recover").click();
      assertThat(page.locator("[data-username]")).hasText(username);
      assertThat(page.locator("#password-title")).isVisible();
      visit.action("remove-passkey").click();
      assertThat(page.locator("[data-action='remove-passkey']")).hasCount(0);
    }
  }

  private static void fill(Page page, String field, String text) {
    page.locator("#recover-" + field).fill(text);
  }

  /// A device that knows its owner by body, and is touched whenever it asks to be.
  private static void withAuthenticator(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    session.send("WebAuthn.enable", new JsonObject());
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject parameters = new JsonObject();
    parameters.add("options", options);
    session.send("WebAuthn.addVirtualAuthenticator", parameters);
  }
}
