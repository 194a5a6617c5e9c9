package dev.pitboss.server.fairness;

import dev.pitboss.games.fair.ServerSeed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes server seeds and seals them for storage, with a key that the database never sees: who
/// reads the tables, or a backup of them, still cannot tell a coming outcome. AES-256-GCM; a fresh
/// 96-bit nonce per seal; the player's id is bound in, so a sealed seed cannot be moved to another
/// player. Seals other secrets that have to be known again the same way. Thread-safe.
public final class SeedVault {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  private SeedVault(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// Opens the vault whose key is in the file, making the key on first use. Every node over one
  /// database needs the same file, and losing it makes unrevealed seeds unreadable for good.
  ///
  /// @throws IOException when the file cannot be read or made, or holds something else
  public static SeedVault open(Path keyFile) throws IOException {
    SecureRandom random = new SecureRandom();
    try {
      byte[] fresh = new byte[KEY_BYTES];
      random.nextBytes(fresh);
      Files.createFile(
          keyFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(keyFile, HexFormat.of().formatHex(fresh) + "\n", StandardOpenOption.DSYNC);
      return new SeedVault(fresh, random);
    } catch (FileAlreadyExistsException exists) {
      String text = Files.readString(keyFile, StandardCharsets.US_ASCII).strip();
      if (!text.matches("[0-9a-f]{64}")) {
        throw new IOException(keyFile + " is not a seed key: it must hold 64 hex digits", exists);
      }
      return new SeedVault(HexFormat.of().parseHex(text), random);
    }
  }

  ServerSeed freshServerSeed() {
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    return ServerSeed.fromEntropy(entropy);
  }

  /// Text for a generated client seed: 16 hex digits.
  String freshClientSeedText() {
    byte[] entropy = new byte[8];
    random.nextBytes(entropy);
    return HexFormat.of().formatHex(entropy);
  }

  /// Text for a chain's salt: 64 hex digits.
  String freshSalt() {
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    return HexFormat.of().formatHex(entropy);
  }

  byte[] seal(ServerSeed seed, long playerId) {
    return seal(seed.text().getBytes(StandardCharsets.UTF_8), Long.toString(playerId));
  }

  ServerSeed unseal(byte[] joined, long playerId) {
    byte[] text = unseal(joined, Long.toString(playerId));
    return ServerSeed.of(new String(text, StandardCharsets.UTF_8));
  }

  /// Whether a player's sealed seed was sealed with this key.
  boolean opens(byte[] joined, long playerId) {
    try {
      unseal(joined, playerId);
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  /// Seals a secret of another kind.
  ///
  /// @param owner kind and id of what it belongs to, as in `operator_key:17`; the same opens it
  public byte[] seal(byte[] secret, String owner) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, secret, owner);
    byte[] joined = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, joined, NONCE_BYTES, sealed.length);
    return joined;
  }

  /// Opens what was sealed for that owner.
  ///
  /// @throws IllegalStateException when it was sealed with another key or for another owner
  public byte[] unseal(byte[] joined, String owner) {
    byte[] nonce = Arrays.copyOf(joined, NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(joined, NONCE_BYTES, joined.length);
    return crypt(Cipher.DECRYPT_MODE, nonce, sealed, owner);
  }

  /// A key for a purpose of its own, the same whenever it is asked for; it tells nothing about the
  /// vault's.
  public byte[] derivedKey(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] input, String owner) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(
          "a sealed secret does not open: is this the seed key this database was used with?",
          failure);
    }
  }
}
