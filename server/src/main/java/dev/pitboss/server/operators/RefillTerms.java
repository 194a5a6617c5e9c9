package dev.pitboss.server.operators;

/// On which terms an operator in play chips gives registered players chips again who have lost
/// theirs. Immutable.
///
/// @param amount what is given, minor units; 0 gives nothing, and money is never given
/// @param below a balance must be below this, minor units
/// @param minutes from one refill of a player to the next
public record RefillTerms(long amount, long below, int minutes) {
  /// A year; a longer interval is as good as none.
  static final int MAX_MINUTES = 365 * 24 * 60;

  public RefillTerms {
    if (amount < 0 || below <= 0 || minutes <= 0 || minutes > MAX_MINUTES) {
      throw new IllegalArgumentException(
          "a refill of %d below %d every %d minutes".formatted(amount, below, minutes));
    }
  }

  /// Whether anything is given.
  public boolean isOffered() {
    return amount > 0;
  }
}
