package dev.pitboss.server.settlement;

import dev.pitboss.server.ledger.Ledger;
import dev.pitboss.server.settlement.Operation.SubmitResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A request that waits in a lane. The requesting thread calls [#await], [RequestTimeouts] calls
/// [#giveUp], the lane's thread everything else.
final class PendingRequest<T> {
  /// Leaves a request the time to be answered within three seconds.
  private static final Duration TIMEOUT = Duration.ofMillis(2_500);

  private enum Stage {
    WAITING,
    IN_WORK,
    GIVEN_UP
  }

  private final long playerId;
  private final Operation<T> operation;
  private final long since = System.nanoTime();
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final CompletableFuture<SubmitResult<T>> fate = new CompletableFuture<>();
  private @Nullable T refusal;
  private int attempts;
  private boolean inDoubt;

  PendingRequest(long playerId, Operation<T> operation) {
    this.playerId = playerId;
    this.operation = operation;
  }

  long playerId() {
    return playerId;
  }

  Operation<T> operation() {
    return operation;
  }

  Ledger.Key key() {
    return new Ledger.Key(playerId, operation.requestId());
  }

  /// Waits for the outcome, until the request is answered or given up.
  SubmitResult<T> await() {
    try {
      return fate.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return given();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure);
    }
  }

  /// Completes with the outcome, on the thread that answers the request.
  CompletableFuture<SubmitResult<T>> outcome() {
    return fate;
  }

  /// Waits no longer. Has no effect once it is answered.
  void giveUp() {
    if (!isAnswered()) {
      fate.complete(given());
    }
  }

  private SubmitResult<T> given() {
    return stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP)
        ? new SubmitResult.Busy<>()
        : new SubmitResult.Unknown<>();
  }

  boolean isAnswered() {
    return fate.isDone();
  }

  /// Claims the request for processing; false when it was answered or given up.
  boolean claim() {
    return !isAnswered()
        && (stage.get() == Stage.IN_WORK || stage.compareAndSet(Stage.WAITING, Stage.IN_WORK));
  }

  boolean isLate() {
    return System.nanoTime() - since > TIMEOUT.toNanos();
  }

  /// Marks the outcome as unknown: it may have taken effect.
  void markOutcomeUnknown() {
    inDoubt = true;
  }

  /// Notes what is answered if it did not take effect before.
  void refuse(T answer) {
    refusal = answer;
  }

  /// Answers with the noted refusal; false without one.
  boolean completeRefused() {
    T answer = refusal;
    return answer != null && complete(new SubmitResult.Decided<>(answer));
  }

  boolean complete(SubmitResult<T> outcome) {
    fate.complete(outcome);
    return true;
  }

  /// Ends it with what went wrong; nothing took effect, unless it is in doubt.
  void fail(RuntimeException failure) {
    if (inDoubt) {
      fate.complete(new SubmitResult.Unknown<>());
    } else {
      fate.completeExceptionally(failure);
    }
  }

  /// Whether there is to be another attempt; else it is answered.
  boolean tryAgain(int maxAttempts) {
    if (++attempts < maxAttempts && !isLate()) {
      return true;
    }
    fate.complete(inDoubt ? new SubmitResult.Unknown<>() : new SubmitResult.Busy<>());
    return false;
  }
}
