package dev.pitboss.server.backup;

/// What the secrets of a backup are sealed under. `toString` masks it.
///
/// @param text of [#MIN_LENGTH] characters or more
public record Passphrase(String text) {
  /// Shorter ones are guessed, however costly a guess is.
  public static final int MIN_LENGTH = 12;

  public Passphrase {
    if (text.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "the passphrase must have %d characters or more, got %d"
              .formatted(MIN_LENGTH, text.length()));
    }
  }

  @Override
  public String toString() {
    return "Passphrase[…]";
  }
}
