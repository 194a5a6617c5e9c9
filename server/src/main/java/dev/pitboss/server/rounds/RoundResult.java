package dev.pitboss.server.rounds;

import dev.pitboss.server.settlement.Settlement;
import java.util.UUID;

/// Outcome of a request to a round of several steps.
///
/// @param <V> what the player sees of the round
public sealed interface RoundResult<V> {
  /// It was done now.
  record Taken<V>(V view) implements RoundResult<V> {}

  /// It was done before, by the same request; nothing moved now.
  record Replayed<V>(V view) implements RoundResult<V> {}

  /// Nothing moved, as far as is known.
  record Refused<V>(Settlement.Refusal why) implements RoundResult<V> {}

  /// The player has to finish this round of the game before another one; nothing moved.
  record RoundOpen<V>(UUID ref) implements RoundResult<V> {}

  /// The player has no round of that ref; nothing moved.
  record NoSuchRound<V>() implements RoundResult<V> {}

  /// The round has advanced or is over: the request refers to an older version. Nothing moved.
  ///
  /// @param version the round's
  record Stale<V>(UUID ref, int version) implements RoundResult<V> {}

  /// The rules do not allow it now; nothing moved.
  ///
  /// @param reason for people
  record NotPossible<V>(UUID ref, int version, String reason) implements RoundResult<V> {}
}
