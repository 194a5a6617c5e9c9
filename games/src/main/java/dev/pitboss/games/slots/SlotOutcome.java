package dev.pitboss.games.slots;

import java.util.List;

/// One round: the paid spin and the free spins it led to.
///
/// @param stakeMinor what the round cost in minor units: the stake, or the price of bought free
///   spins
/// @param spin the paid spin
/// @param freeSpins the free spins in the order they were played
/// @param payoutMinor what the round pays in minor units
/// @param capped whether the machine's max win cut the payout below the sum of the spins
public record SlotOutcome(
    long stakeMinor, SlotSpin spin, List<SlotSpin> freeSpins, long payoutMinor, boolean capped) {

  /// Copies the list.
  public SlotOutcome {
    freeSpins = List.copyOf(freeSpins);
  }
}
