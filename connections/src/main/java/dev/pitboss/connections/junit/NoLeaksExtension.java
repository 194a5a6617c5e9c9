package dev.pitboss.connections.junit;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// The JUnit extension behind [NoLeaks].
public final class NoLeaksExtension implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NoLeaksExtension.class);
  private static final long POLL_MILLIS = 10;

  private record Before(ConnectionTracker tracker, long active, long leaks) {
    static Before of(ConnectionTracker tracker) {
      LeakReport.TrackingStats stats = tracker.report().trackingStats();
      return new Before(tracker, stats.totalActive(), stats.totalLeaks());
    }

    boolean isBalanced() {
      LeakReport.TrackingStats stats = tracker.report().trackingStats();
      return stats.totalActive() <= active && stats.totalLeaks() <= leaks;
    }
  }

  private record Snapshot(List<Before> trackers) {}

  /// For JUnit.
  public NoLeaksExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Set<ConnectionTracker> open = ConnectionTracker.open();
    context
        .getStore(NAMESPACE)
        .put(context.getUniqueId(), new Snapshot(open.stream().map(Before::of).toList()));
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    Snapshot snapshot = context.getStore(NAMESPACE).remove(context.getUniqueId(), Snapshot.class);
    if (snapshot == null) {
      return;
    }
    long deadline = System.nanoTime() + Duration.ofMillis(graceMillis(context)).toNanos();
    while (!snapshot.trackers().stream().allMatch(Before::isBalanced)
        && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    List<String> unbalanced = new ArrayList<>();
    for (Before before : snapshot.trackers()) {
      if (!before.isBalanced()) {
        unbalanced.add(before.tracker().report().toText());
      }
    }
    if (!unbalanced.isEmpty()) {
      throw new AssertionError(
          unbalanced.stream()
              .collect(
                  Collectors.joining("\n", "This test did not return every connection.\n", "")));
    }
  }

  private static long graceMillis(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NoLeaks.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), NoLeaks.class))
        .map(NoLeaks::graceMillis)
        .orElse(0L);
  }
}
