package dev.pitboss.connections;

import java.util.List;
import java.util.Set;

/// Which frames of a stack stand between a borrow and the code that wanted it.
final class CallerFrames {
  /// Pools and the JDK: they borrow for somebody else.
  static final List<String> LIBRARIES =
      List.of("com.zaxxer.hikari.", "java.", "javax.sql.", "jdk.", "sun.", "com.sun.proxy.");

  private static final Set<Class<?>> OURS =
      Set.of(
          CallSite.class,
          CallerFrames.class,
          ConnectionTracker.class,
          Lease.class,
          PhysicalConnection.class,
          TrackedConnection.class,
          TrackedDataSource.class,
          TrackedHikariPool.class,
          TrackerCore.class);

  private CallerFrames() {}

  /// Whether the class, or the one it is nested in, belongs to this library's path of a borrow.
  /// Named one by one, because tests live in the same package and are callers.
  static boolean areOurs(Class<?> type) {
    return OURS.contains(type.getNestHost());
  }
}
