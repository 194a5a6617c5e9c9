package dev.pitboss.server.passkeys;

/// A passkey's public half, as it is stored.
///
/// @param id what its authenticator calls it, 1 to 1 023 bytes
/// @param attested authenticator model, id and public key in WebAuthn's own form
/// @param signCount how often it says to have signed; always 0 where there are copies of it
/// @param backupEligible whether it may be copied to its owner's other devices
/// @param backedUp whether it has been
@SuppressWarnings("ArrayRecordComponent") // carried to and from the database, never compared
public record Credential(
    byte[] id, byte[] attested, long signCount, boolean backupEligible, boolean backedUp) {}
