package dev.pitboss.server.seamlesswallet;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A provider's program: signs what it sends.
public final class SignedClient {
  private final CasinoClient casino;
  private final String keyId;
  private final byte[] secret;

  public SignedClient(String url, String keyId, byte[] secret) {
    this.casino = new CasinoClient(url);
    this.keyId = keyId;
    this.secret = secret.clone();
  }

  byte[] secret() {
    return secret.clone();
  }

  /// A call as it goes out, to be bent by a test.
  public record Signed(
      String method, String target, @Nullable String body, Map<String, String> headers) {
    Signed with(String header, String value) {
      Map<String, String> changed = new HashMap<>(headers);
      changed.put(header, value);
      return new Signed(method, target, body, changed);
    }

    Signed withBody(String other) {
      return new Signed(method, target, other, headers);
    }

    Signed withTarget(String other) {
      return new Signed(method, other, body, headers);
    }
  }

  Signed sign(String method, String path, @Nullable String body) {
    return sign(method, path, body, Instant.now(), UUID.randomUUID().toString());
  }

  Signed sign(String method, String path, @Nullable String body, Instant at, String nonce) {
    String target = "/api/wallet/v1/" + path;
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    String timestamp = Long.toString(at.toEpochMilli());
    String signature =
        WalletSignature.ofRequest(
            secret, new WalletSignature.Call(keyId, method, target, bytes, timestamp, nonce));
    return new Signed(
        method,
        target,
        body,
        Map.of(
            WalletSignature.KEY,
            keyId,
            WalletSignature.TIMESTAMP,
            timestamp,
            WalletSignature.NONCE,
            nonce,
            WalletSignature.SIGNATURE,
            signature));
  }

  Answer send(Signed call) {
    return casino.send(call.method(), call.target(), call.body(), call.headers());
  }

  public Answer post(String path, String body) {
    return send(sign("POST", path, body));
  }

  public Answer get(String path) {
    return send(sign("GET", path, null));
  }

  /// Whether the answer is signed for that call.
  boolean isSigned(Signed call, Answer answer) {
    String nonce = call.headers().get(WalletSignature.NONCE);
    return nonce != null
        && WalletSignature.ofReply(
                secret, nonce, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8))
            .equals(answer.header(WalletSignature.SIGNATURE));
  }
}
