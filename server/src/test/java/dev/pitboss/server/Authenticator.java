package dev.pitboss.server;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/// An authenticator app with a secret.
public final class Authenticator {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int STEP_SECONDS = 30;

  private final byte[] secret;

  public Authenticator(String base32) {
    secret = new byte[base32.length() * 5 / 8];
    for (int bit = 0; bit < secret.length * 8; bit++) {
      int value = ALPHABET.indexOf(base32.charAt(bit / 5));
      secret[bit / 8] |= (byte) (((value >> (4 - bit % 5)) & 1) << (7 - bit % 8));
    }
  }

  public byte[] secret() {
    return secret.clone();
  }

  /// What it shows now, or showed or will show so many steps off. What is shown now is still taken
  /// when the step ends meanwhile.
  public String code(int stepsOff) {
    long step = Instant.now().getEpochSecond() / STEP_SECONDS + stepsOff;
    try {
      return new HmacOneTimePasswordGenerator(6)
          .generateOneTimePasswordString(new SecretKeySpec(secret, "HmacSHA1"), step, Locale.ROOT);
    } catch (InvalidKeyException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
