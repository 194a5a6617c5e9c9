package dev.pitboss.server.passkeys;

/// What a browser brings back from an authenticator, in bytes nobody has looked at yet.
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public sealed interface Answers {
  /// Of a passkey that was made.
  record Made(byte[] clientData, byte[] attestation) implements Answers {}

  /// Of one that signed.
  record Signed(
      byte[] id, byte[] userHandle, byte[] authenticatorData, byte[] clientData, byte[] signature)
      implements Answers {}
}
