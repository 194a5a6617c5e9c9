package dev.pitboss.server.staff;

import dev.pitboss.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lets its owner in once without the phone: 120 random bits as six groups of four base32
/// characters. So many bits that its SHA-256 can be stored, and only that is. `toString` masks it.
///
/// @param text 24 of `A-Z2-7`, without what stands between the groups
record RecoveryCode(String text) {
  /// As many as people keep on a sheet of paper.
  static final int PER_MEMBER = 10;

  private static final int BYTES = 15;
  private static final Pattern FORM = Pattern.compile("[A-Z2-7]{24}");

  static RecoveryCode fresh(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RecoveryCode(Totp.base32(bytes));
  }

  /// What somebody typed, with any spaces and hyphens, when it has the form of one.
  static Optional<RecoveryCode> of(String typed) {
    String text = typed.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    return FORM.matcher(text).matches() ? Optional.of(new RecoveryCode(text)) : Optional.empty();
  }

  /// As it is written down: `ABCD-EFGH-IJKL-MNOP-QRST-UVWX`.
  String written() {
    return text.replaceAll(".{4}(?=.)", "$0-");
  }

  byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "RecoveryCode[…]";
  }
}
