package dev.pitboss.server.scheduling;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Ends the process when a loop that must go on has not for long: event loops end in libraries,
/// which log it at best. Time is counted in looks of its own thread, so that neither a suspended
/// machine nor a wall clock that jumps is mistaken for a loop that has died. Thread-safe.
public final class Heartbeats implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// A healthy loop beats many times a second, also on an overloaded machine.
  private static final int MAX_MISSED = 30;

  /// A heap this short of memory is collected all the time, and nothing else goes on; the virtual
  /// machine does not call that out of memory.
  private static final double THRASHING = 0.9;

  private static final int MAX_THRASHING = 20;

  private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
  private final Thread thread = VitalThread.unstarted("heartbeats", this::run);
  private final Duration lookEvery;
  private final int maxMissed;
  private volatile boolean closing;

  private Heartbeats(Duration lookEvery, int maxMissed) {
    this.lookEvery = lookEvery;
    this.maxMissed = maxMissed;
  }

  /// The sign of life of one loop.
  public static final class Pulse {
    private final String name;
    private final AtomicLong beats = new AtomicLong();
    private long seen;
    private int missed;

    private Pulse(String name) {
      this.name = name;
    }

    /// The loop goes on.
    public void beat() {
      beats.incrementAndGet();
    }
  }

  /// Watches from now on.
  public static Heartbeats start() {
    return start(LOOK_EVERY, MAX_MISSED);
  }

  /// Watches from now on.
  ///
  /// @param maxMissed looks without a beat in between, after which the process ends
  static Heartbeats start(Duration lookEvery, int maxMissed) {
    Heartbeats heartbeats = new Heartbeats(lookEvery, maxMissed);
    heartbeats.thread.start();
    return heartbeats;
  }

  /// Watches a loop, which beats on one thread.
  public Pulse watch(String name) {
    Pulse pulse = new Pulse(name);
    pulses.add(pulse);
    return pulse;
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }

  private void run() {
    // requests run on virtual threads: these must get their turn, too
    Pulse virtual = watch("virtual threads");
    long lookedAt = System.nanoTime();
    long collected = collectionMillis();
    int thrashing = 0;
    while (!closing) {
      try {
        Thread.startVirtualThread(virtual::beat);
        Thread.sleep(lookEvery);
      } catch (InterruptedException _) {
        continue; // only close interrupts: the loop ends by its condition
      }
      pulses.forEach(this::look);
      long now = System.nanoTime();
      long collectedNow = collectionMillis();
      double share = (collectedNow - collected) * 1e6 / (now - lookedAt);
      thrashing = share >= THRASHING ? thrashing + 1 : 0;
      lookedAt = now;
      collected = collectedNow;
      if (thrashing >= MAX_THRASHING) {
        FatalErrors.halt("the heap is too small: the garbage collector runs continuously");
      }
    }
  }

  private static long collectionMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private void look(Pulse pulse) {
    long now = pulse.beats.get();
    pulse.missed = now == pulse.seen ? pulse.missed + 1 : 0;
    pulse.seen = now;
    if (pulse.missed >= maxMissed && !closing) {
      Duration silence = lookEvery.multipliedBy(maxMissed);
      FatalErrors.halt(pulse.name + " made no progress for " + silence.toMillis() + " ms");
    }
  }
}
