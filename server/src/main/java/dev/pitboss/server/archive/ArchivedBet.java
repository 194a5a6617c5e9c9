package dev.pitboss.server.archive;

import java.util.UUID;

/// A bet as the table has it, and as a file of bets has it.
///
/// @param seq number of the stake's entry; the payout's, if there is a payout, is the next
/// @param settledAtMicros microseconds since 1970
/// @param detail bet and outcome in their stored form, a letter a byte (ISO 8859-1)
/// @param isInOrder whether its key was greater than all of the account's before
/// @param newest the greatest key in order among the account's bets up to this one
record ArchivedBet(
    long accountId,
    long seq,
    UUID ref,
    long houseId,
    long stake,
    long payout,
    long balanceAfter,
    long seedPairId,
    long nonce,
    long settledAtMicros,
    int rulesId,
    String detail,
    boolean isInOrder,
    UUID newest) {
  /// Number of its last entry.
  long lastSeq() {
    return payout == 0 ? seq : seq + 1;
  }
}
