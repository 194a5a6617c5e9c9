package dev.pitboss.server.hashing;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id in version 1.3, one lane. RFC 9106.
public final class Argon2 {
  private Argon2() {}

  /// Derives bytes from a secret. Takes that much memory, and tens of milliseconds or more of CPU
  /// time.
  ///
  /// @param bytes how many
  public static byte[] id(byte[] secret, byte[] salt, int memoryKib, int passes, int bytes) {
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] derived = new byte[bytes];
    argon.generateBytes(secret, derived);
    return derived;
  }
}
