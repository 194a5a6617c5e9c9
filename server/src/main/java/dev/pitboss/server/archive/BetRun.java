package dev.pitboss.server.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the database remembers of archived bets: some bets of an account with no other entry in
/// between, of one seed pair and one account of the house. Its balances, numbers and nonces can be
/// checked without the bets.
///
/// @param keys the last eight bytes of each key in order, a letter a byte (ISO 8859-1)
record BetRun(
    long accountId,
    long firstSeq,
    long lastSeq,
    long houseId,
    long seedPairId,
    long firstNonce,
    int bets,
    long staked,
    long paid,
    long balanceAfter,
    UUID newest,
    String keys) {

  /// Bounds a row: its keys take 256 KB.
  static final int MAX_BETS = 32_768;

  /// Makes runs of bets, which come in the order of account and number. Used by one thread.
  static final class Builder {
    private final List<ArchivedBet> bets = new ArrayList<>();

    /// Takes the next bet.
    ///
    /// @return the run before it, if that is complete
    Optional<BetRun> add(ArchivedBet bet) {
      Optional<BetRun> complete = Optional.empty();
      if (!bets.isEmpty() && !continues(bets.getLast(), bet)) {
        complete = end();
      }
      bets.add(bet);
      return complete;
    }

    private boolean continues(ArchivedBet last, ArchivedBet bet) {
      return bets.size() < MAX_BETS
          && bet.accountId() == last.accountId()
          && bet.seq() == last.lastSeq() + 1
          && bet.houseId() == last.houseId()
          && bet.seedPairId() == last.seedPairId()
          && bet.nonce() == last.nonce() + 1
          && bet.balanceAfter() == last.balanceAfter() - bet.stake() + bet.payout();
    }

    /// The last run, if there is one.
    Optional<BetRun> end() {
      if (bets.isEmpty()) {
        return Optional.empty();
      }
      ArchivedBet first = bets.getFirst();
      ArchivedBet last = bets.getLast();
      ByteArrayOutputStream keys = new ByteArrayOutputStream();
      for (ArchivedBet bet : bets) {
        if (bet.isInOrder()) {
          keys.writeBytes(
              ByteBuffer.allocate(Long.BYTES).putLong(bet.ref().getLeastSignificantBits()).array());
        }
      }
      BetRun run =
          new BetRun(
              first.accountId(),
              first.seq(),
              last.lastSeq(),
              first.houseId(),
              first.seedPairId(),
              first.nonce(),
              bets.size(),
              bets.stream().mapToLong(ArchivedBet::stake).reduce(0, Math::addExact),
              bets.stream().mapToLong(ArchivedBet::payout).reduce(0, Math::addExact),
              last.balanceAfter(),
              last.newest(),
              keys.toString(StandardCharsets.ISO_8859_1));
      bets.clear();
      return Optional.of(run);
    }
  }
}
