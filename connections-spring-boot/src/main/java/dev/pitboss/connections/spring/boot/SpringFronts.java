package dev.pitboss.connections.spring.boot;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SmartDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/// Spring's own data sources that stand in front of others: `LazyConnectionDataSourceProxy`,
/// `TransactionAwareDataSourceProxy`, routing ones. They open nothing themselves, so not they are
/// tracked but what they ask, under the same name if that is no bean of its own.
final class SpringFronts {
  private static final boolean PRESENT =
      ClassUtils.isPresent(
          "org.springframework.jdbc.datasource.DelegatingDataSource",
          SpringFronts.class.getClassLoader());

  private SpringFronts() {}

  /// Whether `source` stands in front of one other; that is then tracked in its stead.
  ///
  /// @param track gives a tracked data source for a name and a data source
  static boolean replaceTarget(
      DataSource source, String name, BiFunction<String, DataSource, DataSource> track) {
    return PRESENT && Delegation.replaceTarget(source, name, track);
  }

  /// Whether `source` stands in front of several; those are then tracked in its stead.
  ///
  /// @param source initialised: it has looked its targets up
  static boolean replaceRoutes(
      DataSource source, String name, BiFunction<String, DataSource, DataSource> track) {
    return PRESENT && Delegation.replaceRoutes(source, name, track);
  }

  /// Whether borrowers of `source` must not close what they get: its connection is shared, and out
  /// for as long as the application runs.
  static boolean sharesConnections(DataSource source) {
    return PRESENT && Delegation.sharesConnections(source);
  }

  /// Linked only where spring-jdbc is there.
  private static final class Delegation {
    private Delegation() {}

    static boolean sharesConnections(DataSource source) {
      return source instanceof SmartDataSource;
    }

    static boolean replaceTarget(
        DataSource source, String name, BiFunction<String, DataSource, DataSource> track) {
      if (!(source instanceof DelegatingDataSource front)) {
        return false;
      }
      DataSource target = front.getTargetDataSource();
      if (target != null) {
        front.setTargetDataSource(track.apply(name, target));
      }
      return true;
    }

    static boolean replaceRoutes(
        DataSource source, String name, BiFunction<String, DataSource, DataSource> track) {
      if (!(source instanceof AbstractRoutingDataSource front)) {
        return false;
      }
      replaceRoutes(front, name, track);
      return true;
    }

    private static void replaceRoutes(
        AbstractRoutingDataSource front,
        String name,
        BiFunction<String, DataSource, DataSource> track) {
      Map<Object, DataSource> resolved = front.getResolvedDataSources();
      IdentityHashMap<DataSource, DataSource> tracked = new IdentityHashMap<>();
      resolved.forEach((key, target) ->
          tracked.computeIfAbsent(target, each -> track.apply(name + "." + key, each)));
      DataSource rest = front.getResolvedDefaultDataSource();
      if (rest != null) {
        tracked.computeIfAbsent(rest, each -> track.apply(name + ".default", each));
      }
      if (tracked.entrySet().stream().allMatch(Delegation::isUnchanged)) {
        return;
      }
      Map<Object, Object> routes = new LinkedHashMap<>();
      resolved.forEach((key, target) -> routes.put(key, tracked.getOrDefault(target, target)));
      front.setTargetDataSources(routes);
      if (rest != null) {
        front.setDefaultTargetDataSource(tracked.getOrDefault(rest, rest));
      }
      front.afterPropertiesSet();
    }

    @SuppressWarnings("ReferenceEquality") // identity is meant, independent of equals
    private static boolean isUnchanged(Map.Entry<DataSource, DataSource> entry) {
      return entry.getKey() == entry.getValue();
    }
  }
}
