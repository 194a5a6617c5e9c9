package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.PoolView;
import dev.pitboss.connections.ReclaimPolicy;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The trackers of an application: one for every pool, one for every kind of data source that is no
/// pool, one for every JDBC URL of the `DriverManager`.
///
/// All of these are bounded. A pool is held weakly: when it is closed or gone, its tracker ends,
/// and [EndedPools] keeps the counts. Thread-safe.
final class Watch {
  /// Applications have a few pools; one that makes pools all the time has its later ones counted
  /// together, by class.
  private static final int MAX_POOLS = 64;

  /// Kinds of data sources, and URLs. Each costs a thread that mostly sleeps.
  private static final int MAX_SHARED = 32;

  /// Data sources that a look at finds to be known: two that share a place cost one look-up.
  private static final int SEEN = 16;

  private static final String OTHERS = "other sources";
  private static final int MAX_FAILURES = 64;

  private final AgentOptions options;
  private final WeavingRules rules;
  private final Borrowers borrowers;
  private final LeakNotes leaks = new LeakNotes();
  private final NotTracked notTracked;
  private final ReferenceQueue<DataSource> gone = new ReferenceQueue<>();
  private final Map<Identity, Tracked> pools = new HashMap<>(); // guarded by this
  private final Map<String, Tracked> shared = new HashMap<>(); // guarded by this
  private final Set<Identity> underneath = new HashSet<>(); // guarded by this
  private final EndedPools ended = new EndedPools(); // guarded by this
  private final AtomicReferenceArray<@Nullable WeakReference<Object>> seen =
      new AtomicReferenceArray<>(SEEN);
  private volatile boolean fronts;
  private final Set<String> names = new HashSet<>(); // guarded by this
  private final Set<String> failures = new LinkedHashSet<>(); // guarded by itself

  Watch(AgentOptions options, WeavingRules rules, NotTracked notTracked) {
    this.options = options;
    this.rules = rules;
    this.borrowers = new Borrowers(rules);
    this.notTracked = notTracked;
  }

  Borrowers borrowers() {
    return borrowers;
  }

  LeakNotes leaks() {
    return leaks;
  }

  /// What is watched of a data source, or of the `DriverManager`.
  ///
  /// @param isFront whether it is of an unknown kind: it may hand out a connection that fetches
  ///   another data source's when it is used
  record Tracked(ConnectionTracker tracker, Optional<PoolNumbers> numbers, boolean isFront) {}

  /// Whether any data source is a front.
  boolean hasFronts() {
    return fronts;
  }

  /// The tracker for what `source` hands out.
  ///
  /// @param source a `DataSource`, or the URL given to a `DriverManager`
  /// @return empty for anything else that has a `getConnection()`, and for a data source that the
  ///   application tracks itself
  Optional<Tracked> trackerOf(Object source) {
    if (source instanceof String url) {
      return Optional.of(shared(withoutSecrets(url), false));
    }
    return source instanceof DataSource pool ? trackerOf(pool) : Optional.empty();
  }

  private synchronized Optional<Tracked> trackerOf(DataSource source) {
    Tracked known = pools.get(new Identity(source, null));
    if (known != null && !known.tracker().isClosed()) {
      return Optional.of(known);
    }
    forgetEnded();
    if (isTrackedByApplication(source)) {
      return Optional.empty();
    }
    var numbers = new PoolNumbers(source);
    boolean isPool = numbers.isKnown() || looksLikePool(source);
    if (!isPool || pools.size() >= MAX_POOLS) {
      boolean isFront = !rules.isOfDriver(source.getClass());
      return Optional.of(shared(PoolNames.of(source), isFront));
    }
    var identity = new Identity(source, gone);
    if (underneath.remove(identity)) {
      numbers.lendsUnderneath();
    }
    String name = unique(PoolNames.of(source));
    ConnectionTracker tracker = start(name, WatchedSource.of(identity), Optional.of(numbers));
    var tracked = new Tracked(tracker, Optional.of(numbers), !numbers.isKnown());
    fronts |= tracked.isFront();
    pools.put(identity, tracked);
    return Optional.of(tracked);
  }

  /// Makes a pool of a known kind known. Never throws.
  void sees(Object source) {
    int place = System.identityHashCode(source) & (SEEN - 1);
    WeakReference<Object> latest = seen.getAcquire(place);
    if ((latest != null && latest.refersTo(source)) || !(source instanceof DataSource pool)) {
      return;
    }
    try {
      if (PoolView.of(pool).isPresent()) {
        trackerOf(pool);
      }
    } catch (RuntimeException | LinkageError e) {
      notTracked.say(source.getClass().getName(), "cannot be watched: " + e);
    }
    seen.setRelease(place, new WeakReference<>(source));
  }

  /// A connection of `source` went to another data source, which counts it.
  synchronized void borrowedUnderneath(Object source) {
    if (!(source instanceof DataSource pool)) {
      return;
    }
    Tracked known = pools.get(new Identity(pool, null));
    if (known != null) {
      known.numbers().ifPresent(PoolNumbers::lendsUnderneath);
    } else if (underneath.size() < MAX_POOLS) {
      underneath.add(new Identity(pool, null));
    }
  }

  /// A copy of the library that came with the application, in a class loader of its own, is known
  /// by its name only. So is the proxy of a bean that Spring Boot's starter tracks.
  private static boolean isTrackedByApplication(DataSource source) {
    return source.getClass().getName().equals("dev.pitboss.connections.TrackedDataSource")
        || Arrays.stream(source.getClass().getInterfaces())
            .anyMatch(
                type -> type.getName().equals("dev.pitboss.connections.spring.boot.TrackedBean"))
        || ConnectionTracker.open().stream().anyMatch(tracker -> tracker.tracks(source));
  }

  /// A pool must be closed some day; a mere factory of connections has nothing to close.
  private static boolean looksLikePool(DataSource source) {
    return source instanceof AutoCloseable || source.getClass().getSimpleName().contains("Pool");
  }

  private synchronized Tracked shared(String key, boolean isFront) {
    String bounded = shared.containsKey(key) || shared.size() < MAX_SHARED ? key : OTHERS;
    fronts |= isFront;
    return shared.computeIfAbsent(
        bounded,
        name ->
            new Tracked(
                start(unique(name), WatchedSource.of(new WeakReference<>(null)), Optional.empty()),
                Optional.empty(),
                isFront));
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

  /// With `reclaim=off` nothing is taken back from anything, known as a pool or not.
  private ConnectionTracker start(String name, DataSource pool, Optional<PoolNumbers> numbers) {
    Supplier<ConnectionTracker.Builder> builder =
        () -> {
          ConnectionTracker.Builder settings =
              ConnectionTracker.builder(pool)
                  .name(name)
                  .defaultHold(options.hold())
                  .reclaim(options.reclaim() ? ReclaimPolicy.PROVEN_LEAKS : ReclaimPolicy.NOTHING);
          numbers.ifPresent(settings::view);
          return settings;
        };
    ConnectionTracker tracker;
    try {
      tracker = builder.get().jmx().build();
    } catch (IllegalStateException | LinkageError ignored) {
      tracker = builder.get().build(); // the name is taken, or there is no JMX in this image
    }
    tracker.addListener(leaks.of(name));
    return tracker;
  }

  private String unique(String name) {
    String whole = options.name().map(prefix -> prefix + "/" + name).orElse(name);
    String unique = whole;
    for (int i = 2; !names.add(unique); i++) {
      unique = whole + "-" + i;
    }
    return unique;
  }

  /// Ends the trackers of pools that were collected, and lets go of those that have ended with
  /// their pool. What they counted stays as text and numbers.
  private void forgetEnded() {
    for (Reference<? extends DataSource> lost = gone.poll(); lost != null; lost = gone.poll()) {
      Tracked tracked = pools.get((Identity) lost);
      if (tracked != null) {
        tracked.tracker().close();
      }
    }
    pools
        .values()
        .removeIf(tracked -> {
          ConnectionTracker tracker = tracked.tracker();
          if (tracker.isClosed()) {
            ended.add(tracker.name(), tracker.report());
            names.remove(tracker.name());
            leaks.forget(tracker.name());
          }
          return tracker.isClosed();
        });
    underneath.removeIf(pool -> pool.refersTo(null));
  }

  /// The pools that have been closed or collected, the latest last.
  synchronized List<EndedPools.Ended> ended() {
    forgetEnded();
    return ended.all();
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
