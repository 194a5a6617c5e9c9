package dev.pitboss.server.api.player;

import dev.pitboss.server.players.SignInMethods;
import io.avaje.jsonb.Json;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Response bodies about passkeys and recovery codes. Bytes are base64url.
final class PasskeyViews {
  private PasskeyViews() {}

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What a browser asks an authenticator to sign in with.
  @Json
  record SignInView(String challenge, String rpId, long timeout) {}

  /// What a browser asks an authenticator to make a passkey with.
  ///
  /// @param user what the authenticator keeps it under
  /// @param exclude passkeys the player has already
  @Json
  record AddView(
      String challenge,
      String rpId,
      String user,
      String userName,
      List<Integer> algorithms,
      List<String> exclude,
      long timeout) {}

  /// A passkey as its owner sees it.
  @Json
  record PasskeyView(
      String id,
      String name,
      String host,
      boolean copies,
      String createdAt,
      Optional<String> lastUsedAt) {
    static PasskeyView of(SignInMethods.Passkey passkey) {
      return new PasskeyView(
          passkey.id().toString(),
          passkey.name(),
          passkey.host(),
          passkey.copies(),
          passkey.createdAt().toString(),
          passkey.lastUsedAt().map(Object::toString));
    }
  }

  /// What a player can come back by.
  @Json
  record WaysInView(
      boolean password,
      boolean elsewhere,
      List<PasskeyView> passkeys,
      int recoveryCodes,
      boolean provenLately) {
    static WaysInView of(SignInMethods ways) {
      return new WaysInView(
          ways.password(),
          ways.elsewhere(),
          ways.passkeys().stream().map(PasskeyView::of).toList(),
          ways.codesLeft(),
          ways.provenLately());
    }
  }

  /// Codes, shown this once.
  @Json
  record CodesView(List<String> codes) {
    @Override
    public String toString() {
      return "CodesView[…]";
    }
  }
}
