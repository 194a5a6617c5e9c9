package dev.pitboss.server.players;

import dev.pitboss.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lets its owner in once when nothing else does: 120 random bits as six groups of four letters and
/// digits. So many bits that its SHA-256 can be stored, and only that is. `toString` masks it.
///
/// @param text 24 of `A-Z2-7`, without what stands between the groups
public record RecoveryCode(String text) {
  /// As many as people keep on a sheet of paper.
  public static final int SET = 10;

  private static final String SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 24;
  private static final Pattern FORM = Pattern.compile("[A-Z2-7]{" + LENGTH + "}");

  /// A new one.
  public static RecoveryCode fresh(SecureRandom random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return new RecoveryCode(text.toString());
  }

  /// Parses typed text, with any spaces and hyphens; empty when it has not the form of a code.
  public static Optional<RecoveryCode> of(String typed) {
    String text = typed.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    return FORM.matcher(text).matches() ? Optional.of(new RecoveryCode(text)) : Optional.empty();
  }

  /// As it is written down: `ABCD-EFGH-IJKL-MNOP-QRST-UVWX`.
  public String written() {
    return text.replaceAll(".{4}(?=.)", "$0-");
  }

  /// What is stored of it, 32 bytes.
  public byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "RecoveryCode[…]";
  }
}
