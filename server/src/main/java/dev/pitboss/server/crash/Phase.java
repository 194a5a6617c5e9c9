package dev.pitboss.server.crash;

/// Phase of the table. Times are milliseconds of its own clock.
sealed interface Phase {
  /// Bets for the round to come are taken.
  record Betting(long endsAt) implements Phase {}

  /// No more are taken; those on their way are waited for, but not longer than that.
  record Closing(long until) implements Phase {}

  /// The multiplier grows. The last two are the secret.
  ///
  /// @param crashPoint hundredths
  /// @param crashesAt when it reaches the crash point
  record Running(long startedAt, long crashPoint, long crashesAt) implements Phase {
    @Override
    public String toString() {
      return "Running[startedAt=" + startedAt + "]";
    }
  }

  /// The multiplier has reached the crash point; it is being made durable.
  record Stopped(long crashPoint) implements Phase {
    @Override
    public String toString() {
      return "Stopped";
    }
  }

  /// The crash point is shown.
  ///
  /// @param isSettled whether its bets are
  record Crashed(long crashPoint, long until, boolean isSettled) implements Phase {}
}
