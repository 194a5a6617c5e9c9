package dev.pitboss.server.players;

import dev.pitboss.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/// A code that sets a new password, once: 120 random bits as six groups of four letters and digits
/// that nobody takes for one another. `toString` masks it.
///
/// @param text as it is shown, `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`
record RecoveryCode(String text) {
  /// Letters and digits, without I, L, O and U.
  private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int LENGTH = 24;
  private static final int GROUP = 4;

  /// What somebody types may be twice as long, with what they put between the groups.
  private static final int MAX_TYPED = 2 * LENGTH;

  static RecoveryCode fresh(SecureRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return new RecoveryCode(text.toString());
  }

  /// The code somebody typed, in any case of letters, with dashes or spaces or without; empty when
  /// it is none.
  static Optional<RecoveryCode> of(String typed) {
    if (typed.length() > MAX_TYPED) {
      return Optional.empty();
    }
    String bare =
        typed
            .toUpperCase(Locale.ROOT)
            .replaceAll("[\\s-]", "")
            .replace('O', '0')
            .replaceAll("[IL]", "1");
    return bare.matches("[" + SIGNS + "]{" + LENGTH + "}")
        ? Optional.of(new RecoveryCode(bare.replaceAll("(.{4})(?!$)", "$1-")))
        : Optional.empty();
  }

  /// What is stored of it: of no use to any other player.
  byte[] hash(long playerId) {
    return Sha256.of("recovery " + playerId + " " + text);
  }

  @Override
  public String toString() {
    return "RecoveryCode[…]";
  }
}
