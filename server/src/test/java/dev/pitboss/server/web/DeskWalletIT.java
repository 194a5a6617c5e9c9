package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import dev.pitboss.server.staff.Role;
import org.junit.jupiter.api.Test;

/// The page of the shared wallet, on an operator that keeps the money itself.
final class DeskWalletIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  @Test
  void providersAreSetUpBooksComparedAndDisputesSettled() throws Exception {
    StaffClient chief = StaffClient.make(CASINO, "wallet-chief", Role.MANAGER, null);
    try (RemoteOperator operator = RemoteOperator.make(CASINO, 0);
        BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      String code = operator.tenant().operator().code();
      operator.books().refuse("win");
      operator.post(operator.welcome("pictured"), "play/roulette", RED, "disputed");
      String disputes = "operators/" + code + "/wallet/disputes";
      Concurrently.await(
          "it is disputed", () -> chief.get(disputes).json().path("disputes").size() == 1);

      Page page = DeskIT.signedIn(visit, "/ops-wallet.html?code=" + code, chief.username());
      page.getByLabel("Code").fill("books-first");
      page.getByLabel("Name").fill("Sportsbook");
      visit.action("make-provider").click();
      Locator provider = page.locator("tr[data-provider=books-first]");
      assertThat(provider).containsText("enabled");
      provider.locator("[data-look=keys]").click();
      visit.action("make-key").click();
      assertThat(page.locator("[data-secret]").textContent()).matches("[A-Za-z0-9_-]{43}");
      provider.locator("[data-action=use]").click();
      assertThat(provider).containsText("disabled");

      assertThat(page.locator("section[data-place=wallet]")).containsText("127.0.0.1");
      visit.action("reconcile").click();
      assertThat(page.locator("form[data-place=books]")).containsText("✗ differ");
      page.evaluate("scrollTo(0, 0)"); // nothing is half under the header
      PagesIT.assertAccessible(page, "the shared wallet");

      page.locator("[data-look=dispute]").click();
      assertThat(page.locator("[data-place=disputes]")).containsText("pictured");
      page.getByLabel("Decide").selectOption("close");
      page.getByLabel("Reason").fill("paid by hand");
      visit.action("decide").click();
      assertThat(page.locator("[data-place=disputes] .saved")).hasText("The bet is settled now.");
      assertThat(page.locator("tr[data-dispute]")).hasCount(0);

      visit.action("end-wallet").click();
      visit.expectRefusals(); // from then on there is no wallet to be found
      visit.action("end-wallet-yes").click();
      assertThat(page.locator("section[data-place=wallet]"))
          .containsText("balances are held by Pitboss");
      assertThat(
              page.getByRole(
                  AriaRole.HEADING, new Page.GetByRoleOptions().setName("Disputed bets")))
          .hasCount(0);
    }
  }
}
