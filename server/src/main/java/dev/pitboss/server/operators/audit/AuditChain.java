package dev.pitboss.server.operators.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of the chain. `hash` of an entry is SHA-256 over the hash before it and the
/// entry's fields, each with its length in front; it needs no secret. `mac` is HMAC-SHA256 over
/// position and hash, by a key that is not in the database: who can write the tables cannot make
/// one. Immutable and thread-safe.
public final class AuditChain {
  /// What stands before the first entry.
  static final byte[] START = new byte[32];

  /// Derives the key of the macs from the vault's.
  public static final String KEY_PURPOSE = "audit trail";

  private final SecretKeySpec key;

  public AuditChain(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  byte[] hash(byte[] before, AuditTrail.Entry entry) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before);
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(entry.auditId()).array());
      digest.update(micros(entry.at()));
      add(digest, entry.actor());
      add(digest, entry.operatorId() == null ? "" : entry.operatorId().toString());
      add(digest, entry.action());
      add(digest, entry.subject());
      add(digest, entry.details());
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  byte[] mac(long position, byte[] hash) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
      return mac.doFinal(hash);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }

  private static byte[] micros(Instant at) {
    long micros =
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    return ByteBuffer.allocate(Long.BYTES).putLong(micros).array();
  }

  private static void add(MessageDigest digest, String field) {
    byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
    digest.update(utf8);
  }
}
