package dev.pitboss.server.background;

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
    while (!closing) {
      try {
        Thread.startVirtualThread(virtual::beat);
        Thread.sleep(lookEvery);
      } catch (InterruptedException _) {
        continue; // only close interrupts: the loop ends by its condition
      }
      pulses.forEach(this::look);
    }
  }

  private void look(Pulse pulse) {
    long now = pulse.beats.get();
    pulse.missed = now == pulse.seen ? pulse.missed + 1 : 0;
    pulse.seen = now;
    if (pulse.missed >= maxMissed && !closing) {
      Duration silence = lookEvery.multipliedBy(maxMissed);
      FatalErrors.halt(pulse.name + " gave no sign of life for " + silence.toMillis() + " ms");
    }
  }
}
