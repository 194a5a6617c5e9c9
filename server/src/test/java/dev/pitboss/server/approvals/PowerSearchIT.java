package dev.pitboss.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.approvals.PowerModel.Move;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Searches for a sequence by which one person of an operator's staff moves value alone.
///
/// The person begins with one account beside two honest colleagues, and may make accounts, set
/// passwords and reset second factors by every account they can use, submit every possible request
/// at any time, and lose what they took over again. States are visited breadth first, each once; in
/// each everything is tried that creates money or power over it, by every account. What is tried
/// comes from the routes of `openapi.yaml`: a new one must be modelled or excluded with a reason.
///
/// `-Dpitboss.power.depth=N` and `-Dpitboss.power.seconds=N` look further.
class PowerSearchIT {
  private static final int DEPTH = Integer.getInteger("pitboss.power.depth", 3);
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("pitboss.power.seconds", 18));

  /// So many moves are always looked at, however slow the machine is.
  private static final int CERTAIN_DEPTH = 1;

  /// States are built at the same time; most of one is waiting for the database.
  private static final int THREADS = 4;

  private static final CasinoFixture CASINO = CasinoFixture.start();

  @AfterAll
  static void stop() {
    CASINO.close();
  }

  /// What a search found.
  ///
  /// @param depths of which every sequence was looked at
  private record Found(int states, int depths, List<String> violations) {}

  @Test
  void everyRouteIsModelledOrExcludedWithAReason() {
    JsonNode document =
        new ObjectMapper()
            .valueToTree(new Yaml().<Object>load(CASINO.get("/api/openapi.yaml").body()));
    Set<String> changing = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                  if (path.getKey().startsWith("/api/ops/") && !method.equals("get")) {
                    changing.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                  }
                }));

    Set<String> known = new TreeSet<>(PowerRoutes.MODELLED);
    known.addAll(PowerRoutes.EXCLUDED.keySet());

    assertThat(known).isEqualTo(changing);
    assertThat(Collections.disjoint(PowerRoutes.MODELLED, PowerRoutes.EXCLUDED.keySet())).isTrue();
    assertThat(PowerRoutes.EXCLUDED.values()).allMatch(reason -> reason.length() > 10);
  }

  @Test
  void noSequenceOfOnePersonMovesValueAndWithoutTheRuleOneDoes() throws Exception {
    long seed = System.nanoTime();

    Found found = search(new Random(seed));

    assertThat(found.violations()).as("seed " + seed).isEmpty();
    assertThat(found.depths())
        .as("sequences of all first moves")
        .isGreaterThanOrEqualTo(CERTAIN_DEPTH);
    assertThat(found.states()).isGreaterThan(5);
    System.out.printf(
        "%d states, all sequences of %d moves, seed %d%n", found.states(), found.depths(), seed);

    CASINO.sql(
        """
        CREATE OR REPLACE FUNCTION staff_shared_controller(
            requester integer, approver integer, requested timestamptz)
        RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text'
        """);
    assertThat(search(new Random(seed)).violations())
        .as("control: without independence a made account approves")
        .isNotEmpty();
  }

  /// The rows that the migration makes of the audit trail are those that were written at the time.
  @Test
  void controlOfTheTimeBeforeComesFromTheAuditTrail() throws Exception {
    CASINO.sql("DELETE FROM staff_control");
    PowerModel model = PowerModel.begin(CASINO);
    assertThat(model.make(new Move.Create("a"))).isTrue();
    assertThat(model.make(new Move.SetPassword("p1", "b"))).isTrue();
    Set<String> written = model.controls();
    assertThat(written).containsExactly("b<a", "b<p1", "p1<a");
    CASINO.sql("DELETE FROM staff_control");

    CASINO.sql(backfill());

    assertThat(model.controls()).isEqualTo(written);
  }

  private static String backfill() throws IOException {
    try (InputStream migration =
        PowerSearchIT.class.getResourceAsStream("/db/migration/V16__four_eyes.sql")) {
      String text =
          new String(Objects.requireNonNull(migration).readAllBytes(), StandardCharsets.UTF_8);
      int from = text.indexOf("INSERT INTO staff_control");
      return text.substring(from, text.indexOf(';', from));
    }
  }

  private static Found search(Random random) throws Exception {
    long deadline = System.nanoTime() + TIME.toNanos();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    List<List<Move>> level = new ArrayList<>(List.of(List.of()));
    int depths = -1;
    while (!level.isEmpty() && violations.isEmpty()) {
      ConcurrentLinkedQueue<List<Move>> next = new ConcurrentLinkedQueue<>();
      long until = depths < CERTAIN_DEPTH ? Long.MAX_VALUE : deadline;
      boolean whole = lookAt(level, seen, next, violations, until);
      if (!whole) {
        break;
      }
      depths++;
      level = depths < DEPTH ? new ArrayList<>(next) : List.of();
      Collections.shuffle(level, random);
    }
    return new Found(seen.size(), depths, List.copyOf(violations));
  }

  /// Looks at every sequence of a level; false when there was no time for all of them.
  private static boolean lookAt(
      List<List<Move>> level,
      Set<String> seen,
      ConcurrentLinkedQueue<List<Move>> next,
      ConcurrentLinkedQueue<String> violations,
      long deadline)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (List<Move> moves : level) {
        all.add(
            threads.submit(() -> {
              if ((deadline != Long.MAX_VALUE && System.nanoTime() > deadline)
                  || !violations.isEmpty()) {
                return false;
              }
              visit(moves, seen, next, violations);
              return true;
            }));
      }
      boolean whole = true;
      for (Future<Boolean> each : all) {
        whole &= each.get();
      }
      return whole;
    }
  }

  private static void visit(
      List<Move> moves,
      Set<String> seen,
      ConcurrentLinkedQueue<List<Move>> next,
      ConcurrentLinkedQueue<String> violations)
      throws Exception {
    PowerModel model = PowerModel.begin(CASINO);
    for (Move move : moves) {
      if (!model.make(move)) {
        return; // refused, so it is the state before
      }
    }
    if (!seen.add(model.state(moves))) {
      return;
    }
    for (Move move : model.moves()) {
      List<Move> longer = new ArrayList<>(moves);
      longer.add(move);
      next.add(longer);
    }
    model.tryEverything();
    model.violations().forEach(what -> violations.add(moves + ": " + what));
  }
}
