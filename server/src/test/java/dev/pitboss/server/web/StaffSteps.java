package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.Authenticator;
import dev.pitboss.server.StaffClient;
import java.util.List;

/// Steps on the staff's pages that several tests take.
final class StaffSteps {
  private StaffSteps() {}

  /// Fills in the form that a page of the staff shows without a session, and sends it.
  static void signIn(Page page, String username, String password) {
    page.getByLabel("Username").fill(username);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
  }

  /// Ends the session of a page, and waits for the casino: a page opened before could still have
  /// that session, and lose it.
  static void signOut(BrowserSession visit) {
    visit.action("sign-out").click();
    visit.action("sign-out").waitFor(BrowserSession.GONE);
  }

  /// Sets a second factor up, to its end, on a page that offers it.
  static void setSecondFactor(BrowserSession visit) {
    Page page = visit.page();
    page.getByLabel("Your password").fill(StaffClient.PASSWORD);
    visit.action("begin").click();
    Authenticator app =
        new Authenticator(page.locator("[data-secret]").getAttribute("data-secret"));
    page.getByLabel("Code the app shows").fill(app.code(0));
    visit.action("confirm").click();
    visit.action("kept").click();
  }

  /// A decision in a table: the whole row on a phone, and a button of whole words.
  static void assertDecisionHasTheRowOnAPhone(Page page, String action) {
    page.setViewportSize(BrowserSession.PHONE, BrowserSession.HEIGHT);
    assertThat(
            page.evaluate(
                """
                (action) => {
                  const button = document.querySelector(`[data-action=${action}]`);
                  const width = (it) => Math.round(it.getBoundingClientRect().width);
                  return [width(button.closest('td')) === width(button.closest('tr')),
                    button.scrollWidth <= button.clientWidth, getComputedStyle(button).overflowWrap];
                }
                """,
                action))
        .isEqualTo(List.of(true, true, "normal"));
    page.setViewportSize(BrowserSession.DESKTOP, BrowserSession.HEIGHT);
  }
}
