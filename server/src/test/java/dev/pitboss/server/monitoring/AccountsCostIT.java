package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the check of every second reads in the database, counted by the database, with few accounts
/// and with very many; and that it still finds what it is for.
class AccountsCostIT {
  private static final int GUESTS = 20_000;
  private static final int CHECKS = 20;

  /// What was read by the check before this one, whose cost grew with the accounts.
  private static final String EVERY_ACCOUNT =
      "SELECT operator_id, currency FROM account GROUP BY 1, 2 HAVING sum(balance) <> 0";

  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.start();
    for (int i = 0; i < 5; i++) {
      assertThat(casino.guest().spin(20).status()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  /// Guests as they leave themselves: accounts and a grant.
  private static void add(int guests) throws SQLException {
    casino.sql(
        """
        SET ROLE pitboss_app;
        WITH p AS (
          INSERT INTO player (operator_id, username, guest, created_at, last_login)
          SELECT 1, 'guest-' || gen_random_uuid(), true, now(), now() FROM generate_series(1, %d) i
          RETURNING player_id),
        a AS (
          INSERT INTO account (operator_id, kind, player_id, currency, balance, seq)
          SELECT 1, 'player', player_id, 'CHIP', 10, 1 FROM p RETURNING account_id, player_id),
        e AS (
          INSERT INTO account (operator_id, kind, player_id, currency)
          SELECT 1, 'escrow', player_id, 'CHIP' FROM p),
        f AS (
          UPDATE account f SET balance = f.balance - 10 * s.n
            FROM (SELECT mod(player_id, 64) AS shard, count(*) AS n FROM a GROUP BY 1) s
           WHERE f.operator_id = 1 AND f.kind = 'funding' AND f.shard = s.shard)
        INSERT INTO stored_entry
               (account_id, seq, counter_account_id, amount, balance_after, kind, posted_at)
        SELECT a.account_id, 1, f.account_id, 10, 10, 'grant', now()
          FROM a JOIN account f ON f.operator_id = 1 AND f.kind = 'funding'
                               AND f.shard = mod(a.player_id, 64)
        """
            .formatted(guests));
    casino.sql("ANALYZE");
  }

  private interface Work {
    void run(Connection connection) throws SQLException;
  }

  /// Blocks of any relation that the work touches in a session of its own, by the database's count.
  private static long blocksTouched(Work work) throws SQLException {
    try (Connection connection = casino.owner();
        var statement = connection.createStatement()) {
      statement.execute("SET role pitboss_app; SET plan_cache_mode = force_generic_plan");
      work.run(connection); // plans and catalogs are read once
      long before = touched(connection);
      for (int i = 0; i < CHECKS; i++) {
        work.run(connection);
      }
      return (touched(connection) - before) / CHECKS;
    }
  }

  private static long touched(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT sum(pg_stat_get_xact_blocks_fetched(oid)) FROM pg_class"
                    + " WHERE relname IN ('account', 'stored_entry', 'bet', 'open_round',"
                    + " 'change_by_hand')")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void checkOfEverySecondReadsAsMuchForManyAccountsAsForFew() throws Exception {
    Work check = connection -> assertThat(Invariants.quick(connection)).isEmpty();
    Work whole =
        connection -> {
          try (var statement = connection.createStatement()) {
            assertThat(statement.executeQuery(EVERY_ACCOUNT).next()).isFalse();
          }
        };
    add(1_000);
    long few = inOneTransaction(check);
    long fewWhole = inOneTransaction(whole);

    add(GUESTS);

    assertThat(inOneTransaction(check)).isLessThan(few * 3 / 2 + 500);
    assertThat(inOneTransaction(whole)).as("the control grows").isGreaterThan(fewWhole * 5);
  }

  /// The database counts what a transaction has read at once only while it goes on.
  private static long inOneTransaction(Work work) throws SQLException {
    return blocksTouched(connection -> {
      if (connection.getAutoCommit()) {
        connection.setAutoCommit(false);
      }
      work.run(connection);
    });
  }

  @Test
  void ledgerOfManyAccountsIsProvenInSlicesThatEachReadABoundedNumber() {
    LedgerAudit audit = new LedgerAudit(casino.casino().services().database(), 500);
    int slices = 0;
    while (!audit.isComplete()) {
      audit.goOn();
      slices++;
    }

    assertThat(audit.broken()).isEmpty();
    assertThat(slices).isPositive();
  }
}
