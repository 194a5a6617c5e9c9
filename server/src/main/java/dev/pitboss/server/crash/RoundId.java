package dev.pitboss.server.crash;

import dev.pitboss.server.ledger.Round;

/// Names a round of the table.
///
/// @param number in its chain, from 1
public record RoundId(long chainId, int number) {
  /// The round a bet refers to.
  static RoundId of(Round.DrawReference draw) {
    return new RoundId(draw.seedPairId(), Math.toIntExact(draw.nonce()));
  }

  /// As players see it: `chain-number`.
  public String text() {
    return chainId + "-" + number;
  }
}
