package dev.pitboss.connections.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where woven code meets the library: gives every woven line its [WovenSite].
///
/// An enumeration, because woven code must reach it from any class loader with nothing but classes
/// of `java.base` in sight: the system class loader finds it by name, and an enumeration's
/// constants can be had by reflection. Thread-safe.
@SuppressWarnings("ImmutableEnumChecker") // it is the one place that woven code can find
public enum WovenSites implements Function<Object, Object> {
  /// All of them.
  SITES;

  private final Map<String, WovenSite> old = new ConcurrentHashMap<>();
  private volatile @Nullable Trackers trackers;
  private volatile @Nullable AgentOptions options;

  void start(Trackers theTrackers, AgentOptions theOptions) {
    trackers = theTrackers;
    options = theOptions;
  }

  Trackers trackers() {
    return started(trackers);
  }

  /// The site that `description` describes; called once per woven line.
  @Override
  public Object apply(Object description) {
    return WovenSite.of((String) description, trackers(), started(options));
  }

  /// The same for class files too old for constants that are computed: called at each borrow.
  public static Function<Object, @Nullable Object> site(String description) {
    return SITES.old.computeIfAbsent(
        description, each -> WovenSite.of(each, SITES.trackers(), started(SITES.options)));
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("woven code runs without its agent");
    }
    return part;
  }
}
