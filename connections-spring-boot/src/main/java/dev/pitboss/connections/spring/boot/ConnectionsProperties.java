package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.ReclaimPolicy;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The properties under `pitboss.connections`. Immutable.
///
/// @param enabled whether any bean is tracked
/// @param hold how long a connection may be held before it is reported as overdue, above zero
/// @param reclaim which connections are taken back
/// @param collectEvery how often, at most, a garbage collection is asked for while a connection is
///   overdue and idle, above zero; null for never
/// @param frameworks what the names of classes that borrow for others start with: the lines of
///   their callers are reported instead
/// @param excludedBeans names of `DataSource` beans that are not tracked
/// @param jmx whether each tracker is shown to JMX clients
@ConfigurationProperties("pitboss.connections")
public record ConnectionsProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("30s") Duration hold,
    @DefaultValue("proven") Reclaim reclaim,
    @Nullable Duration collectEvery,
    @DefaultValue List<String> frameworks,
    @DefaultValue List<String> excludedBeans,
    @DefaultValue("true") boolean jmx) {

  private static final String PREFIX = "pitboss.connections.";
  private static final Pattern CLASS_NAME_PREFIX = Pattern.compile("[\\p{L}\\p{N}_$.]+");

  /// Which connections are taken back from their borrowers.
  public enum Reclaim {
    /// None: leaks are only reported.
    OFF,
    /// Those that are unreachable, so that no code can ever close them.
    PROVEN,
    /// These, and those held past their time and not in use: the holder's next call throws.
    OVERDUE_IDLE
  }

  /// Refuses a time that is not above zero, and what cannot be the start of a class name.
  public ConnectionsProperties {
    positive("hold", hold);
    if (collectEvery != null) {
      positive("collect-every", collectEvery);
    }
    frameworks = List.copyOf(frameworks);
    excludedBeans = List.copyOf(excludedBeans);
    for (String framework : frameworks) {
      if (!CLASS_NAME_PREFIX.matcher(framework).matches()) {
        throw new IllegalArgumentException(
            PREFIX
                + "frameworks must be prefixes of class names such as com.acme.sql., got '"
                + framework
                + "'");
      }
    }
  }

  private static void positive(String property, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(PREFIX + property + " must be above zero, got " + value);
    }
  }

  ReclaimPolicy policy() {
    ReclaimPolicy policy =
        switch (reclaim) {
          case OFF -> ReclaimPolicy.NOTHING;
          case PROVEN -> ReclaimPolicy.PROVEN_LEAKS;
          case OVERDUE_IDLE -> ReclaimPolicy.PROVEN_LEAKS.andOverdueIdle();
        };
    return collectEvery == null ? policy : policy.collectingAtMostEvery(collectEvery);
  }
}
