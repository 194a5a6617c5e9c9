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
    FreeSpins rule = machine.freeSpins();
    Optional<List<SpinTally>> paid = SpinCensus.of(machine, false);
    Optional<List<SpinTally>> free =
        rule == null
            ? paid
            : !machine.playsFreeSpinsAlike()
                ? SpinCensus.of(machine, true)
                : paid.map(tallies ->
                    tallies.stream().map(tally -> tally.times(rule.multiplier())).toList());
    if (paid.isPresent() && free.isPresent()) {
      return new SpinFigures(paid.get(), free.get(), true);
    }
    return mostUneven(machine);
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
