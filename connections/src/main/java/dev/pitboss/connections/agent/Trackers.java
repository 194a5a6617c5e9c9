package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The trackers of an application's data sources: one each, and one per database reached through
/// `DriverManager`. Thread-safe.
///
/// An application has a handful of data sources. One that makes a new one per request gets trackers
/// for the first few only: they are never given up, since something may still be out.
final class Trackers {
  /// More data sources than any sound application has.
  private static final int MOST = 64;

  private final AgentOptions options;
  private final Weaver weaver;
  private final IdentityHashMap<DataSource, Optional<ConnectionTracker>> bySource =
      new IdentityHashMap<>();
  private final Map<String, ConnectionTracker> byUrl = new LinkedHashMap<>();
  private final Map<String, ConnectionTracker> byName = new LinkedHashMap<>();
  private final AtomicBoolean saidFull = new AtomicBoolean();

  Trackers(AgentOptions options, Weaver weaver) {
    this.options = options;
    this.weaver = weaver;
  }

  /// `source` under its tracker at `site`; itself if it is not to be tracked.
  DataSource at(DataSource source, CallSite site) throws SQLException {
    Optional<ConnectionTracker> own = own(source);
    if (own.isPresent()) {
      return own.get().asDataSource(site);
    }
    return tracker(source).map(tracker -> tracker.asDataSource(site)).orElse(source);
  }

  /// The tracker the application itself put over `source`, if it did.
  private static Optional<ConnectionTracker> own(DataSource source) throws SQLException {
    return source.getClass().getName().startsWith(ConnectionTracker.class.getPackageName() + ".")
        ? Optional.of(source.unwrap(ConnectionTracker.class))
        : Optional.empty();
  }

  private synchronized Optional<ConnectionTracker> tracker(DataSource source) {
    Optional<ConnectionTracker> known = bySource.get(source);
    if (known != null) {
      return known;
    }
    if (isFull()) {
      return Optional.empty();
    }
    Optional<ConnectionTracker> made =
        weaver.passesOn(source.getClass())
            ? Optional.empty()
            : Optional.of(started(source, name(source)));
    bySource.put(source, made);
    return made;
  }

  /// Puts a connection of `DriverManager` under the tracker of its database.
  @Nullable Connection adopt(@Nullable Connection connection, String url, CallSite site)
      throws SQLException {
    if (connection == null || connection instanceof TrackedConnection) {
      return connection;
    }
    ConnectionTracker tracker = tracker(database(url));
    return tracker == null ? connection : adopted(tracker, connection, site);
  }

  @SuppressWarnings("MustBeClosedChecker") // the woven line has it, and must close it
  private Connection adopted(ConnectionTracker tracker, Connection connection, CallSite site)
      throws SQLException {
    return tracker.adopt(connection, site, options.hold());
  }

  private synchronized @Nullable ConnectionTracker tracker(String database) {
    ConnectionTracker known = byUrl.get(database);
    if (known == null && !isFull()) {
      known = started(new DriverManagerSource(database), database);
      byUrl.put(database, known);
    }
    return known;
  }

  private boolean isFull() {
    boolean full = bySource.size() + byUrl.size() >= MOST;
    if (full && saidFull.compareAndSet(false, true)) {
      Agent.say(
          "the application has more than " + MOST + " data sources; the others are not watched");
    }
    return full;
  }

  private ConnectionTracker started(DataSource source, String wanted) {
    String name = wanted;
    for (int i = 2; byName.containsKey(name); i++) {
      name = wanted + "-" + i;
    }
    ConnectionTracker.Builder builder =
        ConnectionTracker.builder(source)
            .name(name)
            .defaultHold(options.hold())
            .reclaim(options.reclaim())
            .jmx();
    options.frameworks().forEach(builder::framework);
    StrangePool.of(source).ifPresent(builder::view);
    ConnectionTracker tracker = builder.build();
    byName.put(name, tracker);
    return tracker;
  }

  private static String name(DataSource source) {
    return StrangePool.name(source).orElse(source.getClass().getSimpleName());
  }

  /// The URL without what may be secret: user, password and parameters.
  private static String database(String url) {
    return url.replaceFirst("[?;].*", "")
        .replaceFirst("//[^/@]*@", "//")
        .replaceFirst("thin:[^@]*@", "thin:@");
  }

  /// A pool's name and what is to be said about it.
  record Named(String name, LeakReport report) {}

  synchronized List<Named> reports() {
    List<Named> reports = new ArrayList<>();
    byName.forEach((name, tracker) -> reports.add(new Named(name, tracker.report())));
    return reports;
  }
}
