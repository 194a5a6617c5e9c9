package dev.pitboss.server.seamlesswallet;

import dev.pitboss.server.hashing.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures of the wallet contract's calls and answers: HMAC-SHA256, in lower-case hex, over
/// lines of text that `docs/shared-wallet.md` shows by an example. Both sides of a connection use
/// it.
public final class WalletSignature {
  /// Names the key.
  public static final String KEY = "X-Wallet-Key";

  /// Milliseconds since 1970.
  public static final String TIMESTAMP = "X-Wallet-Timestamp";

  /// Never used twice with a key.
  public static final String NONCE = "X-Wallet-Nonce";

  public static final String SIGNATURE = "X-Wallet-Signature";

  private WalletSignature() {}

  /// The signature of a call.
  public static String ofRequest(byte[] secret, Call call) {
    return hmac(
        secret,
        String.join(
            "\n",
            "pitboss-wallet-1",
            call.keyId(),
            call.method(),
            call.target(),
            HexFormat.of().formatHex(Sha256.of(call.body())),
            call.timestamp(),
            call.nonce()));
  }

  /// The signature of an answer. It names the call's nonce, so no answer can stand for another.
  public static String ofReply(byte[] secret, String nonce, int status, byte[] body) {
    return hmac(
        secret,
        String.join(
            "\n",
            "pitboss-wallet-1-reply",
            nonce,
            Integer.toString(status),
            HexFormat.of().formatHex(Sha256.of(body))));
  }

  /// Whether two signatures are the same; takes as long wherever they differ.
  public static boolean matches(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /// All that is signed of a call.
  ///
  /// @param target path and query, as sent
  @SuppressWarnings("ArrayRecordComponent") // hashed once, never compared
  public record Call(
      String keyId, String method, String target, byte[] body, String timestamp, String nonce) {}

  private static String hmac(byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
    }
  }
}
