package dev.pitboss.server.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signing in at a real issuer: Spring Authorization Server in a process of its own.
class OpenIdIT {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private static IssuerProcess issuer;
  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    issuer = IssuerProcess.start();
    casino = CasinoFixture.startWith(issuer.environment());
  }

  @AfterAll
  static void stop() {
    casino.close();
    issuer.close();
  }

  /// A browser's way: what it was sent out with, and what it brought back.
  private record Way(String cookie, String code, String state) {
    String body() {
      return "{\"code\":\"%s\",\"state\":\"%s\"}".formatted(code, state);
    }
  }

  @Test
  void guestWhoSignsInKeepsEverythingAndComesBackAsTheSamePlayer() throws Exception {
    Guest guest = casino.guest();
    guest.spin(20);
    long balance = guest.balance();
    String playerId = guest.get("user-info").json().path("playerId").asText();

    Answer first = comeBack(way("ann"), guest);

    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    JsonNode player = first.json().path("player");
    assertThat(player.path("playerId").asText()).isEqualTo(playerId);
    assertThat(player.path("balance").asLong()).isEqualTo(balance);
    assertThat(player.path("username").asText()).isEqualTo("ann");
    assertThat(player.path("guest").asBoolean(true)).isFalse();
    assertThat(guest.get("balance").status()).as("with the guest's token").isEqualTo(401);

    Answer again = comeBack(way("ann"), casino.guest());

    assertThat(again.json().at("/player/playerId").asText()).isEqualTo(playerId);
    assertThat(again.json().path("token")).isNotEqualTo(first.json().path("token"));
    assertThat(again.header("Set-Cookie")).contains("; HttpOnly", "; SameSite=Strict");
  }

  @Test
  void codeIsWorthNothingTwiceInAnotherBrowserOrWithAnotherState() throws Exception {
    Way way = way("bob");
    Way other = begin();

    Answer stolen = comeBack(new Way(other.cookie(), way.code(), way.state()), casino.guest());
    Answer swapped = comeBack(new Way(other.cookie(), way.code(), other.state()), casino.guest());
    Answer without = comeBack(new Way("", way.code(), way.state()), casino.guest());
    assertThat(stolen.status()).isEqualTo(401);
    assertThat(without.status()).isEqualTo(401);
    assertThat(swapped.status()).as("another browser's verifier").isEqualTo(401);
    assertThat(swapped.code()).isEqualTo("sign_in_failed");

    Way fresh = way("bob");
    assertThat(comeBack(fresh, casino.guest()).status()).isEqualTo(200);
    assertThat(comeBack(fresh, casino.guest()).status()).as("the same code again").isEqualTo(401);
    assertThat(comeBack(new Way(fresh.cookie(), "made-up", fresh.state()), casino.guest()).status())
        .isEqualTo(401);
  }

  @Test
  void whatIsSaidToTheIssuerCarriesNoSecretAndItsNameIsTold() {
    JsonNode providers = casino.get("/api/session/providers").json().path("providers");
    assertThat(providers.get(0).path("name").asText()).isEqualTo("the test issuer");

    Answer out = casino.send("POST", "/api/session/openid", "{}", Map.of());

    String location = out.json().path("location").asText();
    String cookie = out.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("__Host-pitboss-openid=")
        .contains("; HttpOnly", "; SameSite=Strict", "; Secure");
    assertThat(location)
        .contains("response_type=code", "code_challenge_method=S256", "nonce=", "state=")
        .doesNotContain(cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
        .doesNotContain(IssuerProcess.CLIENT_SECRET);
  }

  @Test
  void casinoWithoutAnIssuerSaysSo() {
    CasinoFixture plain = CasinoFixture.shared();

    assertThat(plain.get("/api/session/providers").json().path("providers")).isEmpty();
    assertThat(plain.send("POST", "/api/session/openid", "{}", Map.of()).code())
        .isEqualTo("no_such_provider");
  }

  @Test
  void issuerThatIsAwayIsAnsweredInTime() throws Exception {
    try (IssuerProcess gone = IssuerProcess.start();
        CasinoFixture alone = CasinoFixture.startWith(gone.environment())) {
      gone.stop();

      Answer answer = alone.send("POST", "/api/session/openid", "{}", Map.of());

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("provider_away");
      assertThat(alone.guest().balance()).isEqualTo(100_000);
    }
  }

  /// Signs in at the issuer as a browser does, and stops where it would come back.
  private static Way way(String user) throws Exception {
    Answer out = casino.send("POST", "/api/session/openid", "{}", Map.of());
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    String base = issuer.environment().get("PITBOSS_OIDC_ISSUER");
    String wanted = out.json().path("location").asText();
    visit(browser, HttpRequest.newBuilder(URI.create(wanted)).header("Accept", "text/html"));
    HttpResponse<String> form = visit(browser, HttpRequest.newBuilder(URI.create(base + "/login")));
    Matcher csrf = CSRF.matcher(form.body());
    assertThat(csrf.find()).as(form.body()).isTrue();
    String fields =
        "username=%s&password=%s&_csrf=%s"
            .formatted(user, encoded(IssuerProcess.PASSWORD), encoded(csrf.group(1)));
    HttpResponse<String> step =
        visit(
            browser,
            HttpRequest.newBuilder(URI.create(base + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields)));
    String location = step.headers().firstValue("Location").orElseThrow();
    for (int hops = 0; !location.contains("/account.html") && hops < 5; hops++) {
      step = visit(browser, HttpRequest.newBuilder(URI.create(base).resolve(location)));
      location = step.headers().firstValue("Location").orElseThrow();
    }
    return brought(out, URI.create(location));
  }

  private static Way begin() {
    Answer out = casino.send("POST", "/api/session/openid", "{}", Map.of());
    return brought(out, URI.create(out.json().path("location").asText()));
  }

  private static Way brought(Answer out, URI back) {
    Map<String, String> query = new HashMap<>();
    for (String pair : back.getQuery().split("&", -1)) {
      query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    return new Way(
        out.header("Set-Cookie").split(";", 2)[0],
        query.getOrDefault("code", ""),
        query.getOrDefault("state", ""));
  }

  private static HttpResponse<String> visit(HttpClient browser, HttpRequest.Builder request)
      throws Exception {
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Answer comeBack(Way way, Guest guest) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + guest.token());
    headers.put("Cookie", way.cookie());
    return casino.send("POST", "/api/session/openid/callback", way.body(), headers);
  }
}
