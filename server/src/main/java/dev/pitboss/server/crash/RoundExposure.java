package dev.pitboss.server.crash;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The bets of the round that takes them: those that are durable, and those that are promised a
/// place and on their way. Bounds what the house can lose on a round before it begins. One owner.
final class RoundExposure {
  /// The most a round can pay, minor units: 10 000 000.00.
  static final long MAX_LIABILITY = 1_000_000_000;

  static final int MAX_BETS = 2_000;

  private final Map<UUID, TableBet> bets = new LinkedHashMap<>();
  private final Map<Long, Long> promised = new HashMap<>();
  private long liability;
  private long lastPromise;

  /// Keeps a place, if there is room for it.
  ///
  /// @param maxPayout the most the bet can be paid, minor units
  /// @return names the promise; 0 when the round is full
  long promise(long maxPayout) {
    if (bets.size() + promised.size() >= MAX_BETS || maxPayout > MAX_LIABILITY - liability) {
      return 0;
    }
    liability += maxPayout;
    promised.put(++lastPromise, maxPayout);
    return lastPromise;
  }

  /// The bet of a promise is durable.
  ///
  /// @return false when the promise was not made by this book, or was kept before
  boolean keep(long promise, TableBet bet) {
    Long maxPayout = promised.remove(promise);
    if (maxPayout == null) {
      return false;
    }
    bets.put(bet.ref(), bet);
    return true;
  }

  /// Nothing came of a promise.
  void drop(long promise) {
    Long maxPayout = promised.remove(promise);
    if (maxPayout != null) {
      liability -= maxPayout;
    }
  }

  /// A bet was taken back.
  ///
  /// @return false when it is not here
  boolean remove(UUID ref) {
    TableBet bet = bets.remove(ref);
    if (bet != null) {
      liability -= bet.bet().maxPayout();
    }
    return bet != null;
  }

  /// Whether every promise was kept or dropped.
  boolean isSettled() {
    return promised.isEmpty();
  }

  boolean isEmpty() {
    return bets.isEmpty() && promised.isEmpty();
  }

  Map<UUID, TableBet> bets() {
    return bets;
  }

  /// The most the round can pay with what is in it, minor units.
  long liability() {
    return liability;
  }
}
