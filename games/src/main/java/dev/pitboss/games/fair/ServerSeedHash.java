package dev.pitboss.games.fair;

/// The commitment to a [ServerSeed]: SHA-256 of the seed's text in UTF-8.
///
/// It says nothing about outcomes, which are keyed by the seed itself; it only proves, once the
/// seed is revealed, that the seed was fixed before the first bet.
///
/// @param hex 64 lower-case hex characters
public record ServerSeedHash(String hex) {

  /// Refuses anything but 64 lower-case hex characters.
  public ServerSeedHash {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "A server seed hash is 64 lower-case hex characters, got '" + hex + "'");
    }
  }

  /// Whether the revealed seed is the one committed to.
  public boolean commitsTo(ServerSeed seed) {
    return seed.hash().equals(this);
  }
}
