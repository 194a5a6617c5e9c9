package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.ReclaimPolicy;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The trackers of an application: one for every pool, one for every kind of data source that is no
/// pool, one for every JDBC URL of the `DriverManager`.
///
/// All of these are bounded. A pool is held weakly: when it is gone, its tracker ends. Thread-safe.
final class Watch {
  /// Applications have a few pools; one that makes pools all the time has its later ones counted
  /// together, by class.
  private static final int MAX_POOLS = 64;

  /// Kinds of data sources, and URLs. Each costs a thread that mostly sleeps.
  private static final int MAX_SHARED = 32;

  private static final String OTHERS = "other sources";
  private static final int MAX_FAILURES = 64;

  private final AgentOptions options;
  private final WeavingRules rules;
  private final Recent recent = new Recent();
  private final Borrowers borrowers;
  private final LeakNotes leaks = new LeakNotes();
  private final NotTracked notTracked;
  private final ReferenceQueue<DataSource> gone = new ReferenceQueue<>();
  private final Map<Identity, ConnectionTracker> pools = new HashMap<>(); // guarded by this
  private final Map<String, ConnectionTracker> shared = new HashMap<>(); // guarded by this
  private final Set<String> names = new HashSet<>(); // guarded by this
  private final Set<String> failures = new LinkedHashSet<>(); // guarded by itself

  Watch(AgentOptions options, WeavingRules rules, NotTracked notTracked) {
    this.options = options;
    this.rules = rules;
    this.borrowers = new Borrowers(rules);
    this.notTracked = notTracked;
  }

  Recent recent() {
    return recent;
  }

  Borrowers borrowers() {
    return borrowers;
  }

  LeakNotes leaks() {
    return leaks;
  }

  /// The tracker for what `source` hands out.
  ///
  /// @param source a `DataSource`, or the URL given to a `DriverManager`
  /// @return empty for anything else that has a `getConnection()`, and for a data source that the
  ///   application tracks itself
  Optional<ConnectionTracker> trackerOf(Object source) {
    return switch (source) {
      case String url -> Optional.of(shared(withoutSecrets(url), false));
      case DataSource pool -> trackerOf(pool);
      case Object _ -> Optional.empty();
    };
  }

  private synchronized Optional<ConnectionTracker> trackerOf(DataSource source) {
    forgetGone();
    ConnectionTracker known = pools.get(new Identity(source, null));
    if (known != null) {
      return Optional.of(known);
    }
    if (isTrackedByApplication(source)) {
      return Optional.empty();
    }
    Optional<PoolNumbers> numbers = PoolNumbers.of(source);
    boolean isPool = numbers.isPresent() || looksLikePool(source);
    if (!isPool || pools.size() >= MAX_POOLS) {
      // what is behind a data source of a server's own is not known: it may well be a pool
      boolean watchOnly = !options.reclaim() && !rules.isOfDriver(source.getClass());
      return Optional.of(shared(source.getClass().getSimpleName(), watchOnly));
    }
    String name = numbers.flatMap(PoolNumbers::name).orElse(source.getClass().getSimpleName());
    var identity = new Identity(source, gone);
    ConnectionTracker tracker = start(name, facade(identity), numbers, !options.reclaim());
    pools.put(identity, tracker);
    return Optional.of(tracker);
  }

  /// A copy of the library that came with the application, in a class loader of its own, is known
  /// by its name only.
  private static boolean isTrackedByApplication(DataSource source) {
    return source.getClass().getName().equals("dev.pitboss.connections.TrackedDataSource")
        || ConnectionTracker.open().stream().anyMatch(tracker -> tracker.tracks(source));
  }

  /// A pool must be closed some day; a mere factory of connections has nothing to close.
  private static boolean looksLikePool(DataSource source) {
    return source instanceof AutoCloseable || source.getClass().getSimpleName().contains("Pool");
  }

  private synchronized ConnectionTracker shared(String key, boolean watchOnly) {
    String bounded = shared.containsKey(key) || shared.size() < MAX_SHARED ? key : OTHERS;
    return shared.computeIfAbsent(
        bounded,
        name -> start(name, facade(new WeakReference<>(null)), Optional.empty(), watchOnly));
  }

  /// The URL without what stands before an `@` and behind a `?` or `;`, where passwords are.
  static String withoutSecrets(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', ';'}) {
      int at = url.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String plain = url.substring(0, end);
    int secret = plain.lastIndexOf('@');
    if (secret < 0) {
      return plain;
    }
    int start = plain.lastIndexOf("//", secret);
    int cut = start < 0 ? plain.lastIndexOf(':', secret) + 1 : start + 2;
    return plain.substring(0, cut) + plain.substring(secret + 1);
  }

  /// @param watchOnly whether a lost connection stays as it is. One of a driver's own, in no pool,
  ///   is closed in any case: the tracker holds on to what is out, and so would keep the driver's
  ///   own cleaner from closing it
  private ConnectionTracker start(
      String name, DataSource pool, Optional<PoolNumbers> numbers, boolean watchOnly) {
    String unique = unique(options.name().map(prefix -> prefix + "/" + name).orElse(name));
    Supplier<ConnectionTracker.Builder> builder =
        () -> {
          ConnectionTracker.Builder settings =
              ConnectionTracker.builder(pool)
                  .name(unique)
                  .defaultHold(options.hold())
                  .reclaim(watchOnly ? ReclaimPolicy.NOTHING : ReclaimPolicy.PROVEN_LEAKS);
          numbers.ifPresent(settings::view);
          return settings;
        };
    ConnectionTracker tracker;
    try {
      tracker = builder.get().jmx().build();
    } catch (IllegalStateException | LinkageError _) {
      tracker = builder.get().build(); // the name is taken, or there is no JMX in this image
    }
    tracker.addListener(leaks.of(unique));
    return tracker;
  }

  private String unique(String name) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  private void forgetGone() {
    for (Reference<? extends DataSource> lost = gone.poll(); lost != null; lost = gone.poll()) {
      ConnectionTracker tracker = pools.remove((Identity) lost);
      if (tracker != null) {
        tracker.close();
        names.remove(tracker.name());
        leaks.forget(tracker.name());
      }
    }
  }

  /// What a tracker takes for its pool: it must not keep the pool from being collected.
  private static DataSource facade(Reference<DataSource> source) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          DataSource pool = source.get();
          if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(source);
              case "equals" -> false;
              case String _ -> "watched " + pool;
            };
          }
          if (pool == null) {
            throw new SQLException("the agent only watches: borrow from the data source itself");
          }
          try {
            return method.invoke(pool, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        };
    return (DataSource)
        Proxy.newProxyInstance(
            Watch.class.getClassLoader(), new Class<?>[] {DataSource.class}, handler);
  }

  /// Says once per line that it could not be tracked.
  void failed(CallSite site, Throwable cause) {
    boolean first;
    synchronized (failures) {
      first = failures.size() < MAX_FAILURES && failures.add(site.toString());
    }
    if (first) {
      notTracked.say(site.toString(), "failed with " + cause);
    }
  }

  /// Equal to itself, and to another one of the same data source.
  private static final class Identity extends WeakReference<DataSource> {
    private final int hash;

    Identity(DataSource source, @Nullable ReferenceQueue<DataSource> queue) {
      super(source, queue);
      hash = System.identityHashCode(source);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // identity is the point
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      DataSource mine = get();
      return mine != null && other instanceof Identity identity && identity.refersTo(mine);
    }
  }
}
