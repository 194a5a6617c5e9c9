package dev.pitboss.connections.agent;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What the agent knows, for page, JSON and ticket. Thread-safe.
final class AgentStatus {
  /// Lines with a leak that are listed per pool.
  private static final int MAX_NOTES = 50;

  private final Watch watch;
  private final Weaver weaver;
  private final NotTracked notTracked;
  private final boolean attached;
  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final History history = new History();

  /// @param attached whether the application was running before the agent came
  AgentStatus(Watch watch, Weaver weaver, NotTracked notTracked, boolean attached) {
    this.watch = watch;
    this.weaver = weaver;
    this.notTracked = notTracked;
    this.attached = attached;
  }

  /// One pool, or one other source of connections.
  ///
  /// @param leaks the latest leak of every line that has one, the newest first
  /// @param history the last ten minutes, second by second, the oldest first
  record Pool(
      String name, LeakReport report, List<LeakNotes.Note> leaks, List<History.Sample> history) {}

  /// The process that is watched.
  ///
  /// @param application main class or jar
  /// @param attachedLate whether the agent came when the application was running
  /// @param watchedSince when the agent came
  /// @param upSeconds for how long the process has been running
  record Application(
      long pid,
      String application,
      String java,
      boolean attachedLate,
      Instant watchedSince,
      long upSeconds) {}

  /// All of it at one moment.
  record Snapshot(
      Instant at,
      Application process,
      List<Pool> pools,
      List<EndedPools.Ended> ended,
      int callsWatched,
      Map<String, String> notTracked) {}

  /// Samples the history from now on, on a daemon thread.
  void keepHistory() {
    history.start(AgentStatus::trackers);
  }

  /// Those the application has made itself are listed too.
  private static List<ConnectionTracker> trackers() {
    return ConnectionTracker.open().stream()
        .sorted(Comparator.comparing(ConnectionTracker::name))
        .toList();
  }

  Snapshot snapshot() {
    return new Snapshot(
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        application(),
        trackers().stream().map(this::pool).toList(),
        watch.ended(),
        weaver.sites(),
        notTracked.reasons());
  }

  private Pool pool(ConnectionTracker tracker) {
    String name = tracker.name();
    return new Pool(name, tracker.report(), watch.leaks().of(name, MAX_NOTES), history.of(name));
  }

  /// The arguments of the command line are not shown: they may hold passwords.
  private Application application() {
    String command = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    long upMillis = ManagementFactory.getRuntimeMXBean().getUptime();
    return new Application(
        ProcessHandle.current().pid(),
        command.isEmpty() ? "a Java application" : command,
        System.getProperty("java.version", ""),
        attached,
        since,
        Duration.ofMillis(upMillis).toSeconds());
  }
}
