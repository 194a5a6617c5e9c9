package dev.pitboss.server.players;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A player's sign-in methods, as shown to the player.
///
/// @param registered whether there is anything at all to come back to
/// @param elsewhere whether single sign-on is set up
/// @param provenLately whether they proved who they are so lately that this may be changed
/// @param codesLeft recovery codes that have not been used
public record SignInMethods(
    boolean registered,
    boolean password,
    boolean elsewhere,
    List<Passkey> passkeys,
    int codesLeft,
    boolean provenLately) {
  public SignInMethods {
    passkeys = List.copyOf(passkeys);
  }

  /// One of a player's passkeys.
  ///
  /// @param host where it works
  /// @param copies whether its owner's other devices have it too
  public record Passkey(
      UUID id,
      String name,
      String host,
      boolean copies,
      Instant createdAt,
      Optional<Instant> lastUsedAt) {}
}
