package dev.pitboss.server.database;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// Answers many reads with few queries: a caller that arrives while a query runs waits for the next
/// one, which answers all that arrived meanwhile. A single read is executed at once. Every answer
/// is from after its question. Thread-safe.
///
/// @param <K> what is asked for
/// @param <V> what is found
public final class BatchedReads<K, V> {
  private final Function<Set<K>, Map<K, V>> query;
  private final Object lock = new Object();
  private Map<K, CompletableFuture<Optional<V>>> waiting = new HashMap<>();
  private boolean isRunning;

  /// @param query finds what there is of the keys; a bounded number, as there is a bounded number
  ///   of requests in work
  public BatchedReads(Function<Set<K>, Map<K, V>> query) {
    this.query = query;
  }

  /// What there is for the key.
  ///
  /// @throws RuntimeException what the query threw
  public Optional<V> ask(K key) {
    Question<V> question = wait(key);
    if (question.isFirst()) {
      answerAll();
    }
    try {
      return question.answer().join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failure.getCause() instanceof Error cause) {
        throw cause;
      }
      throw failure;
    }
  }

  /// The same without waiting: the answer may be completed on any thread.
  public CompletableFuture<Optional<V>> begin(K key) {
    Question<V> question = wait(key);
    if (question.isFirst()) {
      startAnswering();
    }
    return question.answer();
  }

  /// @param isFirst whether no query runs, and its caller has to see to one
  private record Question<V>(CompletableFuture<Optional<V>> answer, boolean isFirst) {}

  private Question<V> wait(K key) {
    synchronized (lock) {
      boolean isFirst = !isRunning;
      isRunning = true;
      return new Question<>(waiting.computeIfAbsent(key, _ -> new CompletableFuture<>()), isFirst);
    }
  }

  /// The caller that arrived while no query ran queries for all, once; then another caller does.
  @SuppressWarnings("IllegalCatch") // waiting requests must be answered
  private void answerAll() {
    Map<K, CompletableFuture<Optional<V>>> asked;
    synchronized (lock) {
      asked = waiting;
      waiting = new HashMap<>();
    }
    try {
      Map<K, V> found = query.apply(Set.copyOf(asked.keySet()));
      asked.forEach((key, answer) -> answer.complete(Optional.ofNullable(found.get(key))));
    } catch (RuntimeException | Error failure) {
      // a request without an answer would wait until its deadline
      asked.values().forEach(answer -> answer.completeExceptionally(failure));
    }
    synchronized (lock) {
      isRunning = !waiting.isEmpty();
      if (!isRunning) {
        return;
      }
    }
    startAnswering();
  }

  /// Has a thread of its own answer those who wait; without one they are answered with the error.
  @SuppressWarnings("IllegalCatch") // waiting requests must be answered
  private void startAnswering() {
    try {
      Thread.startVirtualThread(this::answerAll);
    } catch (Error noThread) {
      Map<K, CompletableFuture<Optional<V>>> left;
      synchronized (lock) {
        left = waiting;
        waiting = new HashMap<>();
        isRunning = false;
      }
      left.values().forEach(answer -> answer.completeExceptionally(noThread));
      throw noThread;
    }
  }
}
