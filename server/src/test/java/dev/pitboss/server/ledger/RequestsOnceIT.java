package dev.pitboss.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bets under keys of every sort, by two servers that each remember what they last saw, held
/// against a map of what was settled: each request takes effect once, and is found again.
class RequestsOnceIT {
  private static final int PLAYERS = 12;
  private static final int STEPS = 900;
  private static final String DEADLOCK = "40P01";

  private CasinoFixture casino;
  private final Map<Long, Long> seedPairs = new HashMap<>();

  /// What is the case: which requests took effect, and as what round.
  private final Map<Ledger.Key, Round> settled = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws SQLException {
    casino = CasinoFixture.start();
    for (int i = 0; i < PLAYERS; i++) {
      long player = casino.guest().get("user-info").json().path("playerId").asLong();
      seedPairs.put(
          player,
          casino.number(
              "SELECT seed_pair_id FROM seed_pair WHERE state = 'active' AND player_id = "
                  + player));
    }
  }

  @AfterEach
  void stop() {
    casino.close();
  }

  /// A server: what it remembers, and its connection.
  private final class Server {
    private final Ledger ledger;
    private final Connection connection;
    private final Random random;
    private final Map<Long, PlayerAccount> remembered = new HashMap<>();

    Server(Ledger ledger, Connection connection, long seed) {
      this.ledger = ledger;
      this.connection = connection;
      this.random = new Random(seed);
    }

    /// One batch of a lane's, each request until it took effect or is known to have done so before.
    /// Returns how many took effect.
    int batch() throws SQLException {
      Map<Long, UUID> open = new TreeMap<>();
      seedPairs.keySet().stream()
          .filter(_ -> random.nextInt(3) == 0)
          .forEach(player -> open.put(player, key(player)));
      int effects = 0;
      for (int attempt = 0; !open.isEmpty(); attempt++) {
        assertThat(attempt).as("attempts for " + open).isLessThan(200);
        effects += attempt(open);
      }
      return effects;
    }

    private int attempt(Map<Long, UUID> open) throws SQLException {
      List<Posting> postings = new ArrayList<>();
      boolean bets = random.nextInt(8) > 0;
      for (Map.Entry<Long, UUID> request : open.entrySet()) {
        if (!remembered.containsKey(request.getKey())) {
          remembered.put(request.getKey(), read(request.getKey()));
        }
        postings.add(posting(remembered.get(request.getKey()), request.getValue(), bets));
      }
      Set<Integer> effective;
      try {
        effective = ledger.post(connection, postings, now());
      } catch (SQLException failure) {
        if (DEADLOCK.equals(failure.getSQLState())) {
          return 0; // nothing happened, and a server runs it again
        }
        throw failure;
      }
      List<Ledger.Key> others = new ArrayList<>();
      for (int i = 0; i < postings.size(); i++) {
        Posting posting = postings.get(i);
        long player = posting.account().playerId();
        Ledger.Key key = new Ledger.Key(player, posting.requestId());
        if (effective.contains(i)) {
          assertThat(settled.put(key, ((Posting.Settled) posting).round()))
              .as(key + " took effect before")
              .isNull();
          remembered.put(player, posting.after());
          open.remove(player);
        } else {
          remembered.remove(player);
          others.add(key);
        }
      }
      for (int found : ledger.postedBefore(connection, others)) {
        Ledger.Key key = others.get(found);
        open.remove(key.playerId());
        replay(key);
      }
      return effective.size();
    }

    private void replay(Ledger.Key key) throws SQLException {
      Optional<Round> round = new Wallet().settled(connection, key.playerId(), key.requestId());
      assertThat(round).isPresent();
      // another server may have committed it and not noted it yet
      Round expected = settled.get(key);
      if (expected != null) {
        assertThat(round).map(RequestsOnceIT::withoutDraw).contains(withoutDraw(expected));
      }
    }

    private PlayerAccount read(long player) throws SQLException {
      return Sql.one(
          connection,
          Wallet.SELECT_ACCOUNT + " WHERE a.kind = 'player' AND a.player_id = ?",
          Wallet::account,
          0,
          player);
    }

    /// A request of any sort: in order, late, from beyond what is in order, of some players from
    /// just below that, random; one that was made before; one that another player made.
    private UUID key(long player) {
      List<Ledger.Key> before = List.copyOf(settled.keySet());
      int kind = random.nextInt(10);
      Instant at =
          switch (kind) {
            case 4 -> now().minusMillis(random.nextInt(600_000));
            case 5 -> now().plus(player % 4 == 0 ? 6 + random.nextInt(3) : 8, ChronoUnit.DAYS);
            default -> Instant.now();
          };
      if (kind >= 8 && !before.isEmpty()) {
        Ledger.Key some = before.get(random.nextInt(before.size()));
        if (kind == 8) { // the player's own, if there is one
          return before.stream()
              .filter(it -> it.playerId() == player)
              .skip(random.nextInt(3))
              .findAny()
              .map(Ledger.Key::requestId)
              .orElse(some.requestId());
        }
        return some.requestId();
      }
      if (kind == 6) {
        return new UUID(random.nextLong(), random.nextLong());
      }
      return kind == 7
          ? new IdempotencyKey("a-key-" + random.nextInt(2_000)).requestId(player)
          : new IdempotencyKey(UuidCreator.getTimeOrderedEpoch(at).toString()).requestId(player);
    }

    private Posting posting(PlayerAccount account, UUID request, boolean bet) {
      long payout = random.nextInt(3) * 20L;
      Round round =
          new Round(
              request,
              account.playerId(),
              "roulette",
              (int) rulesId,
              20,
              payout,
              "{\"stake\":20}",
              "{\"pocket\":" + random.nextInt(37) + "}",
              new Round.DrawReference(
                  seedPairs.getOrDefault(account.playerId(), 0L), "", "", "", account.nonce()),
              account.balance() - 20 + payout,
              now());
      return new Posting.Settled(account, round, bet ? null : move(round));
    }
  }

  private final AtomicInteger moves = new AtomicInteger();

  private long rulesId;

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /// A player's request may have the id of another player's here; of moves the casino has none
  /// such.
  private Move move(Round round) {
    return new Move(
        round.ref(), round.ref(), moves.getAndIncrement(), "{}", round.balanceAfter(), null, now());
  }

  /// What the seed pair says of a draw is not of interest here, and when a batch was posted is the
  /// ledger's.
  private static Round withoutDraw(Round round) {
    return new Round(
        round.ref(),
        round.playerId(),
        round.game(),
        round.rulesId(),
        round.stake(),
        round.payout(),
        round.bet(),
        round.outcome(),
        new Round.DrawReference(round.draw().seedPairId(), "", "", "", round.draw().nonce()),
        round.balanceAfter(),
        Instant.EPOCH);
  }

  private void readRules() throws SQLException {
    rulesId = casino.number("SELECT rules_id FROM game_rules WHERE game = 'roulette' LIMIT 1");
  }

  @Test
  void eachRequestTakesEffectOnceAndIsFoundAgain() throws Exception {
    readRules();
    try (Connection one = casino.owner();
        Connection other = casino.owner()) {
      Server[] servers = {new Server(new Ledger(), one, 1), new Server(new Ledger(), other, 2)};
      Random random = new Random(3);
      int effects = 0;
      for (int step = 0; step < STEPS; step++) {
        effects += servers[random.nextInt(2)].batch();
        if (random.nextInt(50) == 0) {
          servers[random.nextInt(2)].remembered.clear(); // a restart
        }
      }
      assertThat(settled).hasSize(effects);
      checkAll(one);
    }
  }

  @Test
  void twoServersAtOnceSettleEachRequestOnce() throws Exception {
    readRules();
    List<Callable<Integer>> servers = List.of(() -> serve(10), () -> serve(11));
    int effects = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Integer> each : threads.invokeAll(servers)) {
        effects += each.get();
      }
    }
    assertThat(settled).hasSize(effects);
    try (Connection connection = casino.owner()) {
      checkAll(connection);
    }
  }

  private int serve(long seed) throws SQLException {
    int effects = 0;
    try (Connection connection = casino.owner()) {
      Server server = new Server(new Ledger(), connection, seed);
      for (int step = 0; step < STEPS / 3; step++) {
        effects += server.batch();
      }
    }
    return effects;
  }

  /// The control: a server that takes every key for a new one settles requests again.
  @Test
  void whoTakesEveryKeyForANewOneIsFoundOut() throws Exception {
    readRules();
    try (Connection connection = casino.owner()) {
      Server careless =
          new Server(new Ledger(post -> post.replace("p.is_newest OR", "true OR")), connection, 1);
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(() -> {
                for (int step = 0; step < STEPS; step++) {
                  careless.batch();
                }
              }))
          .isNotNull();
    }
  }

  private void checkAll(Connection connection) throws SQLException {
    for (Map.Entry<Ledger.Key, Round> each : settled.entrySet()) {
      Ledger.Key key = each.getKey();
      assertThat(new Wallet().settled(connection, key.playerId(), key.requestId()))
          .map(RequestsOnceIT::withoutDraw)
          .contains(withoutDraw(each.getValue()));
    }
    Random random = new Random(5);
    for (long player : seedPairs.keySet()) {
      for (Ledger.Key key : settled.keySet()) {
        if (random.nextInt(20) == 0
            && !settled.containsKey(new Ledger.Key(player, key.requestId()))) {
          assertThat(new Wallet().settled(connection, player, key.requestId())).isEmpty();
        }
      }
    }
    assertThat(casino.number("SELECT count(*) FROM round")).isEqualTo(settled.size());
    assertThat(casino.number("SELECT count(*) FROM bet")).isGreaterThan(settled.size() / 2);
    assertThat(casino.number("SELECT count(*) FROM bet_key"))
        .as("some keys were in order and some were not")
        .isBetween(settled.size() / 20L, settled.size() * 3L / 4);
    assertThat(
            casino.number(
                """
                SELECT count(*) FROM (SELECT account_id, seq, balance_after,
                         sum(amount) OVER (PARTITION BY account_id ORDER BY seq) AS running,
                         row_number() OVER (PARTITION BY account_id ORDER BY seq) AS place
                    FROM ledger_entry) e WHERE running <> balance_after OR place <> seq
                """))
        .isZero();
  }

  /// However many bets an account has, a request among them is found by reading a few pages.
  @Test
  void requestIsFoundByHalving() throws Exception {
    long player = seedPairs.keySet().iterator().next();
    long account =
        casino.number(
            "SELECT account_id FROM account WHERE kind = 'player' AND player_id = " + player);
    casino.sql(
        """
        INSERT INTO bet (account_id, seq, round_id, house_id, stake, payout, balance_after, seed_pair_id,
                         nonce, settled_at, rules_id, detail)
        SELECT %d, 2 * n, lpad(to_hex(n), 32, '0')::uuid, 1, 1, 0, 1, 1, n, now(), 1, ''
          FROM generate_series(1, 50000) n
        """
            .formatted(account));
    try (Connection connection = casino.owner();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertThat(seqOf(connection, account, 1)).isEqualTo(2);
      long before = blocks(connection);
      for (long n : new long[] {1, 2, 777, 25_000, 49_999, 50_000}) {
        assertThat(seqOf(connection, account, n)).isEqualTo(2 * n);
      }
      assertThat(seqOf(connection, account, 50_001)).isNull();
      assertThat(blocks(connection) - before).as("for seven looks").isLessThan(7 * 120);
      statement.execute("DELETE FROM bet WHERE seq = 1554");
      assertThat(seqOf(connection, account, 777)).isNull();
      assertThat(seqOf(connection, account, 778)).isEqualTo(1_556);
      connection.rollback();
    }
  }

  private static @Nullable Long seqOf(Connection connection, long account, long n)
      throws SQLException {
    return Sql.list(
            connection,
            "SELECT bet_of_request(?, lpad(to_hex(?::bigint), 32, '0')::uuid) AS seq",
            row -> Optional.ofNullable((Long) row.getObject(1)),
            account,
            n)
        .getFirst()
        .orElse(null);
  }

  private static long blocks(Connection connection) throws SQLException {
    return Sql.one(
        connection,
        "SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::bigint FROM pg_class"
            + " WHERE relname IN ('bet', 'bet_pkey', 'bet_key', 'bet_key_pkey')",
        row -> row.getLong(1));
  }
}
