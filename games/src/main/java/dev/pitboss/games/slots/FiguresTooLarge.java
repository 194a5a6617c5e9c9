package dev.pitboss.games.slots;

/// A machine that can be played but whose figures would take too long to work out. The message
/// begins with the field at fault and names the limit.
public final class FiguresTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1;

  FiguresTooLarge(String message) {
    super(message);
  }
}
