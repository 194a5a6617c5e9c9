package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WriteStateTest {
  private static final long WITHIN = Duration.ofSeconds(10).toNanos();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - WITHIN / 2); // overflows
  private final WriteState state = new WriteState(nanos::get);

  @Test
  void settlementsThatAreDeniedTellOfTheDatabase() {
    fail("42501", 3);
    assertThat(state.settlementsFail(3, WITHIN))
        .hasValueSatisfying(
            problem -> assertThat(problem.reason()).isEqualTo(FailureReason.NOT_PERMITTED));

    nanos.addAndGet(WITHIN);
    assertThat(state.settlementsFail(3, WITHIN)).as("it is tried again").isEmpty();
  }

  @Test
  void oneThatGetsThroughProvesTheContrary() {
    fail("53100", 3);
    nanos.incrementAndGet();
    state.settled();
    assertThat(state.settlementsFail(3, WITHIN)).isEmpty();
    fail("53100", 2);
    assertThat(state.settlementsFail(3, WITHIN)).isEmpty();
  }

  @Test
  void sessionsThatWereEndedAndTimeOutsTellNothing() {
    fail("57P01", 100);
    fail("08006", 100);
    fail("57014", 100);
    fail("23505", 100);
    assertThat(state.settlementsFail(3, WITHIN)).isEmpty();
  }

  @Test
  void spaceIsProvenOnlyByAProofThatBeganLater() {
    fail("53100", 1);
    state.spaceProven(nanos.get() - 1);
    assertThat(state.ranOutOfSpace()).isTrue();
    nanos.addAndGet(2);
    state.spaceProven(nanos.get());
    assertThat(state.ranOutOfSpace()).isFalse();
  }

  private void fail(String state, int times) {
    for (int i = 0; i < times; i++) {
      nanos.incrementAndGet();
      SQLException cause = new SQLException("", state);
      this.state.settlementFailed(new DatabaseFailure(DatabaseFailure.kindOf(cause), cause));
    }
  }
}
