package dev.pitboss.server.backup;

import dev.pitboss.server.hashing.Argon2;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The secrets of a casino as a backup keeps them: AES-256-GCM under a key that Argon2id (RFC 9106)
/// makes of a passphrase. Among them is a key made for this backup, by which its manifest is
/// authenticated, and by that each file. `toString` masks them.
///
/// @param seedKey content of `seed.key`
/// @param databasePassword of the embedded database
/// @param manifestKey 64 hex digits
record SealedSecrets(String seedKey, String databasePassword, String manifestKey) {
  /// A guess costs an attacker 64 MiB for as long as three passes take: RFC 9106's second choice.
  private static final int MEMORY_KIB = 64 * 1_024;

  private static final int PASSES = 3;

  /// What a damaged or foreign file may have us do.
  private static final int MAX_MEMORY_KIB = 1 << 20;

  private static final int MAX_PASSES = 20;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String HMAC = "HmacSHA256";

  /// The file.
  ///
  /// @param kdf `argon2id`, one lane
  @Json
  record Sealed(String kdf, int memoryKib, int passes, String salt, String nonce, String sealed) {}

  /// What is sealed.
  @Json
  record Plain(String seedKey, String databasePassword, String manifestKey) {}

  /// Those of a casino, with a new key for the manifest.
  static SealedSecrets of(String seedKey, String databasePassword) {
    return new SealedSecrets(
        seedKey, databasePassword, HexFormat.of().formatHex(random(KEY_BYTES)));
  }

  /// Seals them.
  ///
  /// @param id of the backup, in which alone they open
  byte[] seal(Passphrase passphrase, String id) {
    byte[] salt = random(SALT_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    byte[] plain = JsonWriter.bytes(new Plain(seedKey, databasePassword, manifestKey));
    try {
      byte[] key = key(passphrase, salt, MEMORY_KIB, PASSES);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, id).doFinal(plain);
      HexFormat hex = HexFormat.of();
      return JsonWriter.bytes(
          new Sealed(
              "argon2id",
              MEMORY_KIB,
              PASSES,
              hex.formatHex(salt),
              hex.formatHex(nonce),
              hex.formatHex(sealed)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has AES-GCM", impossible);
    }
  }

  /// Opens what [#seal] wrote.
  ///
  /// @return empty when the passphrase is another, or the backup
  /// @throws BackupException when it is damaged
  static Optional<SealedSecrets> open(byte[] file, Passphrase passphrase, String id)
      throws BackupException {
    try {
      JsonValue json = JsonValue.parse(new String(file, StandardCharsets.UTF_8));
      int memory = json.field("memoryKib").integer();
      int passes = json.field("passes").integer();
      if (!json.field("kdf").text().equals("argon2id")
          || memory < 8
          || memory > MAX_MEMORY_KIB
          || passes < 1
          || passes > MAX_PASSES) {
        throw new BackupException("secrets.sealed is damaged: its costs are out of bounds");
      }
      HexFormat hex = HexFormat.of();
      byte[] key = key(passphrase, hex.parseHex(json.field("salt").text()), memory, passes);
      byte[] nonce = hex.parseHex(json.field("nonce").text());
      byte[] sealed = hex.parseHex(json.field("sealed").text());
      byte[] plain = cipher(Cipher.DECRYPT_MODE, key, nonce, id).doFinal(sealed);
      JsonValue secrets = JsonValue.parse(new String(plain, StandardCharsets.UTF_8));
      return Optional.of(
          new SealedSecrets(
              secrets.field("seedKey").text(),
              secrets.field("databasePassword").text(),
              secrets.field("manifestKey").text()));
    } catch (InvalidInput | IllegalArgumentException damaged) {
      throw new BackupException("secrets.sealed is damaged: " + damaged.getMessage());
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /// The code that authenticates a manifest, in hex.
  String authenticator(byte[] manifest) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(manifestKey), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(manifest));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }

  /// Whether a code is that of this manifest.
  boolean authenticates(byte[] manifest, String code) {
    return MessageDigest.isEqual(
        authenticator(manifest).getBytes(StandardCharsets.US_ASCII),
        code.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static byte[] key(Passphrase passphrase, byte[] salt, int memoryKib, int passes) {
    String text = Normalizer.normalize(passphrase.text(), Normalizer.Form.NFKC);
    return Argon2.id(text.getBytes(StandardCharsets.UTF_8), salt, memoryKib, passes, KEY_BYTES);
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String id)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("pitboss backup " + id).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  @Override
  public String toString() {
    return "SealedSecrets[…]";
  }
}
