package dev.pitboss.bench.outages;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `./pitboss bench outages`: bets go on while the database takes no writes, one way after another.
/// What is answered meanwhile, when health tells, when bets are taken again, how much is logged,
/// and whether each bet is settled once in the end.
public final class OutagesBench {
  private static final int PLAYERS = 8;
  private static final int MEGABYTES = 400;
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration FAULT = Duration.ofSeconds(10);
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

  private OutagesBench() {}

  /// A fault and its end.
  private record Outage(String name, Runnable begin, Runnable end) {}

  /// Runs all of them, or says why it cannot.
  public static void run() throws Exception {
    Optional<String> missing = Cluster.missing();
    if (missing.isPresent()) {
      System.out.println("skipped: " + missing.get());
      return;
    }
    System.out.println(
        """
        | outage of 10 s | bets | 200 | 202 | 503 | other | not ready after ms | because \
        | bets again after ms | log lines | acknowledged and lost | settled twice |
        |---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|\
        """);
    try (Scratch scratch = Scratch.create("outages");
        Cluster primary = Cluster.primary(scratch, MEGABYTES);
        Server server = Server.start(scratch, primary.url())) {
      List<String> players = new ArrayList<>();
      for (int i = 0; i < PLAYERS; i++) {
        players.add(server.guest());
      }
      for (Outage outage : alone(primary)) {
        System.out.println(new Campaign(primary, server, players).run(outage));
      }
      try (Cluster standby = primary.standby(scratch)) {
        primary.set("synchronous_standby_names = '*'");
        Outage frozen =
            new Outage(
                "synchronous standby frozen",
                () -> standby.signal("STOP"),
                () -> standby.signal("CONT"));
        System.out.println(new Campaign(primary, server, players).run(frozen));
        primary.set("synchronous_standby_names = ''");
      }
    }
  }

  private static List<Outage> alone(Cluster cluster) {
    return List.of(
        new Outage("control: none", () -> {}, () -> {}),
        new Outage(
            "read-only",
            () -> cluster.set("default_transaction_read_only = on"),
            () -> cluster.set("default_transaction_read_only = off")),
        new Outage("disk full", cluster::fill, cluster::empty),
        new Outage("fsync off", () -> cluster.set("fsync = off"), () -> cluster.set("fsync = on")),
        new Outage(
            "synchronous_commit off by role",
            () -> cluster.sql("ALTER ROLE postgres SET synchronous_commit = off"),
            () -> cluster.sql("ALTER ROLE postgres RESET synchronous_commit")),
        new Outage(
            "no right to insert rounds",
            () -> cluster.sql("REVOKE INSERT ON bet FROM pitboss_app"),
            () -> cluster.sql("GRANT INSERT ON bet TO pitboss_app")),
        new Outage("server frozen", () -> cluster.signal("STOP"), () -> cluster.signal("CONT")),
        new Outage("every session killed each 200 ms", new Killing(cluster), () -> {}));
  }

  /// Kills for as long as the fault lasts, in the background.
  private record Killing(Cluster cluster) implements Runnable {
    @Override
    public void run() {
      Thread.startVirtualThread(() -> {
        long until = System.nanoTime() + FAULT.toNanos();
        while (System.nanoTime() < until) {
          cluster.sql(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE application_name = 'pitboss'");
          try {
            Thread.sleep(200);
          } catch (InterruptedException _) {
            return;
          }
        }
      });
    }
  }

  /// Bets during one outage.
  private static final class Campaign {
    private final Cluster cluster;
    private final Server server;
    private final List<String> players;
    private final Map<String, List<String>> keys = new ConcurrentHashMap<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    private volatile boolean ending;
    private volatile long faultEnded;
    private volatile long acceptedAgain;
    private volatile boolean counting;

    Campaign(Cluster cluster, Server server, List<String> players) {
      this.cluster = cluster;
      this.server = server;
      this.players = players;
    }

    String run(Outage outage) throws Exception {
      long before = cluster.number("SELECT count(*) FROM round");
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> betting = new ArrayList<>();
        for (String player : players) {
          betting.add(threads.submit(() -> bet(player)));
        }
        Thread.sleep(BEFORE);
        long lines = server.logLines();
        counting = true;
        long began = System.nanoTime();
        outage.begin().run();
        Set<String> reasons = new LinkedHashSet<>();
        long notReady = watch(began, reasons);
        outage.end().run();
        faultEnded = System.nanoTime();
        await(() -> acceptedAgain != 0);
        await(() -> server.get("/health/ready").status() == 200);
        long again = millis(acceptedAgain - faultEnded);
        counting = false;
        ending = true;
        for (Future<?> one : betting) {
          one.get();
        }
        return row(outage.name(), notReady, reasons, again, server.logLines() - lines)
            + settled(before);
      } finally {
        ending = true;
      }
    }

    private void bet(String player) {
      List<String> own = keys.computeIfAbsent(player, _ -> new ArrayList<>());
      while (!ending) {
        String key = UUID.randomUUID().toString();
        own.add(key);
        boolean afterFault = faultEnded != 0;
        Server.Answer answer = server.bet(player, key);
        if (counting) {
          answers.merge(answer.status(), 1, Integer::sum);
        }
        if (answer.status() == 200) {
          acknowledged.put(key, answer.body());
          if (afterFault && acceptedAgain == 0) {
            acceptedAgain = System.nanoTime();
          }
        }
        pause(20); // as a person would, and a client that is told to try again
      }
    }

    /// How long it took until health told; -1 when it never did.
    private long watch(long began, Set<String> reasons) {
      long notReady = -1;
      while (System.nanoTime() - began < FAULT.toNanos()) {
        Server.Answer ready = server.get("/health/ready");
        if (ready.status() != 200) {
          notReady = notReady < 0 ? millis(System.nanoTime() - began) : notReady;
          Matcher code = CODE.matcher(ready.body());
          reasons.add(code.find() ? code.group(1) : "status " + ready.status());
        }
        pause(50);
      }
      return notReady;
    }

    private String row(String name, long notReady, Set<String> reasons, long again, long lines) {
      Map<Integer, Integer> by = new TreeMap<>(answers);
      int all = by.values().stream().mapToInt(Integer::intValue).sum();
      int known = by.getOrDefault(200, 0) + by.getOrDefault(202, 0) + by.getOrDefault(503, 0);
      return "| %s | %d | %d | %d | %d | %d | %s | %s | %d | %d |"
          .formatted(
              name,
              all,
              by.getOrDefault(200, 0),
              by.getOrDefault(202, 0),
              by.getOrDefault(503, 0),
              all - known,
              notReady < 0 ? "–" : notReady,
              String.join(", ", reasons),
              again,
              lines);
    }

    /// Every key asked once more: the same answer where there was one, and as many rounds as keys.
    private String settled(long roundsBefore) throws IOException {
      long all = 0;
      long lost = 0;
      for (Map.Entry<String, List<String>> one : keys.entrySet()) {
        for (String key : one.getValue()) {
          all++;
          Server.Answer answer = server.bet(one.getKey(), key);
          for (int i = 0; i < 100 && answer.status() != 200; i++) {
            pause(50);
            answer = server.bet(one.getKey(), key);
          }
          String before = acknowledged.get(key);
          lost +=
              answer.status() != 200 || (before != null && !before.equals(answer.body())) ? 1 : 0;
        }
      }
      long rounds = cluster.number("SELECT count(*) FROM round") - roundsBefore;
      return " %d | %d |".formatted(lost, rounds - all);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
      long until = System.nanoTime() + RECOVERY.toNanos();
      while (!condition.getAsBoolean() && System.nanoTime() < until) {
        pause(10);
      }
    }

    private static long millis(long nanos) {
      return nanos / 1_000_000;
    }

    private static void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
