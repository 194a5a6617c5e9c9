package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.Authenticator;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.staff.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The staff pages, used in a browser.
final class DeskIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant TENANT = Tenant.make(CASINO, "desk", "EUR");

  /// Of `/ops-NAME.html`.
  static final List<String> PAGES =
      List.of(
          "operators", "players", "adjustments", "reports", "wallet", "audit", "staff", "account");

  /// Those that journeys hold against the rules with more on them.
  private static final Set<String> LOOKED_AT_ON_THE_WAY =
      Set.of("adjustments", "reports", "audit", "account");

  /// All actions that change something; signing out and reading are open to every role.
  private static final String CHANGES =
      "main [data-action]:not([data-action=search], [data-action=show], [data-action=reconcile],"
          + " [data-action=filter], [data-action=verify], [data-action=more],"
          + " [data-action=begin], [data-action=change-password],"
          + " [data-action=set-factor], [data-action=factor-later], tr)";

  private static String member(String name, Role role) {
    return StaffClient.make(CASINO, name, role, null).username();
  }

  private static String memberOfTenant(String name) {
    return StaffClient.make(CASINO, name, Role.MANAGER, TENANT.operator().operatorId()).username();
  }

  private static Page signIn(BrowserSession visit, String path, String username) {
    Page page = visit.open(path);
    StaffSteps.signIn(page, username, StaffClient.PASSWORD);
    return page;
  }

  static Page signedIn(BrowserSession visit, String path, String username) {
    Page page = signIn(visit, path, username);
    visit.action("sign-out").waitFor();
    return page;
  }

  /// A page as soon as what it is about is on it.
  private static Page drawn(BrowserSession visit, String path) {
    Page page = visit.page();
    page.navigate(path);
    page.locator("main h2, main table, main form, main ul").first().waitFor();
    return page;
  }

  private static Locator exactly(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void oneAsksAnotherApprovesAndThePlayerHasTheMoney() {
    String asks = memberOfTenant("desk-asks");
    String approves = memberOfTenant("desk-approves");
    String token = TENANT.guest();
    String name =
        TENANT.ask(token, "GET", "/api/casino/user-info", null).json().path("username").asText();
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-players.html", asks);
      page.getByLabel("Name or id").fill(name.toUpperCase(Locale.ROOT));
      visit.action("search").click();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).click();
      assertThat(page.locator("[data-balance]")).hasText("1,000.00");
      PagesIT.assertAccessible(page, "a player");
      page.getByText("Request an adjustment").click();
      page.getByLabel("Amount").fill("12.5.0");
      page.getByLabel("Reason").fill("A free spin that was lost");
      visit.action("request").click();
      assertThat(page.getByLabel("Amount")).isFocused();
      assertThat(page.getByText("Groups have three digits.")).isVisible();
      page.getByLabel("Amount").fill("12,50");
      visit.action("request").click();
      assertThat(page.locator("dialog[open]")).containsText("Credit 12.50 EUR to " + name);
      PagesIT.assertAccessible(page, "the amount is shown before it counts");
      visit.action("confirm-request-yes").click();
      assertThat(page.locator(".saved:not(:empty)"))
          .containsText("A different staff member must approve");
      Locator mine = page.locator("[aria-labelledby=waiting] tr[data-adjustment]");
      assertThat(mine).containsText("+12.50");
      assertThat(mine.locator("[data-action=approve]")).hasCount(0);
      PagesIT.assertAccessible(page, "an adjustment waits");
      StaffSteps.assertDecisionHasTheRowOnAPhone(page, "withdraw");
      StaffSteps.signOut(visit);

      signedIn(visit, "/ops-adjustments.html", approves);
      mine.locator("[data-action=approve]").click();
      assertThat(page.locator("dialog[open]")).containsText("Credits 12.50 EUR to ");
      PagesIT.assertAccessible(page, "approval is asked once more");
      visit.action("approve-yes").click();
      assertThat(page.locator(".saved:not(:empty)")).containsText("the money has moved");
      Locator decided = page.locator("[aria-labelledby=recent] tr[data-adjustment]").first();
      assertThat(decided).containsText("approved");
      assertThat(decided).containsText("by desk-approves");
      decided.getByRole(AriaRole.LINK).click();
      assertThat(page.locator("[data-balance]")).hasText("1,012.50");
      assertThat(page.locator("[aria-labelledby=movements]")).containsText("Adjustment");
      assertThat(visit.action("end-sessions")).isVisible();
    }
    assertThat(
            TENANT.ask(token, "GET", "/api/casino/balance", null).json().path("balance").asLong())
        .isEqualTo(101_250);
  }

  @Test
  void auditorSeesEverythingAndIsOfferedNothingToChange() {
    String auditor = member("desk-auditor", Role.AUDITOR);
    String operator = member("desk-operator", Role.MANAGER);
    String player =
        TENANT
            .ask(TENANT.guest(), "GET", "/api/casino/user-info", null)
            .json()
            .path("playerId")
            .asText();
    List<String> paths = new ArrayList<>(PAGES.stream().map("/ops-%s.html"::formatted).toList());
    paths.add("/ops-operators.html?code=desk");
    paths.add("/ops-players.html?id=" + player);
    int offered = 0;
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      signedIn(visit, "/ops-audit.html", auditor);
      for (String path : paths) {
        assertThat(drawn(visit, path).locator(CHANGES).count()).as(path).isZero();
      }
      Page page = visit.open("/ops-operators.html?code=desk");
      assertThat(page.locator("[name=maxStake]").first()).isDisabled();
      StaffSteps.signOut(visit);
      signedIn(visit, "/ops-audit.html", operator);
      for (String path : paths) {
        offered += drawn(visit, path).locator(CHANGES).count();
      }
    }
    assertThat(offered).as("control: the role manager is offered them").isGreaterThan(10);
  }

  @Test
  void everyPageIsLightAndHasNoBarrier() {
    String chief = member("desk-chief", Role.MANAGER);
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-account.html", chief);
      for (String name : PAGES) {
        // requests of the previous page may be answered now, and do not count here
        Set<Request> own = new HashSet<>();
        List<Request> requests = new ArrayList<>();
        Consumer<Request> begin = own::add;
        Consumer<Request> count =
            request -> {
              if (own.contains(request)) {
                requests.add(request);
              }
            };
        page.onRequest(begin);
        page.onRequestFinished(count);
        drawn(visit, "/ops-%s.html".formatted(name));
        page.offRequest(begin);
        page.offRequestFinished(count);
        PagesIT.assertLight(requests, PagesIT.MAX_SCRIPT_BYTES);
        if (!LOOKED_AT_ON_THE_WAY.contains(name)) {
          PagesIT.assertAccessible(page, name);
        }
      }
      visit.open("/ops-operators.html?code=desk");
      page.locator(".terms").first().waitFor();
      PagesIT.assertAccessible(page, "an operator");
    }
  }

  @Test
  void secondFactorIsSetOnThePageAndAskedForAtTheDoor() {
    String careful = member("desk-careful", Role.AUDITOR);
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-account.html", careful);
      visit.expectRefusals();
      Locator factor = page.locator("second-factor");
      factor.getByLabel("Your password").fill("not my password");
      visit.action("begin").click();
      assertThat(factor.getByText("incorrect password")).isVisible();
      factor.getByLabel("Your password").fill(StaffClient.PASSWORD);
      visit.action("begin").click();
      assertThat(page.locator(".qr")).isVisible();
      PagesIT.assertAccessible(page, "a secret");
      Authenticator app =
          new Authenticator(page.locator("[data-secret]").getAttribute("data-secret"));
      String used = app.code(0);
      factor.getByLabel("Code the app shows").fill(used);
      visit.action("confirm").click();
      assertThat(page.locator(".codes li")).hasCount(10);
      String recovery = page.locator(".codes li").first().textContent();
      PagesIT.assertAccessible(page, "recovery codes");
      visit.action("kept").click();
      assertThat(factor).containsText("10 of your recovery codes are left");
      StaffSteps.signOut(visit);

      signIn(visit, "/ops-account.html", careful);
      page.getByLabel("Second-factor code").fill(used);
      PagesIT.assertAccessible(page, "the code is asked for");
      button(page, "Sign in").click();
      assertThat(page.getByText("incorrect or already used code")).isVisible();
      page.getByLabel("Second-factor code").fill(recovery);
      button(page, "Sign in").click();
      assertThat(factor).containsText("9 of your recovery codes are left");
    }
  }

  @Test
  void whereItIsRequiredItIsSetFirst() {
    Tenant strict = Tenant.make(CASINO, "desk-strict", "EUR");
    strict.change("{\"needsSecondFactor\":true}");
    StaffClient.make(CASINO, "desk-newcomer", Role.MANAGER, strict.operator().operatorId());
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.PHONE)) {
      Page page = signIn(visit, "/ops-operators.html", "desk-newcomer");
      assertThat(page.locator("main")).containsText("Your operator requires a second factor");
      assertThat(page.locator("main table")).hasCount(0);
      StaffSteps.setSecondFactor(visit);
      assertThat(page.locator("tr[data-operator=desk-strict]")).isVisible();
    }
  }

  @Test
  void operatorIsMadeConfiguredAndGivenAKey() {
    String maker = member("desk-maker", Role.MANAGER);
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-operators.html", maker);
      page.getByLabel("Code").fill("desk-made");
      page.getByLabel("Name").fill("Made Here");
      page.getByLabel("Currency").fill("SEK");
      page.getByLabel("Player protection").selectOption("strict");
      visit.action("create").click();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Made Here")).click();

      Locator crash = page.locator("form[data-place=crash]");
      crash.getByLabel("Crash offered").uncheck();
      crash.getByLabel("Maximum stake").fill("25.00");
      crash.locator("button").click();
      assertThat(page.locator(".saved:not(:empty)")).hasText("Crash is switched off.");
      assertThat(crash.getByLabel("Crash offered")).not().isChecked();
      assertThat(crash.getByLabel("Maximum stake")).hasValue("25.00");

      page.getByLabel("Own colours").check();
      page.locator("[name=actionInk]").fill("#30d090");
      visit.expectRefusals();
      visit.action("save-branding").click();
      assertThat(page.locator("[data-place=branding]")).containsText("cannot be read on #3ddc97");

      visit.action("make-key").click();
      String secret = page.locator("[data-secret]").textContent();
      assertThat(secret).matches("[A-Za-z0-9_-]{43}");
      page.evaluate("scrollTo(0, 0)"); // nothing is half under the header
      PagesIT.assertAccessible(page, "a key's secret");
      visit.action("copied").click();
      page.reload();
      assertThat(page.locator("li[data-key]")).hasCount(1);
      assertThat(page.content()).as("shown once").doesNotContain(secret);
      visit.action("revoke").click();
      visit.action("revoke-yes").click();
      assertThat(page.locator("li[data-key]")).containsText("revoked");
      assertThat(page.locator("[data-action=revoke]")).hasCount(0);
    }
    assertThat(
            CASINO.casino().services().operators().byCode("desk-made").orElseThrow().terms("crash"))
        .hasToString("GameTerms[isOn=false, minStake=null, maxStake=2500, maxPayout=null]");
  }

  @Test
  void keyTakesTwoOnThePageAndEachHasAHalf() {
    String asks = memberOfTenant("desk-wants-key");
    String approves = memberOfTenant("desk-gives-key");
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-operators.html?code=desk", asks);
      visit.action("make-key").click();
      assertThat(page.locator("[data-secret]")).hasText(Pattern.compile("[A-Za-z0-9_-]{22}"));
      assertThat(page.locator("desk-keys"))
          .containsText("A different staff member must approve change");
      visit.open("/ops-adjustments.html");
      Locator change = page.locator("[aria-labelledby=changes] tr[data-change]").first();
      assertThat(change).containsText("A different staff member must approve it");
      assertThat(change.locator("[data-action=approve-change]")).hasCount(0);
      StaffSteps.signOut(visit);

      signedIn(visit, "/ops-adjustments.html", approves);
      change.locator("[data-action=approve-change]").click();
      assertThat(page.locator("dialog[open]")).containsText("desk-wants-key requested it");
      visit.action("approve-change-yes").click();
      assertThat(page.locator("[data-secret]")).hasText(Pattern.compile("[A-Za-z0-9_-]{21}"));
      assertThat(page.locator("[aria-labelledby=decided]")).containsText("by desk-gives-key");
      page.evaluate("scrollTo(0, 0)"); // nothing is half under the header
      PagesIT.assertAccessible(page, "the second half of a key");
    }
  }

  @Test
  void takingsAreReportedDownloadedAndReconciledAndTheTrailIsProven() throws IOException {
    String looks = member("desk-looks", Role.AUDITOR);
    TENANT.ask(TENANT.guest(), "POST", "/api/casino/play/slots-20", "{\"stake\":100}");
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-reports.html", looks);
      exactly(page, "Operator").selectOption("desk");
      visit.action("show").click();
      Locator rows = page.locator("[aria-labelledby=rows] tbody tr");
      assertThat(rows).hasCount(1);
      assertThat(rows).containsText("1.00");
      assertThat(page.locator("[data-currency=EUR]")).containsText("Payouts");
      Download csv = page.waitForDownload(() -> page.getByText("Download as CSV").first().click());
      assertThat(csv.suggestedFilename()).matches("ggr-.*\\.csv");
      assertThat(Files.readString(csv.path())).contains("desk,EUR,slots-20,1,1.00,");
      visit.action("reconcile").click();
      assertThat(page.locator("tr[data-books=desk]")).containsText("✓ agree");
      PagesIT.assertAccessible(page, "reports");

      visit.open("/ops-audit.html");
      page.getByLabel("Action").fill("operator.");
      exactly(page, "Operator").selectOption("desk");
      visit.action("filter").click();
      assertThat(page.locator("tr[data-action-of]")).hasCount(1);
      assertThat(page.locator("tr[data-action-of]")).containsText("operator:desk");
      assertThat(page.locator("tr[data-action-of]")).containsText("1,000.00 EUR");
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict=intact]")).isVisible();
      String head = page.locator("[data-head]").textContent();
      page.getByText("Compare with a saved chain head").click();
      page.getByLabel("Saved chain head")
          .fill(head.substring(0, head.length() - 1) + (head.endsWith("0") ? "1" : "0"));
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict=broken]"))
          .containsText(Pattern.compile("link \\d+: the hash is .*, noted was"));
      PagesIT.assertAccessible(page, "a broken chain");
    }
  }

  @Test
  void accountIsMadeLetInAgainAndDisabled() {
    String chief = memberOfTenant("desk-head");
    StaffClient.make(CASINO, "desk-lost", Role.AUDITOR, TENANT.operator().operatorId());
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-staff.html", chief);
      visit.expectRefusals();
      page.getByLabel("Username").fill("desk-fresh");
      page.getByLabel("First password").fill("short");
      page.getByLabel("Role").selectOption("auditor");
      visit.action("create").click();
      assertThat(page.getByLabel("First password")).isFocused();
      page.getByLabel("First password").fill(StaffClient.PASSWORD);
      page.getByLabel("Role").selectOption("auditor");
      visit.action("create").click();
      assertThat(page.locator(".saved:not(:empty)"))
          .hasText(
              "Account desk-fresh created. At the first sign-in the password must be changed.");
      Locator fresh = page.locator("tr[data-account=desk-fresh]");
      assertThat(fresh).containsText("Auditor");
      assertThat(fresh).containsText("desk-head"); // no second person beside it
      assertThat(fresh.locator("[data-action=confirm]")).hasCount(0);
      fresh.locator("[data-action=new-password]").click();
      page.locator("dialog[open]").getByLabel("New password").fill("another quiet lighthouse");
      visit.action("new-password-yes").click();
      assertThat(page.locator(".saved:not(:empty)")).hasText("desk-fresh has a new password.");
      fresh.locator("[data-action=disable]").click();
      PagesIT.assertAccessible(page, "disabling is asked once more");
      visit.action("disable-yes").click();
      assertThat(fresh).containsText("disabled");
    }
    assertThat(StaffClient.signIn(CASINO, "desk-fresh", "another quiet lighthouse").code())
        .isEqualTo("wrong_credentials");
  }
}
