package dev.pitboss.server;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// An authenticator made of software, with one passkey on P-256; signs right or wrong, as a test
/// requires. Its bytes are put together by hand, after the WebAuthn specification.
public final class SoftKey {
  private static final int PRESENT_AND_VERIFIED = 0x05;
  private static final int WITH_CREDENTIAL = 0x40;

  private final byte[] id = new byte[16];
  private final KeyPair keys;

  /// What the site keeps its owner under, as the site said.
  private byte[] user = {};

  private int flags = PRESENT_AND_VERIFIED;
  private int signCount;

  public SoftKey() {
    new SecureRandom().nextBytes(id);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// It says to have signed so often.
  public void count(int signatures) {
    signCount = signatures;
  }

  /// Whether it asks its owner for a PIN or a finger.
  public void verifiesUser(boolean verifies) {
    flags = verifies ? PRESENT_AND_VERIFIED : 0x01;
  }

  /// It is kept under another user.
  public void belongTo(byte[] other) {
    user = other.clone();
  }

  /// The body that adds it.
  ///
  /// @param user as the site's options said, base64url
  public String made(String challenge, String site, String origin, String user) {
    this.user = Base64.getUrlDecoder().decode(user);
    byte[] data =
        join(
            authenticatorData(site, flags | WITH_CREDENTIAL),
            new byte[16],
            new byte[] {0, (byte) id.length},
            id,
            coseKey());
    byte[] attestation =
        join(
            new byte[] {(byte) 0xa3},
            text("fmt"),
            text("none"),
            text("attStmt"),
            new byte[] {(byte) 0xa0},
            text("authData"),
            new byte[] {0x58, (byte) data.length},
            data);
    return """
    {"name":"Soft key","clientData":"%s","attestation":"%s"}\
    """
        .formatted(base64(clientData("webauthn.create", challenge, origin)), base64(attestation));
  }

  /// The body that signs in by it.
  public String signed(String challenge, String site, String origin) {
    byte[] client = clientData("webauthn.get", challenge, origin);
    byte[] data = authenticatorData(site, flags);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(data);
      signature.update(sha256(client));
      return """
      {"id":"%s","userHandle":"%s","authenticatorData":"%s","clientData":"%s","signature":"%s"}\
      """
          .formatted(
              base64(id), base64(user), base64(data), base64(client), base64(signature.sign()));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private byte[] authenticatorData(String site, int withFlags) {
    return ByteBuffer.allocate(37)
        .put(sha256(site.getBytes(StandardCharsets.UTF_8)))
        .put((byte) withFlags)
        .putInt(signCount)
        .array();
  }

  private byte[] coseKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return join(
        new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20},
        unsigned(key.getW().getAffineX()),
        new byte[] {0x22, 0x58, 0x20},
        unsigned(key.getW().getAffineY()));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
    return padded;
  }

  private static byte[] clientData(String type, String challenge, String origin) {
    return """
    {"type":"%s","challenge":"%s","origin":"%s","crossOrigin":false}\
    """
        .formatted(type, challenge, origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] text(String ascii) {
    return join(
        new byte[] {(byte) (0x60 + ascii.length())}, ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
