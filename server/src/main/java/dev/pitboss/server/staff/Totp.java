package dev.pitboss.server.staff;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time passwords, RFC 6238, as every authenticator app makes them: HMAC-SHA-1,
/// steps of 30 seconds, six digits. Pure, but for the library's HMAC, and thread-safe.
final class Totp {
  /// As long as the hash, which RFC 4226 recommends.
  static final int SECRET_BYTES = 20;

  static final int STEP_SECONDS = 30;

  private static final int DIGITS = 6;

  /// Clocks of phones are seconds off, and people take a while to type.
  private static final int DRIFT_STEPS = 1;

  private static final Pattern CODE = Pattern.compile("\\d{" + DIGITS + "}");
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BASE32_BITS = 5;

  private static final HmacOneTimePasswordGenerator GENERATOR =
      new HmacOneTimePasswordGenerator(DIGITS);

  private Totp() {}

  /// Whether a text has the form of a code.
  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  /// The code of a step.
  static String code(byte[] secret, long step) {
    try {
      SecretKeySpec key = new SecretKeySpec(secret, GENERATOR.getAlgorithm());
      return GENERATOR.generateOneTimePasswordString(key, step, Locale.ROOT);
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException("HMAC takes any key", impossible);
    }
  }

  /// The step it is.
  static long stepAt(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
  }

  /// Of which step the code is, among the current one and [#DRIFT_STEPS] on either side; empty when
  /// it is of none. All of them are compared whichever it is.
  ///
  /// @param after codes of this step and older ones were used or have passed
  static OptionalLong matchingStep(byte[] secret, String code, Instant now, long after) {
    byte[] typed = code.getBytes(StandardCharsets.UTF_8);
    long current = stepAt(now);
    OptionalLong found = OptionalLong.empty();
    for (long step = current - DRIFT_STEPS; step <= current + DRIFT_STEPS; step++) {
      byte[] due = code(secret, step).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(due, typed) && step > after) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /// What an app is told about a secret, as it reads it from a QR code.
  ///
  /// @param account of characters that need no escape in a URI
  static String uri(String account, String base32) {
    return "otpauth://totp/Pitboss:%s?secret=%s&issuer=Pitboss&algorithm=SHA1&digits=%d&period=%d"
        .formatted(account, base32, DIGITS, STEP_SECONDS);
  }

  /// RFC 4648 without padding.
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte each : bytes) {
      buffer = ((buffer << Byte.SIZE) | (each & 0xff)) & 0xffff;
      for (bits += Byte.SIZE; bits >= BASE32_BITS; bits -= BASE32_BITS) {
        text.append(BASE32.charAt((buffer >> (bits - BASE32_BITS)) & 31));
      }
    }
    return bits == 0
        ? text.toString()
        : text.append(BASE32.charAt((buffer << (BASE32_BITS - bits)) & 31)).toString();
  }
}
