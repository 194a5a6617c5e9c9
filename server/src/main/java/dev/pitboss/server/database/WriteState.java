package dev.pitboss.server.database;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Knowledge about whether the database accepts writes: what work has met, and whether the monitor
/// has closed the gate. While it is closed, work that writes fails at once instead of asking a
/// database that is known to refuse. Thread-safe; a few volatile fields, because every settlement
/// passes here.
final class WriteState {
  private final LongSupplier nanoTime;
  private volatile @Nullable DatabaseProblem closed;
  private volatile long settledAt;
  private volatile long ranOutOfSpaceAt;
  private volatile boolean ranOutOfSpace;
  private volatile @Nullable Refusal refusal;
  private final AtomicInteger refusals = new AtomicInteger();

  /// The last settlement that failed.
  private record Refusal(DatabaseProblem problem, long at) {}

  /// @param nanoTime the clock, as `System.nanoTime()`
  WriteState(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.settledAt = nanoTime.getAsLong();
  }

  /// Why writes are not attempted; empty while they are.
  Optional<DatabaseProblem> closed() {
    return Optional.ofNullable(closed);
  }

  /// @throws DatabaseFailure while the gate is closed
  void requireOpen() {
    DatabaseProblem known = closed;
    if (known != null) {
      throw new DatabaseFailure(known);
    }
  }

  void close(DatabaseProblem known) {
    closed = known;
  }

  void open() {
    closed = null;
  }

  /// Whether a settlement was committed since then. Other transactions say nothing: one that has
  /// changed no row commits without waiting for disk or standby.
  boolean hasSettledSince(long nanos) {
    return settledAt - nanos > 0;
  }

  /// A settlement was committed.
  void settled() {
    settledAt = nanoTime.getAsLong();
    if (refusals.get() != 0) {
      refusals.set(0);
    }
  }

  /// Work that writes has failed.
  void failed(DatabaseFailure failure) {
    if (failure.reason() == FailureReason.DISK_FULL) {
      ranOutOfSpaceAt = nanoTime.getAsLong();
      ranOutOfSpace = true;
    }
  }

  /// A settlement has failed.
  void settlementFailed(DatabaseFailure failure) {
    failed(failure);
    if (!failure.reason().isOfState()) {
      return;
    }
    refusal = new Refusal(DatabaseProblem.of(failure), nanoTime.getAsLong());
    refusals.incrementAndGet();
  }

  /// Why no settlement gets through, though the monitor writes: so many failed in that time, and
  /// none succeeded since.
  Optional<DatabaseProblem> settlementsFail(int many, long withinNanos) {
    Refusal last = refusal;
    return last != null
            && refusals.get() >= many
            && last.at() - settledAt > 0
            && nanoTime.getAsLong() - last.at() < withinNanos
        ? Optional.of(last.problem())
        : Optional.empty();
  }

  /// Whether a statement ran out of disk space, and it was not proven since that there is some.
  boolean ranOutOfSpace() {
    return ranOutOfSpace;
  }

  /// A file could be extended by a proof that began then.
  void spaceProven(long beganNanos) {
    if (ranOutOfSpaceAt - beganNanos < 0) {
      ranOutOfSpace = false;
    }
  }
}
