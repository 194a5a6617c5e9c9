package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One line that takes connections. Thread-safe.
///
/// A line nearly always asks the same data source: its tracker is remembered, so that a borrow
/// looks nothing up.
final class WovenSite implements Function<Object, @Nullable Object> {
  /// What a line asks.
  enum Kind {
    /// `DataSource.getConnection()`; woven code passes the data source.
    SOURCE,
    /// `DataSource.getConnection(user, password)`; woven code passes all three.
    SOURCE_AS_USER,
    /// `DriverManager.getConnection(url, …)`; woven code passes the connection and the URL.
    DRIVER_MANAGER
  }

  private static final String SEPARATOR = "\n";

  /// @param tracked the data source under its tracker, at this site
  private record Bound(WeakReference<DataSource> source, DataSource tracked) {}

  private final Kind kind;
  private final @Nullable CallSite site;
  private final Trackers trackers;
  private final List<String> frameworks;
  private volatile @Nullable Bound bound;

  /// @param site the line; null if the line borrows for others and the stack must tell for whom
  private WovenSite(
      Kind kind, @Nullable CallSite site, Trackers trackers, List<String> frameworks) {
    this.kind = kind;
    this.site = site;
    this.trackers = trackers;
    this.frameworks = frameworks;
  }

  /// What [#of] understands.
  static String describe(Kind kind, boolean forOthers, CallSite site) {
    return String.join(
        SEPARATOR,
        kind.name(),
        Boolean.toString(forOthers),
        site.file(),
        site.method(),
        Integer.toString(site.line()));
  }

  static WovenSite of(String description, Trackers trackers, AgentOptions options) {
    String[] parts = description.split(SEPARATOR, -1);
    boolean forOthers = Boolean.parseBoolean(parts[1]);
    CallSite site = new CallSite.Woven(parts[2], parts[3], Integer.parseInt(parts[4]));
    return new WovenSite(
        Kind.valueOf(parts[0]), forOthers ? null : site, trackers, options.frameworks());
  }

  @Override
  public @Nullable Object apply(Object argument) {
    try {
      return switch (kind) {
        case SOURCE -> tracked((DataSource) argument).getConnection();
        case SOURCE_AS_USER -> {
          Object[] all = (Object[]) argument;
          yield tracked((DataSource) all[0]).getConnection((String) all[1], (String) all[2]);
        }
        case DRIVER_MANAGER -> {
          Object[] all = (Object[]) argument;
          yield trackers.adopt((Connection) all[0], (String) all[1], site());
        }
      };
    } catch (SQLException e) {
      throw WovenSite.<RuntimeException>asItIs(e);
    }
  }

  private CallSite site() {
    return site == null ? CallSite.ofAsker(frameworks) : site;
  }

  private DataSource tracked(@Nullable DataSource source) throws SQLException {
    if (source == null) {
      throw new NullPointerException(
          "Cannot invoke \"getConnection()\" because the data source is null");
    }
    if (site == null) {
      return trackers.at(source, site());
    }
    Bound known = bound;
    if (known == null || !known.source().refersTo(source)) {
      known = new Bound(new WeakReference<>(source), trackers.at(source, site));
      bound = known;
    }
    return known.tracked();
  }

  /// The woven line is compiled for `SQLException`; the interface between does not declare it.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> X asItIs(SQLException e) throws X {
    throw (X) e;
  }
}
