package dev.pitboss.server.api.player;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsIT {
  private static final String PASSWORD = "four plain words do";
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final CasinoFixture casino = CasinoFixture.shared();
  private final String name = "Player." + NAMES.incrementAndGet();

  @Test
  void guestBecomesARegisteredPlayerAndKeepsEverything() {
    Guest guest = casino.guest();
    String ref = guest.spin(20).json().path("ref").asText();
    JsonNode before = guest.get("user-info").json();

    Answer answer = register(guest, name);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    Guest player = player(answer);
    JsonNode after = player.get("user-info").json();
    assertThat(after.path("playerId")).isEqualTo(before.path("playerId"));
    assertThat(after.path("balance")).isEqualTo(before.path("balance"));
    assertThat(after.path("username").asText()).isEqualTo(name);
    assertThat(after.path("guest").asBoolean(true)).isFalse();
    assertThat(player.get("rounds/" + ref).status()).isEqualTo(200);
    assertThat(guest.get("balance").status()).as("with the guest's token").isEqualTo(401);
    assertThat(player.spin(20).status()).isEqualTo(200);
  }

  @Test
  void registeringWithoutASessionOpensAnAccount() {
    Answer answer = post("register", credentials(name, PASSWORD));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Set-Cookie"))
        .startsWith("__Host-pitboss=" + answer.json().path("token").asText())
        .contains("; HttpOnly", "; SameSite=Strict", "; Secure", "; Path=/");
    assertThat(player(answer).balance()).isEqualTo(100_000);
    assertThat(answer.body()).doesNotContain(PASSWORD);
  }

  @Test
  void registeredPlayerComesBackFromAnywhere() {
    Guest player = player(post("register", credentials(name, PASSWORD)));
    player.spin(20);

    Answer answer = post("login", credentials(name.toUpperCase(Locale.ROOT), PASSWORD));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(player(answer).balance()).isEqualTo(player.balance());
    assertThat(answer.json().at("/player/username").asText()).isEqualTo(name);
  }

  @Test
  void signingInEndsTheSessionOneCameWith() {
    post("register", credentials(name, PASSWORD));
    Guest guest = casino.guest();
    guest.balance();

    Answer answer = guest.send("POST", "/api/session/login", credentials(name, PASSWORD));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("token").asText()).isNotEqualTo(guest.token());
    assertThat(guest.get("balance").status()).isEqualTo(401);
  }

  @Test
  void accountExistenceIsNotDisclosed() {
    post("register", credentials(name, PASSWORD));

    Answer wrong = post("login", credentials(name, "not the one at all"));
    Answer unknown = post("login", credentials(name + "x", "not the one at all"));
    Answer absurd = post("login", credentials("' OR 1=1 --".repeat(40), "x"));

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("wrong_credentials");
    assertThat(unknown.body()).isEqualTo(wrong.body()).isEqualTo(absurd.body());
    assertThat(unknown.header("Set-Cookie")).isEmpty();
  }

  @Test
  void nameIsTakenInEveryCaseAndByOneOnly() throws Exception {
    List<Answer> answers =
        Concurrently.times(
            8,
            i -> {
              String cased = i % 2 == 0 ? name : name.toLowerCase(Locale.ROOT);
              return i < 4
                  ? post("register", credentials(cased, PASSWORD))
                  : casino
                      .guest()
                      .send("POST", "/api/session/register", credentials(cased, PASSWORD));
            });

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> {
          assertThat(answer.code()).isEqualTo("username_taken");
          assertThat(answer.field()).isEqualTo("username");
        });
    assertThat(
            casino.number(
                "SELECT count(*) FROM player WHERE lower(username) = lower('" + name + "')"))
        .isEqualTo(1);
  }

  @Test
  void oneGuestBecomesOnePlayer() throws Exception {
    Guest guest = casino.guest();

    JsonNode id = guest.get("user-info").json().path("playerId");

    // after the guest's session has ended a new account is opened
    List<Answer> answers =
        Concurrently.times(6, i -> register(guest, name + "." + i)).stream()
            .filter(answer -> answer.json().path("player").path("playerId").equals(id))
            .toList();

    assertThat(answers).hasSize(1);
    Guest player = player(answers.getFirst());
    Answer again = player.send("POST", "/api/session/register", credentials(name, PASSWORD));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("already_registered");
    assertThat(player.balance()).isEqualTo(100_000);
  }

  @ParameterizedTest
  @CsvSource({
    "ab, four plain words do, username",
    "guest-me, four plain words do, username",
    "Pitboss, four plain words do, username",
    "anyone, short, password",
    "anyone, password123, password",
    "annabella, Annabella, password"
  })
  void whatCannotBeTakenIsRefusedAtItsField(String username, String password, String field) {
    Answer answer = post("register", credentials(username, password));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_field");
    assertThat(answer.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "balance|5",
        "guest|false",
        "role|\"operator\"",
        "operator|\"house\"",
        "playerId|\"1\""
      })
  void registrationWithUnknownFieldsIsRejected(String field, String value) {
    Answer answer =
        post(
            "register",
            "{\"username\":\"%s\",\"password\":\"%s\",\"%s\":%s}"
                .formatted(name, PASSWORD, field, value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("unknown_field");
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void fiveWrongAttemptsLockKnownAndUnknownNames() {
    post("register", credentials(name, PASSWORD));
    for (String tried : List.of(name, name + "-absent")) {
      for (int i = 0; i < 5; i++) {
        assertThat(post("login", credentials(tried, "wrong " + i)).code())
            .isEqualTo("wrong_credentials");
      }
      Answer locked = post("login", credentials(tried, PASSWORD));
      assertThat(locked.status()).isEqualTo(429);
      assertThat(locked.code()).isEqualTo("locked_out");
      assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(50, 62);
    }
  }

  @Test
  void lockEndsAndTheRightPasswordForgetsWrongOnes() throws Exception {
    post("register", credentials(name, PASSWORD));
    for (int i = 0; i < 5; i++) {
      post("login", credentials(name, "wrong " + i));
    }
    String nameHash = "sha256('name 1 " + name.toLowerCase(Locale.ROOT) + "'::bytea)";
    casino.sql("UPDATE sign_in_failure SET locked_until = now() WHERE subject = " + nameHash);
    assertThat(post("login", credentials(name, "wrong again")).status()).isEqualTo(401);
    assertThat(
            casino.number(
                "SELECT extract(epoch FROM locked_until - now()) FROM sign_in_failure WHERE subject = "
                    + nameHash))
        .as("the next lock is longer")
        .isBetween(110L, 121L);
    casino.sql("UPDATE sign_in_failure SET locked_until = now() WHERE subject = " + nameHash);

    assertThat(post("login", credentials(name, PASSWORD)).status()).isEqualTo(200);

    assertThat(casino.number("SELECT count(*) FROM sign_in_failure WHERE subject = " + nameHash))
        .isZero();
  }

  @Test
  void manyAttemptsAtOnceAreNoWayAroundTheCount() throws Exception {
    post("register", credentials(name, PASSWORD));

    List<Answer> answers =
        Concurrently.times(24, i -> post("login", credentials(name, "wrong " + i)));

    assertThat(answers)
        .filteredOn(answer -> answer.code().equals("wrong_credentials"))
        .hasSizeLessThanOrEqualTo(5);
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(401, 429, 503));
  }

  @Test
  void passwordChangeEndsAllOtherSessions() {
    Guest first = player(post("register", credentials(name, PASSWORD)));
    Guest second = player(post("login", credentials(name, PASSWORD)));
    second.balance();

    Answer wrong = change(first, "not the one at all", "five plain words do too");
    Answer weak = change(first, PASSWORD, "password1");
    Answer changed = change(first, PASSWORD, "five plain words do too");

    assertThat(wrong.code()).isEqualTo("wrong_password");
    assertThat(wrong.field()).isEqualTo("currentPassword");
    assertThat(weak.field()).isEqualTo("newPassword");
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(first.get("balance").status()).isEqualTo(401);
    assertThat(second.get("balance").status()).isEqualTo(401);
    assertThat(player(changed).get("balance").status()).isEqualTo(200);
    assertThat(post("login", credentials(name, PASSWORD)).status()).isEqualTo(401);
    assertThat(post("login", credentials(name, "five plain words do too")).status()).isEqualTo(200);
  }

  @Test
  void sessionsAreListedAndEndedOneByOneOrAll() {
    Guest first = player(post("register", credentials(name, PASSWORD)));
    Answer firefox =
        casino.send(
            "POST",
            "/api/session/login",
            credentials(name, PASSWORD),
            Map.of("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"));
    Guest third = player(post("login", credentials(name, PASSWORD)));
    Guest stranger = casino.guest();

    JsonNode sessions = first.send("GET", "/api/session/sessions", null).json().path("sessions");

    assertThat(sessions).hasSize(3);
    assertThat(sessions).filteredOn(session -> session.path("current").asBoolean()).hasSize(1);
    JsonNode linux =
        StreamSupport.stream(sessions.spliterator(), false)
            .filter(session -> session.path("agent").asText().equals("Firefox on Linux"))
            .findFirst()
            .orElseThrow();
    assertThat(linux.path("network").asText()).isEqualTo("127.0.0.0/24");
    assertThat(sessions.toString()).doesNotContain(first.token());
    String path = "/api/session/sessions/" + linux.path("id").asText();
    assertThat(stranger.send("DELETE", path, null).status()).as("of a stranger").isEqualTo(404);
    assertThat(player(firefox).get("balance").status()).isEqualTo(200);
    assertThat(first.send("DELETE", path, null).status()).isEqualTo(204);
    assertThat(player(firefox).get("balance").status()).isEqualTo(401);
    assertThat(first.send("DELETE", path, null).status()).isEqualTo(404);
    assertThat(first.send("DELETE", "/api/session/sessions/x", null).status()).isEqualTo(404);
    assertThat(first.send("DELETE", "/api/session/sessions/" + UUID.randomUUID(), null).status())
        .isEqualTo(404);

    Answer ended = first.send("DELETE", "/api/session/sessions", null);

    assertThat(ended.json().path("ended").asInt()).isEqualTo(1);
    assertThat(third.get("balance").status()).isEqualTo(401);
    assertThat(first.get("balance").status()).isEqualTo(200);
  }

  @Test
  void foreignPageCannotSignIn() {
    Answer answer =
        casino.send(
            "POST",
            "/api/session/login",
            credentials(name, PASSWORD),
            Map.of("Origin", "https://evil.example"));

    assertThat(answer.status()).isEqualTo(403);
  }

  private Answer post(String call, String body) {
    return inTurn(() -> casino.send("POST", "/api/session/" + call, body, Map.of()));
  }

  private static Answer register(Guest guest, String name) {
    return inTurn(() -> guest.send("POST", "/api/session/register", credentials(name, PASSWORD)));
  }

  /// Passwords are hashed in turn; on a machine that is busy a turn may not come in time.
  private static Answer inTurn(Supplier<Answer> call) {
    Answer answer = call.get();
    for (int i = 0; i < 10 && answer.status() == 503; i++) {
      answer = call.get();
    }
    return answer;
  }

  private static Answer change(Guest player, String old, String fresh) {
    return player.send(
        "POST",
        "/api/session/password",
        "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(old, fresh));
  }

  private Guest player(Answer arrival) {
    return casino.player(arrival.json().path("token").asText());
  }

  private static String credentials(String name, String password) {
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }
}
