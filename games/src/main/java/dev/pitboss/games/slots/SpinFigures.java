package dev.pitboss.games.slots;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The spins of a machine, paid and free, as far as they can be counted.
///
/// @param paid tally `k` is that of `k` scatters in view, in bets
/// @param free the same of free spins, their multiplier within; as `paid` where there are none
/// @param counted whether the tallies are those of the machine. Else they are those of
///   [RunChances#mostUneven]: exact in means and scatters only
/// @param kinds what kinds of wins a paid spin has
record SpinFigures(
    List<SpinTally> paid,
    List<SpinTally> free,
    boolean counted,
    Map<RunChances.Kind, RunChances.Paid> kinds) {

  static SpinFigures of(SlotMachine machine) {
    if (machine.wins().cascades() != null) {
      return BoardCensus.of(machine);
    }
    return counted(machine)
        .orElseGet(() ->
            machine.wins().reading() == WinRules.Reading.CLUSTERS
                ? BoardCensus.of(machine)
                : mostUneven(machine));
  }

  /// The figures of a machine without cascades, unless it shows too many pictures.
  static Optional<SpinFigures> counted(SlotMachine machine) {
    return SpinCensus.of(machine, false)
        .flatMap(paid ->
            free(machine, paid.tallies())
                .map(free ->
                    new SpinFigures(
                        paid.tallies(),
                        free,
                        true,
                        paid.kinds().isEmpty()
                            ? new RunChances(machine, false).kinds()
                            : paid.kinds())));
  }

  private static Optional<List<SpinTally>> free(SlotMachine machine, List<SpinTally> paid) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return Optional.of(paid);
    }
    return machine.playsFreeSpinsAlike()
        ? Optional.of(paid.stream().map(tally -> tally.times(rule.multiplier())).toList())
        : SpinCensus.of(machine, true).map(SpinCensus.Counted::tallies);
  }

  /// The figures of a machine that shows more pictures than can be counted.
  static SpinFigures mostUneven(SlotMachine machine) {
    RunChances chances = new RunChances(machine, false);
    List<SpinTally> paid = chances.mostUneven();
    return new SpinFigures(
        paid,
        machine.freeSpins() == null ? paid : new RunChances(machine, true).mostUneven(),
        false,
        chances.kinds());
  }
}
