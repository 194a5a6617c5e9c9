package dev.pitboss.server.api.player;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Account recovery after a forgotten password.
class RecoveryCodesIT {
  private static final String PASSWORD = "four plain words do";
  private static final String FRESH = "five plain words do too";

  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void codeSetsANewPasswordOnceAndEndsAllSessions() throws SQLException {
    Guest player = register("Forgetful.One");
    List<String> codes = codes(player);
    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    assertThat(codes).allMatch(code -> code.matches("([A-Z2-7]{4}-){5}[A-Z2-7]{4}"));

    String typed = codes.get(3).toLowerCase(Locale.ROOT).replace("-", " ");
    Answer back = recover("forgetful.one", typed, FRESH);
    assertThat(back.status()).as(back.toString()).isEqualTo(200);
    assertThat(player.get("balance").status()).isEqualTo(401);
    Guest again = casino.player(back.json().path("token").asText());
    assertThat(again.balance()).isEqualTo(100_000);
    assertThat(waysIn(again).path("recoveryCodes").asInt()).isEqualTo(9);
    assertThat(login("Forgetful.One", PASSWORD).code()).isEqualTo("wrong_credentials");
    assertThat(login("Forgetful.One", FRESH).status()).isEqualTo(200);

    assertThat(recover("forgetful.one", typed, "six other plain words").code())
        .isEqualTo("wrong_code");
    assertThat(login("Forgetful.One", FRESH).status()).as("nothing changed").isEqualTo(200);
    long id = again.get("user-info").json().path("playerId").asLong();
    assertThat(
            casino.number(
                "SELECT count(*) FROM audit_entry WHERE subject = 'player:%d' AND action IN"
                        .formatted(id)
                    + " ('player.recovery_codes_made', 'player.recovered')"))
        .isEqualTo(2);
  }

  @Test
  void oneCodeHasOneEffectHoweverManyUseItAtOnce() throws Exception {
    Guest player = register("Forgetful.Two");
    String code = codes(player).getFirst();
    List<Answer> answers =
        Concurrently.times(8, number -> recover("Forgetful.Two", code, FRESH + " " + number));
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
  }

  @Test
  void codesAreTheirOwnersAndASetReplacesTheOneBefore() {
    Guest one = register("Forgetful.Three");
    Guest other = register("Forgetful.Four");
    String old = codes(one).getFirst();
    String others = codes(other).getFirst();
    assertThat(codes(one)).doesNotContain(old);
    for (Answer answer :
        List.of(
            recover("Forgetful.Three", old, FRESH),
            recover("Forgetful.Three", others, FRESH),
            recover("Forgetful.Three", "nonsense", FRESH),
            recover("Absent.Here", others, FRESH))) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("wrong_code");
    }
    assertThat(recover("Forgetful.Four", others, "password1").field()).isEqualTo("newPassword");
    assertThat(recover("Forgetful.Four", others, FRESH).status()).isEqualTo(200);
  }

  @Test
  void guestHasNothingToRecover() {
    assertThat(casino.guest().send("POST", "/api/session/recovery-codes", "{}").code())
        .isEqualTo("not_registered");
  }

  @Test
  void guessingIsLockedAndToldOfAndCodesTakeARecentSignIn() throws SQLException {
    TestClock clock = new TestClock(Instant.now());
    try (CasinoFixture own = CasinoFixture.startWithClock(clock)) {
      Guest player =
          own.player(
              own.send(
                      "POST",
                      "/api/session/register",
                      credentials("Guessed.At", PASSWORD),
                      Map.of())
                  .json()
                  .path("token")
                  .asText());
      String guess = recovery("Guessed.At", "x", FRESH);
      Answer last = own.send("POST", "/api/session/recover", guess, Map.of());
      for (int i = 1; i < 12 && last.status() == 401; i++) {
        last = own.send("POST", "/api/session/recover", guess, Map.of());
      }
      assertThat(last.code()).isEqualTo("locked_out");
      assertThat(own.number("SELECT count(*) FROM audit_entry WHERE action = 'player.locked'"))
          .isEqualTo(1);
      assertThat(
              own.send("POST", "/api/session/login", credentials("Guessed.At", PASSWORD), Map.of())
                  .status())
          .as("the password's door is not shut by it")
          .isEqualTo(200);

      assertThat(player.send("POST", "/api/session/recovery-codes", "{}").status()).isEqualTo(201);
      clock.pass(Duration.ofMinutes(11));
      assertThat(player.send("POST", "/api/session/recovery-codes", "{}").code())
          .isEqualTo("sign_in_again");
    }
  }

  private Guest register(String name) {
    Answer answer = post("register", credentials(name, PASSWORD));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return casino.player(answer.json().path("token").asText());
  }

  private static List<String> codes(Guest player) {
    Answer answer = player.send("POST", "/api/session/recovery-codes", "{}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return StreamSupport.stream(answer.json().path("codes").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static JsonNode waysIn(Guest player) {
    return player.send("GET", "/api/session/ways-in", null).json();
  }

  private Answer recover(String name, String code, String password) {
    return post("recover", recovery(name, code, password));
  }

  private Answer login(String name, String password) {
    return post("login", credentials(name, password));
  }

  private Answer post(String path, String body) {
    return casino.send("POST", "/api/session/" + path, body, Map.of());
  }

  private static String credentials(String name, String password) {
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }

  private static String recovery(String name, String code, String password) {
    return "{\"username\":\"%s\",\"code\":\"%s\",\"newPassword\":\"%s\"}"
        .formatted(name, code, password);
  }
}
