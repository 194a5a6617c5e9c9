package dev.pitboss.server.passkeys;

/// An authenticator's response as sent by a browser, in unverified bytes.
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public sealed interface Answers {
  /// Of a passkey that was made.
  record Made(byte[] clientData, byte[] attestation) implements Answers {}

  /// Of one that signed.
  record Signed(
      byte[] id, byte[] userHandle, byte[] authenticatorData, byte[] clientData, byte[] signature)
      implements Answers {}
}
