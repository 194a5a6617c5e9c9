package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Immutable;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.LeakVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every pattern is caught with the exact line and its clean twin is silent, in code that knows no
/// tracker.
@Tag("slow")
final class LeakPatternsTest {
  private static final Path SOURCE =
      Path.of("src/test/java/dev/pitboss/connections/acceptance/LeakPatterns.java");

  /// Some code that borrows, and may fail.
  @Immutable
  private interface Code {
    @Nullable Object run(DataSource pool) throws Exception;
  }

  enum Pattern {
    NEVER_CLOSED("neverClosed", true, LeakPatterns::neverClosed, CleanTwins::neverClosed),
    RESULT_DISCARDED(
        "resultDiscarded", true, LeakPatterns::resultDiscarded, CleanTwins::resultDiscarded),
    CLOSE_NOT_IN_FINALLY(
        "closeNotInFinally", true, LeakPatterns::closeNotInFinally, CleanTwins::closeNotInFinally),
    EARLY_RETURN("earlyReturn", true, LeakPatterns::earlyReturn, CleanTwins::earlyReturn),
    SWITCH_BRANCH("switchBranch", true, LeakPatterns::switchBranch, CleanTwins::switchBranch),
    CONDITIONAL_CLOSE(
        "conditionalClose", true, LeakPatterns::conditionalClose, CleanTwins::conditionalClose),
    CLOSE_ONLY_IN_TRY(
        "closeOnlyInTry", true, LeakPatterns::closeOnlyInTry, CleanTwins::closeOnlyInTry),
    REASSIGNED_IN_RETRY(
        "reassignedInRetry", true, LeakPatterns::reassignedInRetry, CleanTwins::reassignedInRetry),
    ANONYMOUS_CHAIN(
        "anonymousChain", true, LeakPatterns::anonymousChain, CleanTwins::anonymousChain),
    GAP_BEFORE_TRY("gapBeforeTry", true, LeakPatterns::gapBeforeTry, CleanTwins::gapBeforeTry),
    EARLIER_CLOSE_THROWS(
        "earlierCloseThrows",
        true,
        LeakPatterns::earlierCloseThrows,
        CleanTwins::earlierCloseThrows),
    ESCAPED_TO_FIELD(
        "escapedToField", false, LeakPatterns::escapedToField, CleanTwins::escapedToField),
    ESCAPED_TO_LAMBDA(
        "escapedToLambda", false, LeakPatterns::escapedToLambda, CleanTwins::escapedToLambda),
    LIST_BUILT_PARTLY(
        "listBuiltPartly", true, LeakPatterns::listBuiltPartly, CleanTwins::listBuiltPartly),
    CONSTRUCTOR_THROWS(
        "constructorThrows", true, LeakPatterns::constructorThrows, CleanTwins::constructorThrows),
    RETURNED_RESULT_SET(
        "returnedResultSet", false, LeakPatterns::returnedResultSet, CleanTwins::returnedResultSet),
    RETURNED_META_DATA(
        "returnedMetaData", false, LeakPatterns::returnedMetaData, CleanTwins::returnedMetaData),
    RETURNED_STREAM(
        "returnedStream", false, LeakPatterns::returnedStream, CleanTwins::returnedStream),
    CLOSED_BY_THE_WRONG_OWNER(
        "closedByTheWrongOwner",
        true,
        LeakPatterns::closedByTheWrongOwner,
        CleanTwins::closedByTheWrongOwner),
    EVAPORATED_VIRTUAL_THREAD(
        "evaporatedVirtualThread",
        true,
        LeakPatterns::evaporatedVirtualThread,
        CleanTwins::evaporatedVirtualThread),
    CANCELLED_TASK("cancelledTask", true, LeakPatterns::cancelledTask, CleanTwins::cancelledTask);

    private final String marker;
    private final boolean provable;
    private final Code leaky;
    private final Code clean;

    /// @param provable whether nothing reachable is left of the connection, so that the collector
    ///   can prove the leak; otherwise it is held past its hold
    Pattern(String marker, boolean provable, Code leaky, Code clean) {
      this.marker = marker;
      this.provable = provable;
      this.leaky = leaky;
      this.clean = clean;
    }
  }

  record Setting(Pattern pattern, Database database) {
    @Override
    public String toString() {
      return pattern + " on " + database;
    }
  }

  private static List<Setting> settings() {
    return Stream.of(Database.values())
        .flatMap(
            database -> Stream.of(Pattern.values()).map(pattern -> new Setting(pattern, database)))
        .toList();
  }

  private final AtomicLong nanos = new AtomicLong();
  private final List<ConnectionEvent.Leak> leaks = new CopyOnWriteArrayList<>();
  private @Nullable Object kept;

  private ConnectionTracker tracker(HikariDataSource pool) {
    ConnectionTracker tracker =
        ConnectionTracker.builder(pool)
            .nanoTime(nanos::get)
            .watchdogInterval(Duration.ofMillis(10))
            .build();
    tracker.addListener(event -> {
      if (event instanceof ConnectionEvent.Leak leak) {
        leaks.add(leak);
      }
    });
    return tracker;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void leakIsCaughtWithItsExactLine(Setting setting) throws Exception {
    Pattern pattern = setting.pattern();
    try (HikariDataSource pool = setting.database().pool(2);
        ConnectionTracker tracker = tracker(pool)) {
      run(pattern.leaky, tracker);
      if (!pattern.provable) {
        nanos.addAndGet(ConnectionTracker.DEFAULT_HOLD.plusSeconds(1).toNanos());
      }
      Collecting.until(() -> !leaks.isEmpty());

      assertThat(leaks)
          .singleElement()
          .satisfies(leak -> {
            assertThat(leak.borrow().site().file()).isEqualTo("LeakPatterns.java");
            assertThat(leak.borrow().site().line()).isEqualTo(markedLine(pattern));
            assertThat(leak.verdict())
                .isInstanceOf(
                    pattern.provable ? LeakVerdict.Proven.class : LeakVerdict.OverdueIdle.class);
          });
      assertThat(kept).as("reachable until here").isNotNull();
      assertThat(tracker.report().trackingStats().totalLeaks()).isEqualTo(1);
      for (int i = 0; i < 500 && tracker.report().trackingDiscrepancy() != 0; i++) {
        Thread.sleep(10); // the pool is about to forget the connection
      }
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void cleanTwinIsSilent(Setting setting) throws Exception {
    try (HikariDataSource pool = setting.database().pool(2);
        ConnectionTracker tracker = tracker(pool)) {
      run(setting.pattern().clean, tracker);
      nanos.addAndGet(ConnectionTracker.DEFAULT_HOLD.plusSeconds(1).toNanos());
      System.gc();
      tracker.inspect();

      assertThat(leaks).isEmpty();
      LeakReport report = tracker.report();
      assertThat(report.trackingStats().totalActive()).isZero();
      assertThat(report.trackingStats().totalLeaks()).isZero();
      assertThat(report.trackingDiscrepancy()).isZero();
    }
  }

  private void run(Code code, ConnectionTracker tracker) {
    try {
      kept = code.run(tracker.asDataSource());
    } catch (Exception failedOnPurpose) {
      kept = failedOnPurpose;
    }
  }

  private static int markedLine(Pattern pattern) throws IOException {
    List<String> lines = Files.readAllLines(SOURCE);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith("// lost by " + pattern.marker)) {
        return i + 1;
      }
    }
    throw new IllegalStateException("no line is marked for " + pattern);
  }
}
