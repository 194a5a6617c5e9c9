package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchedReadsTest {
  @Test
  void errorOfAQueryIsThrownToWhoAskedAndTheNextQuestionIsAsked() {
    AtomicBoolean broken = new AtomicBoolean(true);
    BatchedReads<Integer, String> reads =
        new BatchedReads<>(_ -> {
          if (broken.getAndSet(false)) {
            throw new StackOverflowError("on purpose");
          }
          return Map.of(1, "one");
        });

    assertThatThrownBy(() -> reads.ask(1)).isInstanceOf(StackOverflowError.class);
    assertThat(reads.ask(1)).contains("one");
  }

  @Test
  void callersDuringAQueryAreAnsweredByTheNextOneTogether() throws Exception {
    List<Set<Integer>> queries = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch othersWait = new CountDownLatch(1);
    BatchedReads<Integer, String> reads =
        new BatchedReads<>(keys -> {
          queries.add(keys);
          if (keys.contains(0)) {
            firstRuns.countDown();
            awaits(othersWait);
          }
          return keys.stream()
              .filter(key -> key != 7)
              .collect(Collectors.toMap(k -> k, k -> "v" + k));
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<String>> first = threads.submit(() -> reads.begin(0).join());
      firstRuns.await();
      List<Future<Optional<String>>> others = new ArrayList<>();
      for (int key = 1; key <= 20; key++) {
        int asked = key;
        CountDownLatch asks = new CountDownLatch(1);
        others.add(
            threads.submit(() -> {
              asks.countDown();
              return reads.ask(asked);
            }));
        asks.await();
      }
      othersWait.countDown();

      assertThat(first.get()).contains("v0");
      for (int key = 1; key <= 20; key++) {
        assertThat(others.get(key - 1).get())
            .isEqualTo(key == 7 ? Optional.empty() : Optional.of("v" + key));
      }
    }
    assertThat(queries.getFirst()).containsExactly(0);
    assertThat(queries.size()).as("queries for 21 questions").isLessThan(21);
  }

  @Test
  void failureIsForThoseWhoAskedAndNotForTheNext() {
    BatchedReads<Integer, String> reads =
        new BatchedReads<>(keys -> {
          if (keys.contains(1)) {
            throw new IllegalStateException("no database");
          }
          return Map.of(2, "two");
        });

    assertThatThrownBy(() -> reads.ask(1)).hasMessage("no database");
    assertThat(reads.ask(2)).contains("two");
    assertThatThrownBy(() -> reads.begin(1).join()).hasMessageContaining("no database");
    assertThat(reads.begin(2).join()).contains("two");
    assertThat(reads.ask(3)).isEmpty();
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
