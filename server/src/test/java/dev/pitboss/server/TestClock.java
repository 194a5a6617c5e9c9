package dev.pitboss.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that runs from a chosen time, and jumps when it is told to.
public final class TestClock implements InstantSource {
  private final long startNanos = System.nanoTime();
  private final AtomicReference<Instant> origin;

  public TestClock(Instant start) {
    this.origin = new AtomicReference<>(start);
  }

  /// Lets so much time pass at once.
  public void pass(Duration time) {
    origin.updateAndGet(at -> at.plus(time));
  }

  @Override
  public Instant instant() {
    return origin.get().plusNanos(System.nanoTime() - startNanos);
  }
}
