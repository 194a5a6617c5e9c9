package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What may be asked only so often, at a server with the usual rates: so many times it is answered,
/// then refused, and the refusal says when to come back.
public class RatesIT {
  /// A bucket fills while it is drained; a slow machine gets some more out of it.
  private static final int ATTEMPTS = 20;

  public static final String KEY =
      "{\"id\":\"AAAA\",\"userHandle\":\"AAAA\",\"authenticatorData\":\"AAAA\","
          + "\"clientData\":\"AAAA\",\"signature\":\"AAAA\"}";

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.shared().anotherWithUsualRates();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void signInLimitOfAnAddressIgnoresNamesAndForwardedHeaders() {
    double before = RefusalsIT.counted(casino, "rate_limited");

    assertRefusedAfter(
        RateLimits.Rate.LOGINS_OF_ADDRESS,
        i -> post("passkeys/login", KEY, Map.of("X-Forwarded-For", "10.0.0." + i)));

    assertThat(RefusalsIT.counted(casino, "rate_limited")).isGreaterThan(before);
    assertThat(post("openid", "{}", Map.of()).code())
        .as("there is no issuer, so nothing to try")
        .isEqualTo("no_such_provider");
    assertThat(
            casino
                .send(
                    "POST",
                    "/api/ops/session",
                    "{\"username\":\"anna\",\"password\":\"four plain words do\"}",
                    Map.of())
                .code())
        .isEqualTo("rate_limited");
  }

  @Test
  void guestsAreOpenedSoOftenAndThoseThereArePlayOn() {
    var guest = casino.guest();

    assertRefusedAfter(RateLimits.Rate.GUESTS_OF_ADDRESS, _ -> post("guest", "{}", Map.of()));

    assertThat(guest.spin(20).status()).isEqualTo(200);
  }

  private static void assertRefusedAfter(RateLimits.Rate rate, IntFunction<Answer> ask) {
    int answered = 0;
    Answer answer = ask.apply(0);
    while (answer.status() != 429 && answered < rate.capacity() * ATTEMPTS) {
      answered++;
      answer = ask.apply(answered);
    }
    assertThat(answer.code()).as(answer.toString()).isEqualTo("rate_limited");
    assertThat(Long.parseLong(answer.header("Retry-After")))
        .isBetween(1L, rate.period().toSeconds());
    assertThat(answered)
        .as("but one guest was there before")
        .isGreaterThanOrEqualTo((int) rate.capacity() - 1);
  }

  private static Answer post(String path, String body, Map<String, String> headers) {
    return casino.send("POST", "/api/session/" + path, body, headers);
  }
}
