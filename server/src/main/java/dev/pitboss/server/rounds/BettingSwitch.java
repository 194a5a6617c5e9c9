package dev.pitboss.server.rounds;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether bets are taken. Off while an invariant is broken: more bets would make the damage harder
/// to repair. Reads go on. Thread-safe.
public final class BettingSwitch {
  private volatile @Nullable String stoppedBecause;

  /// Refuses bets from now on.
  public void stop(String reason) {
    stoppedBecause = reason;
  }

  /// Takes bets again.
  public void resume() {
    stoppedBecause = null;
  }

  /// Why bets are refused; empty while they are taken.
  public Optional<String> stoppedBecause() {
    return Optional.ofNullable(stoppedBecause);
  }
}
