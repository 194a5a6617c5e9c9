package dev.pitboss.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.Migrations;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.monitoring.LedgerProof;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Bets from before a bet and its entries were one row (V22) stay where they are, and everything
/// that reads bets reads them as those of today.
class StoredBeforeIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
  private static final String TIE = "{\"bets\":[{\"on\":\"tie\",\"stake\":20}]}";

  /// Brings bets into the form that they had before.
  private static final String AS_BEFORE =
      """
      INSERT INTO stored_round (round_id, player_id, game, rules_id, stake, payout, bet, outcome,
                                seed_pair_id, nonce, account_seq, balance_after, settled_at)
      SELECT round_id, player_id, game, rules_id, stake, payout, bet, outcome, seed_pair_id, nonce,
             account_seq, balance_after, settled_at
        FROM round WHERE bet_seq IS NOT NULL;
      INSERT INTO stored_entry
             (account_id, seq, counter_account_id, amount, balance_after, kind, round_id, posted_at)
      SELECT account_id, seq, counter_account_id, amount, balance_after, kind, round_id, posted_at
        FROM ledger_entry WHERE bet_seq IS NOT NULL;
      DELETE FROM bet;
      DELETE FROM bet_key
      """;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void betsOfBeforeAndOfTodayAreOneHistory() throws Exception {
    Guest guest = casino.guest();
    Map<String, Answer> first = new LinkedHashMap<>();
    play(guest, first, 12);
    String journal = text("SELECT md5(string_agg(j::text, '|' ORDER BY j::text)) FROM journal j");
    String rounds =
        text(
            "SELECT md5(string_agg(concat(round_id, player_id, game, rules_id, stake, payout, bet, outcome,"
                + " seed_pair_id, nonce, account_seq, balance_after, settled_at), '|' ORDER BY round_id))"
                + " FROM round");
    Answer history = guest.get("game-history?limit=50");

    casino.sql(AS_BEFORE);

    assertThat(casino.number("SELECT count(*) FROM stored_round")).isEqualTo(first.size());
    assertThat(text("SELECT md5(string_agg(j::text, '|' ORDER BY j::text)) FROM journal j"))
        .isEqualTo(journal);
    assertThat(
            text(
                "SELECT md5(string_agg(concat(round_id, player_id, game, rules_id, stake, payout, bet,"
                    + " outcome, seed_pair_id, nonce, account_seq, balance_after, settled_at), '|'"
                    + " ORDER BY round_id)) FROM round"))
        .isEqualTo(rounds);
    assertThat(guest.get("game-history?limit=50").body()).isEqualTo(history.body());

    play(guest, first, 12);
    assertThat(casino.number("SELECT count(*) FROM bet")).isEqualTo(first.size() / 2);
    long balance = guest.balance();
    for (Map.Entry<String, Answer> each : first.entrySet()) {
      assertThat(again(guest, each.getKey()).body()).isEqualTo(each.getValue().body());
      assertThat(guest.post("play/slots-20", "{\"stake\":40}", each.getKey()).status())
          .isEqualTo(422);
    }
    assertThat(guest.balance()).isEqualTo(balance);
    assertThat(refs(guest)).hasSize(first.size()).doesNotHaveDuplicates();
    try (Connection owner = casino.owner()) {
      assertThat(LedgerProof.broken(owner)).isEmpty();
    }
    assertThat(LedgerProof.around(casino.casino().services().database(), () -> {})).isEmpty();
    guest.post("fairness/rotate", "{}");
    for (String ref : refs(guest)) {
      assertThat(guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}").body())
          .contains("\"matches\":true");
    }
  }

  /// Under keys in order and others.
  private static void play(Guest guest, Map<String, Answer> answers, int bets) {
    for (int i = 0; i < bets; i++) {
      String key =
          i % 4 == 3 ? "text-" + answers.size() : UuidCreator.getTimeOrderedEpoch().toString();
      Answer answer = again(guest, key);
      assertThat(answer.status()).isEqualTo(200);
      answers.put(key, answer);
    }
  }

  /// The bet under a key is always the same.
  private static Answer again(Guest guest, String key) {
    return Math.floorMod(key.hashCode(), 2) == 0
        ? guest.post("play/roulette", RED, key)
        : guest.post("play/baccarat", TIE, key);
  }

  private static List<String> refs(Guest guest) {
    List<String> refs = new ArrayList<>();
    String cursor = "";
    do {
      var page = guest.get("game-history?limit=7" + cursor).json();
      page.path("rounds").forEach(round -> refs.add(round.path("ref").asText()));
      cursor = page.hasNonNull("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return refs;
  }

  private static String text(String sql) throws SQLException {
    try (Connection connection = casino.owner()) {
      return Sql.one(connection, sql, row -> row.getString(1));
    }
  }

  /// The words of the form are in the server and in the database.
  @Test
  void databaseReadsBetsByTheSameWordsAsTheServer() throws Exception {
    try (Connection connection = casino.owner()) {
      String words =
          Sql.one(
              connection,
              """
              SELECT string_agg(coalesce(word, ''), E'\\n' ORDER BY n)
                FROM generate_series(0, 255) n LEFT JOIN bet_word ON form = 1 AND code = n
              """,
              row -> row.getString(1));
      assertThat(words).isEqualTo(BetDetail.words());
      BetDetail odd = new BetDetail("{\"猫\":\"♣😀\"}", "{\"pocket\":17,\"a\":\"\"}");
      for (int part = 1; part <= 2; part++) {
        assertThat(
                Sql.<String>one(
                    connection,
                    "SELECT bet_text(?, ?)",
                    row -> row.getString(1),
                    odd.bytes(),
                    part))
            .isEqualTo(part == 1 ? odd.bet() : odd.outcome());
      }
    }
  }

  @Test
  void migrationLeavesRowsWhereTheyAreAndVersionBeforeCannotWrite() throws Exception {
    casino.sql("CREATE DATABASE before");
    DatabaseOptions options = casino.databaseOptions();
    String url = options.url().replaceFirst("/[^/?]+(\\?|$)", "/before$1");
    Flyway.configure()
        .dataSource(url, options.user(), options.password())
        .locations("classpath:db/migration")
        .target("21")
        .load()
        .migrate();
    String round =
        """
        INSERT INTO round VALUES (gen_random_uuid(), 7, 'roulette', 1, 20, 40, '{}', '{}', 3, %d, 3, 120,
                                  now())
        """;
    String entry =
        """
        INSERT INTO ledger_entry VALUES (1, %d, 2, -20, 80, 'stake', gen_random_uuid(), now())
        """;
    try (Connection connection =
            DriverManager.getConnection(url, options.user(), options.password());
        var statement = connection.createStatement()) {
      statement.execute(round.formatted(0));
      statement.execute(entry.formatted(2));
      long file = number(connection, "SELECT pg_relation_filenode('round')");

      assertThat(
              Migrations.apply(
                  new DatabaseOptions(url, options.user(), options.password(), 1, options.waits())))
          .isPositive();

      assertThat(number(connection, "SELECT pg_relation_filenode('stored_round')"))
          .as("nothing is copied")
          .isEqualTo(file);
      assertThat(
              number(connection, "SELECT count(*) FROM round WHERE player_id = 7 AND stake = 20"))
          .isEqualTo(1);
      assertThat(number(connection, "SELECT count(*) FROM journal WHERE amount = 20")).isEqualTo(1);
      for (String written : List.of(round.formatted(1), entry.formatted(3))) {
        assertThat(
                catchThrowableOfType(SQLException.class, () -> statement.execute(written))
                    .getSQLState())
            .isEqualTo("55000");
      }
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    return Sql.one(connection, sql, row -> row.getLong(1));
  }
}
