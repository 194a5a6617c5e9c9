package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A newcomer's visit: a browser context of its own on the shared casino. Closing it asserts that
/// no page logged an error or threw.
///
/// One Chromium serves the whole suite. Not thread-safe: Playwright belongs to the thread that made
/// it.
final class BrowserSession implements AutoCloseable {
  static final int DESKTOP = 1280;
  static final int PHONE = 320;

  static final int HEIGHT = 844;

  /// A phone of that width, whole and with its browser's own bars.
  static final int PHONE_WIDTH = 390;

  static final int PHONE_HEIGHT_BETWEEN_BARS = 664;

  /// Waits until there is no such element any more.
  static final Locator.WaitForOptions GONE =
      new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

  /// The first that is there. The shell has no windows to keep, and costs a third less.
  private static final Path CHROMIUM =
      Stream.of(
              System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium-headless-shell"),
              "/usr/bin/chromium")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no Chromium is installed"));

  private static final class Shared {
    private static final Playwright PLAYWRIGHT =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private static final Browser BROWSER =
        PLAYWRIGHT
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setHeadless(true)
                    .setChromiumSandbox(false)
                    .setArgs(
                        List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage")));

    static {
      PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
      Runtime.getRuntime().addShutdownHook(new Thread(PLAYWRIGHT::close, "browser-stop"));
      // what a start works out may take longer than a request may, and Chromium logs each refusal
      CasinoClient client = new CasinoClient(CasinoFixture.shared().url());
      int tries = 0;
      while (client.get("/api/casino/games/blackjack").status() != 200 && tries < 10) {
        tries++;
      }
    }
  }

  /// A busy machine is slow, and no test is about how fast.
  private static final int TIMEOUT_MILLIS = 30_000;

  private static final long LEAP_MILLIS = 5_000;
  private static final double PULSE_MILLIS = 20;

  /// A page asks the casino for more within a few milliseconds of an answer, or not at all.
  private static final int QUIET_LOOKS = 4;

  private static final double LOOK_MILLIS = 30;

  /// A page that is answered by a stream is never quiet.
  private static final int MAX_LOOKS = 100;

  private final CasinoFixture casino;
  private final BrowserContext context;
  private final Page page;
  private final List<String> errors = new ArrayList<>();
  private boolean refusalsExpected;
  private boolean forbiddenCallsExpected;
  private final Set<Request> onTheirWay = new HashSet<>();

  /// By how much page time is ahead of the machine's, at the most.
  private long aheadMillis;

  private BrowserSession(CasinoFixture casino, int width) {
    this(casino, options(casino, width));
  }

  private BrowserSession(CasinoFixture casino, Browser.NewContextOptions options) {
    this.casino = casino;
    this.context = Shared.BROWSER.newContext(options);
    this.page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        errors.add(message.text() + " " + message.location());
      }
    });
    page.onPageError(errors::add);
    page.onRequest(onTheirWay::add);
    page.onRequestFinished(onTheirWay::remove);
    page.onRequestFailed(onTheirWay::remove);
  }

  private static Browser.NewContextOptions options(CasinoFixture casino, int width) {
    return new Browser.NewContextOptions()
        .setBaseURL(casino.url())
        .setViewportSize(width, HEIGHT)
        .setReducedMotion(ReducedMotion.REDUCE);
  }

  @MustBeClosed
  static BrowserSession desktop() {
    return wide(DESKTOP);
  }

  @MustBeClosed
  static BrowserSession wide(int width) {
    return to(CasinoFixture.shared(), width);
  }

  /// A visit to a separate casino.
  @MustBeClosed
  static BrowserSession to(CasinoFixture casino, int width) {
    return new BrowserSession(casino, width);
  }

  /// A visit whose page time can be hurried and stopped.
  @MustBeClosed
  static BrowserSession timed(CasinoFixture casino, int width) {
    BrowserSession visit = new BrowserSession(casino, width);
    visit.context.clock().install();
    return visit;
  }

  /// A visit by a browser of that language and region, such as `pt-BR`.
  @MustBeClosed
  static BrowserSession speaking(CasinoFixture casino, String locale) {
    return new BrowserSession(casino, options(casino, DESKTOP).setLocale(locale));
  }

  /// A visit to an operator at a host of its own, by a phone.
  @MustBeClosed
  static BrowserSession at(CasinoFixture casino, String host) {
    return new BrowserSession(
        casino, options(casino, PHONE_WIDTH).setBaseURL(casino.url().replace("127.0.0.1", host)));
  }

  /// A visit to an operator at a host of its own, by a browser of that language.
  @MustBeClosed
  static BrowserSession at(CasinoFixture casino, String host, String locale) {
    return new BrowserSession(
        casino,
        options(casino, PHONE_WIDTH)
            .setLocale(locale)
            .setBaseURL(casino.url().replace("127.0.0.1", host)));
  }

  /// A visit by a phone's touch screen to the shared casino.
  @MustBeClosed
  static BrowserSession touch() {
    CasinoFixture casino = CasinoFixture.shared();
    return new BrowserSession(
        casino, options(casino, PHONE_WIDTH).setIsMobile(true).setHasTouch(true));
  }

  /// A visit by a phone of that height to the shared casino, whose page time can be hurried and
  /// stopped.
  @MustBeClosed
  static BrowserSession timedPhone(int height) {
    CasinoFixture casino = CasinoFixture.shared();
    BrowserSession visit =
        new BrowserSession(
            casino, options(casino, PHONE_WIDTH).setViewportSize(PHONE_WIDTH, height));
    visit.context.clock().install();
    return visit;
  }

  CasinoFixture casino() {
    return casino;
  }

  /// Lets more page time pass than any game makes a player wait, once nothing is on its way to or
  /// from the casino: time spent on that is the machine's, and must not look like a lost answer.
  void hurry() {
    long deadline = System.currentTimeMillis() + TIMEOUT_MILLIS;
    do {
      page.waitForTimeout(PULSE_MILLIS);
    } while (!onTheirWay.isEmpty() && System.currentTimeMillis() < deadline);
    page.clock().fastForward(LEAP_MILLIS);
    aheadMillis += LEAP_MILLIS;
  }

  /// Stops page time: what the page waits for does not come, what the casino answers does.
  void stop() {
    aheadMillis += LEAP_MILLIS;
    page.clock().pauseAt(System.currentTimeMillis() + aheadMillis);
  }

  /// Lets page time go on.
  void goOn() {
    page.clock().resume();
  }

  Page page() {
    return page;
  }

  /// Opens a page and waits until it has said all it had to say to the casino.
  Page open(String path) {
    onTheirWay.clear(); // a request that the navigation ends may report nothing
    page.navigate(path);
    awaitQuiet();
    return page;
  }

  /// Waits until nothing has been on its way for a while: `LoadState.NETWORKIDLE` would wait half a
  /// second, and there are a thousand pages to open.
  private void awaitQuiet() {
    int quiet = 0;
    for (int look = 0; look < MAX_LOOKS && quiet < QUIET_LOOKS; look++) {
      page.waitForTimeout(LOOK_MILLIS);
      quiet = onTheirWay.isEmpty() ? quiet + 1 : 0;
    }
  }

  /// Opens a page and waits until `loaded`. Returns the requests that were answered, from the
  /// page's own document on: one of the page before may end, or even begin, while this one is on
  /// its way.
  List<Request> requestsOf(String path, Runnable loaded) {
    List<Request> begun = new ArrayList<>();
    List<Request> answered = new ArrayList<>();
    Consumer<Request> begin = begun::add;
    Consumer<Request> end = answered::add;
    Consumer<Frame> arrive =
        frame -> {
          if (frame.equals(page.mainFrame())) {
            begun.removeIf(request -> !request.isNavigationRequest());
          }
        };
    page.onRequest(begin);
    page.onRequestFinished(end);
    page.onFrameNavigated(arrive);
    open(path);
    loaded.run();
    page.offRequest(begin);
    page.offRequestFinished(end);
    page.offFrameNavigated(arrive);
    return begun.stream().filter(answered::contains).toList();
  }

  /// From now on a failed or refused request may be on the console: Chromium logs each one.
  void expectRefusals() {
    refusalsExpected = true;
  }

  /// From now on a page may try what its policy forbids, or what another origin does not share:
  /// Chromium logs each one.
  void expectForbiddenCalls() {
    refusalsExpected = true;
    forbiddenCallsExpected = true;
  }

  /// The casino does what the next such call asks, and the browser never gets its answer. Collects
  /// the idempotency keys of that call and all later ones.
  List<String> loseFirstAnswer(String call) {
    expectRefusals();
    List<String> keys = new ArrayList<>();
    page.route(
        "**/api/casino/" + call,
        route -> {
          keys.add(route.request().headerValue("idempotency-key"));
          if (keys.size() == 1) {
            route.fetch();
            route.abort();
          } else {
            route.resume();
          }
        });
    return keys;
  }

  /// Presses where an element is, as a thumb does: unlike a click of the browser's driver it never
  /// scrolls.
  void tap(Locator target) {
    BoundingBox box = target.boundingBox();
    page.mouse().click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /// The first element that carries the given `data-action`.
  Locator action(String name) {
    return page.locator("[data-action=" + name + "]").first();
  }

  /// The balance in the header, in minor units.
  long shownBalance() {
    return minor(page.locator("[data-balance]").textContent());
  }

  /// The balance the casino answers, in minor units.
  long balance() {
    return ((Number)
            page.evaluate(
                "fetch('/api/casino/balance').then((answer) => answer.json()).then(({balance}) => balance)"))
        .longValue();
  }

  /// Plays so many rounds straight through the lobby's own module and resolves with the last
  /// round's ref.
  String play(String game, String bet, int rounds) {
    return (String)
        page.evaluate(
            """
            async ([game, bet, rounds]) => {
              const {player} = await import('/js/core/api.js');
              let round;
              for (let i = 0; i < rounds; i++) {
                round = await player.play(game, JSON.parse(bet));
              }
              return round.ref;
            }
            """,
            List.of(game, bet, rounds));
  }

  private static long minor(String text) {
    return Long.parseLong(text.replaceAll("[^0-9]", ""));
  }

  @Override
  public void close() {
    context.close();
    if (refusalsExpected) {
      errors.removeIf(error -> error.startsWith("Failed to load resource"));
    }
    if (forbiddenCallsExpected) {
      errors.removeIf(
          error -> error.startsWith("Access to ") || error.contains("Content Security Policy"));
    }
    assertThat(errors).as("errors on the console").isEmpty();
  }
}
