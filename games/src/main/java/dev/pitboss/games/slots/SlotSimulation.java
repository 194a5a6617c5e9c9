package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Rounds of any machine in plain numbers, free spins and limits included; a test holds every
/// payout against [SlotMachine#play].
public final class SlotSimulation implements Simulation {
  private final SlotMachine machine;
  private final SpinTable paid;
  private final SpinTable free;
  private final int[] award;
  private final int[] retrigger;
  private final int price;

  /// Prepares the tables; takes some milliseconds.
  public SlotSimulation(SlotMachine machine) {
    this(machine, false);
  }

  /// Prepares the tables of rounds that buy free spins, or of those that do not.
  ///
  /// @throws IllegalStateException when the machine sells none
  public SlotSimulation(SlotMachine machine, boolean buys) {
    this.machine = machine;
    Optional<FreeSpins.Purchase> bought = buys ? machine.purchase() : Optional.empty();
    if (buys && bought.isEmpty()) {
      throw new IllegalStateException(SlotRound.NOT_FOR_SALE);
    }
    this.price = bought.map(FreeSpins.Purchase::price).orElse(1);
    int more = bought.map(FreeSpins.Purchase::spins).orElse(0);
    this.paid = SpinTable.of(machine, false);
    FreeSpins rule = machine.freeSpins();
    this.free = rule == null ? paid : SpinTable.of(machine, true);
    int most = machine.strips().size() * machine.rows();
    this.award = counts(most, k -> rule == null ? 0 : rule.award(k) + more);
    this.retrigger = counts(most, k -> rule == null ? 0 : rule.retrigger(k));
  }

  @Override
  public Sample play(long rounds, Draws draws) {
    int[] drawn = new int[machine.strips().size()];
    FreeSpins rule = machine.freeSpins();
    int mostFree = rule == null ? 0 : rule.maxPerRound();
    long mostPaid = (long) machine.maxWinMultiple() * machine.stakeStep();
    long hits = 0;
    double sum = 0;
    double squares = 0;
    for (long i = 0; i < rounds; i++) {
      long spin = paid.spin(draws, drawn);
      long pay = SpinTable.pay(spin);
      int due = Math.min(award[SpinTable.scatters(spin)], mostFree);
      for (int played = 0; played < due; played++) {
        long more = free.spin(draws, drawn);
        pay += SpinTable.pay(more);
        due = Math.min(due + retrigger[SpinTable.scatters(more)], mostFree);
      }
      pay = Math.min(pay, mostPaid);
      hits += pay > 0 || due > 0 ? 1 : 0;
      sum += pay;
      squares += (double) pay * pay;
    }
    double units = (double) machine.stakeStep() * price;
    return new Sample(rounds, hits, sum / units, squares / units / units);
  }

  private static int[] counts(int most, IntUnaryOperator count) {
    return IntStream.rangeClosed(0, most).map(count).toArray();
  }
}
