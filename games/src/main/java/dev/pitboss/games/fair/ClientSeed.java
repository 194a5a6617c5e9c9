package dev.pitboss.games.fair;

/// The player's half of the chance, chosen after the commitment is known, so that the house could
/// not have picked its seed to suit.
///
/// @param text 1 to 64 visible ASCII characters (0x21 to 0x7E), so no space
public record ClientSeed(String text) {
  /// Longest accepted text: 64 bytes let a player use any hash as a seed.
  public static final int MAX_LENGTH = 64;

  /// Refuses a text that is empty, too long or not visible ASCII; the message says which.
  public ClientSeed {
    PrintableAscii.fault(text, MAX_LENGTH)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "A client seed is 1 to %d visible ASCII characters without spaces; %s, got '%s'"
                  .formatted(MAX_LENGTH, fault, text));
        });
  }
}
