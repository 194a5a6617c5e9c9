package dev.pitboss.games.slots;

/// A machine that can be played, but not be said in [SlotBooks]. The message begins with the field
/// at fault and names the limit.
public final class NoBooks extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoBooks(String message) {
    super(message);
  }
}
