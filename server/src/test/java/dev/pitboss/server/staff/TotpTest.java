package dev.pitboss.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.players.RecoveryCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  /// Of RFC 6238, appendix B.
  static final byte[] RFC_SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({ // the last six of the RFC's eight digits
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheRfc(long second, String code) {
    assertThat(Totp.code(RFC_SECRET, Totp.stepAt(Instant.ofEpochSecond(second)))).isEqualTo(code);
  }

  @Test
  void oneStepOfDriftIsTakenEitherWayAndNotTwo() {
    long now = Totp.stepAt(NOON);
    for (long off = -3; off <= 3; off++) {
      assertThat(Totp.matchingStep(RFC_SECRET, Totp.code(RFC_SECRET, now + off), NOON, 0))
          .as("%d steps off", off)
          .isEqualTo(Math.abs(off) <= 1 ? OptionalLong.of(now + off) : OptionalLong.empty());
    }
  }

  @Test
  void whatWasUsedIsOfNoStepAnyMore() {
    long now = Totp.stepAt(NOON);
    String code = Totp.code(RFC_SECRET, now);
    assertThat(Totp.matchingStep(RFC_SECRET, code, NOON, now - 1)).hasValue(now);
    assertThat(Totp.matchingStep(RFC_SECRET, code, NOON, now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({ // of RFC 4648, section 10, without padding
    "'', ''",
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void base32IsThatOfTheRfc(String text, String base32) {
    assertThat(Totp.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
  }

  @Test
  void recoveryCodeIsTakenAsPeopleTypeIt() {
    RecoveryCode code = RecoveryCode.of("abcd-efgh ijkl-mn23-opqr-stuv").orElseThrow();
    assertThat(code.written()).isEqualTo("ABCD-EFGH-IJKL-MN23-OPQR-STUV");
    assertThat(code).hasToString("RecoveryCode[…]");
    assertThat(RecoveryCode.of("ABCD-EFGH-IJKL-MN23-OPQR-STU")).isEmpty();
    assertThat(RecoveryCode.of("ABCD-EFGH-IJKL-MN21-OPQR-STUV")).isEmpty();
  }
}
