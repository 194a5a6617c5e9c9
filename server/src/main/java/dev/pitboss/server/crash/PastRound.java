package dev.pitboss.server.crash;

import java.time.Instant;

/// A round that is over, with what proves it.
///
/// @param crashPoint hundredths
/// @param hash the round's, 64 lower-case hex characters
/// @param isVoid whether it was interrupted
public record PastRound(
    RoundId id, Instant endedAt, long crashPoint, String hash, boolean isVoid, Chain chain) {
  /// The chain it comes from.
  ///
  /// @param end the commitment
  public record Chain(String end, String salt) {}
}
