package dev.pitboss.games.slots;

import java.util.List;
import java.util.Optional;

/// The spins of a machine, paid and free, as far as they can be counted.
///
/// @param paid tally `k` is that of `k` scatters in view, in bets
/// @param free the same of free spins, their multiplier within; as `paid` where there are none
/// @param counted whether the tallies are those of the machine. Else they are those of
///   [RunChances#mostUneven]: exact in means and scatters only
record SpinFigures(List<SpinTally> paid, List<SpinTally> free, boolean counted) {

  static SpinFigures of(SlotMachine machine) {
    return SpinCensus.of(machine, false)
        .flatMap(paid -> free(machine, paid).map(free -> new SpinFigures(paid, free, true)))
        .orElseGet(() -> mostUneven(machine));
  }

  private static Optional<List<SpinTally>> free(SlotMachine machine, List<SpinTally> paid) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return Optional.of(paid);
    }
    return machine.playsFreeSpinsAlike()
        ? Optional.of(paid.stream().map(tally -> tally.times(rule.multiplier())).toList())
        : SpinCensus.of(machine, true);
  }

  /// The figures of a machine that shows more pictures than can be counted.
  static SpinFigures mostUneven(SlotMachine machine) {
    List<SpinTally> paid = new RunChances(machine, false).mostUneven();
    return new SpinFigures(
        paid,
        machine.freeSpins() == null ? paid : new RunChances(machine, true).mostUneven(),
        false);
  }
}
