package dev.pitboss.server.passwords;

import dev.pitboss.server.hashing.Argon2;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stored password: Argon2id (RFC 9106) with its salt and costs, and its PHC text
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`. `toString` masks it.
///
/// @param memoryKib working memory, 8 to 262 144 KiB
/// @param passes over that memory, 1 to 10
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, by [#isOf(Password)] only
record Argon2id(int memoryKib, int passes, byte[] salt, byte[] tag) {
  /// OWASP's choice: a guess costs an attacker 19 MiB, and us two threads of them.
  static final int MEMORY_KIB = 19 * 1024;

  static final int PASSES = 2;
  static final int SALT_BYTES = 16;

  static final int TAG_BYTES = 32;
  private static final int LANES = 1;
  private static final int MAX_MEMORY_KIB = 256 * 1024;
  private static final int MAX_PASSES = 10;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=1"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

  Argon2id {
    if (memoryKib < 8 || memoryKib > MAX_MEMORY_KIB || passes < 1 || passes > MAX_PASSES) {
      throw new IllegalArgumentException("m=" + memoryKib + ",t=" + passes + " is out of bounds");
    }
  }

  /// Hashes a password. Takes tens of milliseconds of CPU time and the working memory.
  static Argon2id of(Password password, byte[] salt) {
    return new Argon2id(MEMORY_KIB, PASSES, salt, tag(password, salt, MEMORY_KIB, PASSES));
  }

  /// Reads what [#phc()] wrote; empty for anything else.
  static Optional<Argon2id> parse(String phc) {
    Matcher matcher = PHC.matcher(phc);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return Optional.of(
        new Argon2id(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            base64.decode(matcher.group(3)),
            base64.decode(matcher.group(4))));
  }

  /// Whether this is the hash of the password; as costly as making it.
  boolean isOf(Password password) {
    return MessageDigest.isEqual(tag, tag(password, salt, memoryKib, passes));
  }

  String phc() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, passes, LANES, base64.encodeToString(salt), base64.encodeToString(tag));
  }

  @Override
  public String toString() {
    return "Argon2id[…]";
  }

  private static byte[] tag(Password password, byte[] salt, int memoryKib, int passes) {
    return Argon2.id(password.bytes(), salt, memoryKib, passes, TAG_BYTES);
  }
}
