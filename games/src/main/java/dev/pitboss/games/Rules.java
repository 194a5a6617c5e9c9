package dev.pitboss.games;

/// The rules a round is played by, written out in full.
///
/// A round stores version and hash: the version is for people, the hash proves that paytable and
/// strips have not changed since.
///
/// @param version names the rules and their revision, such as `roulette-european/1`
/// @param text everything that decides an outcome, one canonical text
public record Rules(String version, String text) {

  /// Checks that neither part is empty.
  public Rules {
    if (version.isBlank() || text.isBlank()) {
      throw new IllegalArgumentException(
          "Rules need a version and a text, got version '" + version + "'");
    }
  }

  /// SHA-256 of the text's UTF-8 bytes, 64 lower-case hex characters.
  public String hash() {
    return Sha256.hex(text);
  }
}
