package dev.pitboss.server.commands;

import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Very many rounds of one bet on several cores.
///
/// The run is cut into parts with draws of their own, which threads take in turn, and the parts are
/// added up in their order. So the sample depends on rounds and seed alone, to the last bit, and
/// not on how many threads there are or which is faster; and a run that is stopped is a shorter
/// run. Played once; [#stop] may come from any thread.
final class ParallelSimulation {
  /// Some milliseconds of work: little to wait for when stopped, much beside the cost of handing
  /// out.
  static final int PART = 1 << 16;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Simulation simulation;
  private final long rounds;
  private final long seed;
  private final Map<Long, Sample> waiting = new HashMap<>();
  private Sample added = Sample.NONE;
  private long nextPart;
  private long nextToAdd;
  private long cpuNanos;
  private boolean isStopped;
  private @Nullable Throwable failure;

  /// What came out.
  ///
  /// @param sample of the rounds that were played, fewer than asked for when stopped
  /// @param cpuNanos processor time of all threads together
  record Outcome(Sample sample, long cpuNanos) {}

  ParallelSimulation(Simulation simulation, long rounds, long seed) {
    this.simulation = simulation;
    this.rounds = rounds;
    this.seed = seed;
  }

  /// Plays, and returns when all threads have ended.
  ///
  /// @param progress is told now and then how many rounds have been played
  Outcome play(int threads, LongConsumer progress) {
    ThreadFactory factory =
        Thread.ofPlatform()
            .daemon()
            .name("rounds-", 0)
            .uncaughtExceptionHandler((_, wrong) -> fail(wrong))
            .factory();
    List<Thread> players = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread player = factory.newThread(this::playParts);
      player.start();
      players.add(player);
    }
    try {
      for (Thread player : players) {
        while (!player.join(BETWEEN_LOOKS)) {
          progress.accept(played());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stop();
    }
    return outcome();
  }

  /// Ends the run after the parts that are being played.
  synchronized void stop() {
    isStopped = true;
  }

  private void playParts() {
    for (long part = take(); part >= 0; part = take()) {
      long size = Math.min(PART, rounds - part * PART);
      add(part, simulation.play(size, FastDraws.ofPart(seed, part)));
    }
    addCpu(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  /// The next part to be played, or −1.
  private synchronized long take() {
    return isStopped || nextPart * PART >= rounds ? -1 : nextPart++;
  }

  private synchronized void add(long part, Sample sample) {
    waiting.put(part, sample);
    for (Sample next = waiting.remove(nextToAdd); next != null; next = waiting.remove(nextToAdd)) {
      added = added.plus(next);
      nextToAdd++;
    }
  }

  private synchronized void addCpu(long nanos) {
    cpuNanos += nanos;
  }

  private synchronized long played() {
    return added.rounds();
  }

  private synchronized void fail(Throwable wrong) {
    failure = wrong;
    isStopped = true;
  }

  private synchronized Outcome outcome() {
    if (failure != null) {
      throw new IllegalStateException("a round could not be played", failure);
    }
    return new Outcome(added, cpuNanos);
  }
}
