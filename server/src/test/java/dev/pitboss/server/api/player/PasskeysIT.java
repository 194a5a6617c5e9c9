package dev.pitboss.server.api.player;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.SoftKey;
import java.net.URI;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Passkeys over HTTP, by an authenticator that a test can have do wrong.
class PasskeysIT {
  private static final String SITE = "localhost";
  private static final String PASSWORD = "four plain words do";

  private final CasinoFixture casino = CasinoFixture.shared();
  private final int port = URI.create(casino.url()).getPort();
  private final String origin = "http://localhost:" + port;
  private final CasinoClient client = new CasinoClient(casino.url());

  /// What a page gets told before it asks an authenticator, and its cookie.
  private record Asked(JsonNode options, String cookie) {
    String challenge() {
      return options.path("challenge").asText();
    }
  }

  @Test
  void guestBecomesAPlayerWithoutAnyPasswordAndComesBack() {
    Answer guest = call("POST", "guest", "{}", "", "");
    String token = guest.json().path("token").asText();
    SoftKey key = new SoftKey();
    Answer added = add(key, token);
    assertThat(added.status()).isEqualTo(201);
    String session = added.json().path("token").asText();
    assertThat(added.json().path("player").path("guest").asBoolean()).isFalse();
    assertThat(call("GET", "sessions", null, token, "").status())
        .as("the guest's session has ended")
        .isEqualTo(401);
    JsonNode ways = call("GET", "ways-in", null, session, "").json();
    assertThat(ways.path("password").asBoolean()).isFalse();
    assertThat(ways.path("passkeys").size()).isEqualTo(1);
    assertThat(ways.path("passkeys").get(0).path("host").asText()).isEqualTo(SITE);

    Answer back = signIn(key, "");
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().path("player").path("username"))
        .isEqualTo(added.json().path("player").path("username"));

    String id = ways.path("passkeys").get(0).path("id").asText();
    String now = back.json().path("token").asText();
    assertThat(call("DELETE", "passkeys/" + id, null, now, "").code()).isEqualTo("last_way_in");
    assertThat(call("PUT", "passkeys/" + id, "{\"name\":\"Work\"}", now, "").status())
        .isEqualTo(204);
    assertThat(
            call("GET", "ways-in", null, now, "")
                .json()
                .path("passkeys")
                .get(0)
                .path("name")
                .asText())
        .isEqualTo("Work");
  }

  @Test
  void removedPasskeyIsRejectedAndThePasswordStillWorks() throws SQLException {
    String token = registered("Two.Ways");
    SoftKey key = new SoftKey();
    Answer added = add(key, token);
    assertThat(added.status()).isEqualTo(201);
    String id = added.json().path("id").asText();
    String another = registered("Another.One");
    assertThat(call("DELETE", "passkeys/" + id, null, another, "").status()).isEqualTo(404);
    assertThat(call("PUT", "passkeys/" + id, "{\"name\":\"x\"}", another, "").status())
        .isEqualTo(404);
    assertThat(signIn(key, "").status()).isEqualTo(200);

    assertThat(call("DELETE", "passkeys/" + id, null, token, "").status()).isEqualTo(204);
    assertRefused(signIn(key, ""));
    assertThat(actsAbout("player.passkey_removed", id)).isEqualTo(1);
    assertThat(actsAbout("player.passkey_added", id)).isEqualTo(1);
  }

  @Test
  void nothingElseIsTakenForASignature() {
    SoftKey key = new SoftKey();
    assertThat(add(key, registered("Well.Kept")).status()).isEqualTo(201);
    Asked asked = ask("passkeys/challenge", "");

    assertRefused(login(key.signed(asked.challenge(), SITE, "https://evil.example"), asked));
    assertRefused(login(key.signed(asked.challenge(), "evil.example", origin), asked));
    assertRefused(login(key.signed("AAAA", SITE, origin), asked));
    Asked other = ask("passkeys/challenge", "");
    assertRefused(login(key.signed(asked.challenge(), SITE, origin), other));
    assertRefused(
        call("POST", "passkeys/login", key.signed(asked.challenge(), SITE, origin), "", ""));
    assertRefused(login(new SoftKey().signed(asked.challenge(), SITE, origin), asked));
    key.verifiesUser(false);
    assertRefused(login(key.signed(asked.challenge(), SITE, origin), asked));
    key.verifiesUser(true);

    String right = key.signed(asked.challenge(), SITE, origin);
    assertThat(login(right, asked).status())
        .as("the control: this is how it is right")
        .isEqualTo(200);
    assertRefused(login(right, asked)); // what was answered is not answered again
  }

  @Test
  void passkeyOfAnotherPlayersIsNotTheirs() {
    SoftKey key = new SoftKey();
    SoftKey stolen = new SoftKey();
    assertThat(add(key, registered("Owner.One")).status()).isEqualTo(201);
    assertThat(add(stolen, registered("Owner.Two")).status()).isEqualTo(201);
    Asked asked = ask("passkeys/challenge", "");
    stolen.belongTo(new byte[32]);
    assertRefused(login(stolen.signed(asked.challenge(), SITE, origin), asked));

    // and a challenge made for one player adds no passkey to another's account
    String one = registered("Owner.Three");
    String two = registered("Owner.Four");
    Asked adding = askToAdd(one);
    SoftKey fresh = new SoftKey();
    String made =
        fresh.made(adding.challenge(), SITE, origin, adding.options().path("user").asText());
    assertRefused(call("POST", "passkeys", made, two, adding.cookie()));
    assertThat(call("POST", "passkeys", made, one, adding.cookie()).status()).isEqualTo(201);
    assertRefused(call("POST", "passkeys", made, one, adding.cookie()));
  }

  @Test
  void decreasingCounterIsReportedAndRejected() throws SQLException {
    SoftKey key = new SoftKey();
    key.count(5);
    Answer added = add(key, registered("Counted.Up"));
    assertThat(added.status()).isEqualTo(201);
    key.count(9);
    assertThat(signIn(key, "").status()).isEqualTo(200);
    key.count(9);
    assertRefused(signIn(key, ""));
    assertThat(actsAbout("player.passkey_copied", added.json().path("id").asText())).isEqualTo(1);
    key.count(10);
    assertThat(signIn(key, "").status()).isEqualTo(200);
  }

  @Test
  void thereAreNoPasskeysAtAnAddressOrAHostThatIsNotOurs() {
    for (String host : List.of("127.0.0.1:" + port, "casino", "[::1]:" + port)) {
      Answer answer =
          client.send("POST", "/api/session/passkeys/challenge", "{}", Map.of("Host", host));
      assertThat(answer.code()).as(host).isEqualTo("no_passkeys_here");
    }
    Answer spoofed =
        client.send(
            "POST",
            "/api/session/passkeys/challenge",
            "{}",
            Map.of("Host", "casino", "X-Forwarded-Proto", "https"));
    assertThat(spoofed.code()).isEqualTo("no_passkeys_here");
  }

  @Test
  void badInputIsNamed() {
    String token = registered("Bad.Input");
    assertThat(call("POST", "passkeys", "{\"name\":\"\"}", token, "").field()).isEqualTo("name");
    assertThat(call("POST", "passkeys", "{\"name\":\"x\",\"clientData\":\"*\"}", token, "").field())
        .isEqualTo("clientData");
    assertThat(call("POST", "passkeys/options", "{\"username\":\"Other\"}", token, "").field())
        .isEqualTo("username");
    assertThat(call("POST", "passkeys/login", "{\"id\":\"QUJD\"}", "", "").field())
        .isEqualTo("userHandle");
    assertThat(call("DELETE", "passkeys/nonsense", null, token, "").status()).isEqualTo(404);
    Asked adding = askToAdd(token);
    for (String nonsense : List.of("", "e30", "bnVsbA", "oA")) {
      String body =
          "{\"name\":\"x\",\"clientData\":\"%1$s\",\"attestation\":\"%1$s\"}".formatted(nonsense);
      assertRefused(call("POST", "passkeys", body, token, adding.cookie()));
    }
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("passkey_refused");
  }

  private Answer add(SoftKey key, String token) {
    Asked asked = askToAdd(token);
    String user = asked.options().path("user").asText();
    return call(
        "POST", "passkeys", key.made(asked.challenge(), SITE, origin, user), token, asked.cookie());
  }

  private Asked askToAdd(String token) {
    return ask("passkeys/options", token);
  }

  private Answer signIn(SoftKey key, String token) {
    Asked asked = ask("passkeys/challenge", token);
    return login(key.signed(asked.challenge(), SITE, origin), asked);
  }

  private Answer login(String body, Asked asked) {
    return call("POST", "passkeys/login", body, "", asked.cookie());
  }

  private Asked ask(String path, String token) {
    Answer answer = call("POST", path, "{}", token, "");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    String cookie = answer.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    return new Asked(answer.json(), cookie.substring(0, cookie.indexOf(';')));
  }

  /// A player's session. The casino is shared: the name is made one that no other class takes.
  private String registered(String name) {
    Answer answer =
        call(
            "POST",
            "register",
            "{\"username\":\"Passkey.%s\",\"password\":\"%s\"}".formatted(name, PASSWORD),
            "",
            "");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().path("token").asText();
  }

  private Answer call(
      String method, String path, @Nullable String body, String token, String cookie) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Host", "localhost:" + port);
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
    if (!cookie.isEmpty()) {
      headers.put("Cookie", cookie);
    }
    return client.send(method, "/api/session/" + path, body, headers);
  }

  private long actsAbout(String action, String passkey) throws SQLException {
    return casino.number(
        "SELECT count(*) FROM audit_entry WHERE action = '%s' AND details::text LIKE '%%%s%%'"
            .formatted(action, passkey));
  }
}
