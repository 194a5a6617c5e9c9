package dev.pitboss.server.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void componentsAreClosedInReverseOrderEvenThoseNothingAskedFor() {
    try (Lifecycle started = new Lifecycle()) {
      AutoCloseable _ = started.keep(() -> closed.add("first"));
      Supplier<AutoCloseable> _ = started.keepMeanwhile(() -> () -> closed.add("meanwhile"));
      AutoCloseable _ = started.keep(() -> closed.add("last"));
    }

    assertThat(closed).containsExactly("last", "meanwhile", "first");
  }

  @Test
  void failureOfAStartComesToTheOneThatAsksAndTheRestIsClosed() {
    try (Lifecycle started = new Lifecycle()) {
      AutoCloseable _ = started.keep(() -> closed.add("first"));
      Supplier<AutoCloseable> asked =
          started.keepMeanwhile(() -> {
            throw new IllegalStateException("no loops");
          });

      assertThatThrownBy(asked::get)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("no loops");
    }

    assertThat(closed).containsExactly("first");
  }
}
