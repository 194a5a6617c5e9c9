package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.seamlesswallet.Sportsbook;
import dev.pitboss.server.seamlesswallet.outbound.RemoteOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Breaks the ledger by hand, in a casino of its own.
class InvariantsIT {
  private static CasinoFixture casino;
  private static Guest guest;

  @BeforeAll
  static void playALittle() throws Exception {
    casino = CasinoFixture.start();
    guest = casino.guest();
    Sportsbook.Punter punter = Sportsbook.at(casino, "book").welcome(casino.guest());
    UUID bet = UUID.randomUUID();
    punter.bet(bet, 100);
    punter.rollback(UUID.randomUUID(), bet);
    try (RemoteOperator operator = RemoteOperator.make(casino, 0)) {
      String red = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
      assertThat(operator.post(operator.welcome("p"), "play/roulette", red, "key").status())
          .isEqualTo(200);
    }
    for (int i = 0; i < 20; i++) {
      guest.spin(20);
    }
    guest.post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}", "key-of-no-time");
    guest.spin(20);
    assertThat(guest.post("slots/bet", "{\"stake\":200}").status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void bettingStopsWithinTwoSecondsOfMoneyFromNowhereAndResumesWhenItIsMended() throws Exception {
    casino.sql("UPDATE account SET balance = balance + 1 WHERE kind = 'house' AND shard = 7");
    Instant broken = Instant.now();
    Concurrently.await("betting stops", () -> guest.spin(20).code().equals("betting_stopped"));
    assertThat(Duration.between(broken, Instant.now())).isLessThan(Duration.ofSeconds(2));

    JsonNode health = casino.get("/health").json();
    assertThat(health.path("status").asText()).isEqualTo("DOWN");
    assertThat(health.at("/checks/invariants/broken/0/name").asText())
        .isEqualTo("accounts_sum_to_zero");
    assertThat(casino.get("/health/ready").status()).isEqualTo(200);
    assertThat(guest.get("balance").status()).isEqualTo(200);

    casino.sql("UPDATE account SET balance = balance - 1 WHERE kind = 'house' AND shard = 7");
    Concurrently.await("betting resumes", () -> guest.spin(20).status() == 200);
    assertThat(casino.get("/health").json().path("status").asText()).isEqualTo("UP");
  }

  /// Also outside the quick check: an unused account, a new one, a stake that is open. Each
  /// statement and what undoes it.
  static List<Arguments> tampering() {
    String idle = "(SELECT max(account_id) FROM account WHERE kind = 'player')";
    return List.of(
        Arguments.of(
            "accounts_sum_to_zero",
            "UPDATE account SET balance = balance + 5, version = version + 1 WHERE account_id = "
                + idle,
            "UPDATE account SET balance = balance - 5 WHERE account_id = " + idle),
        Arguments.of(
            "accounts_sum_to_zero",
            """
            INSERT INTO account (operator_id, kind, shard, currency, balance)
            VALUES (1, 'house', 999, 'CHIP', 7)
            """,
            "DELETE FROM account WHERE shard = 999"),
        Arguments.of(
            "no_negative_player_balance",
            """
            ALTER TABLE account DROP CONSTRAINT player_balance_not_negative;
            UPDATE account SET balance = balance + CASE kind WHEN 'player' THEN -1000000 ELSE 1000000 END
             WHERE account_id = %1$s OR (operator_id = 1 AND kind = 'house' AND shard = 3)
            """
                .formatted(idle),
            """
            UPDATE account SET balance = balance - CASE kind WHEN 'player' THEN -1000000 ELSE 1000000 END
             WHERE account_id = %1$s OR (operator_id = 1 AND kind = 'house' AND shard = 3);
            ALTER TABLE account ADD CONSTRAINT player_balance_not_negative
              CHECK (player_id IS NULL OR balance >= 0)
            """
                .formatted(idle)),
        Arguments.of(
            "escrow_is_sum_of_open_stakes",
            "UPDATE open_round SET staked = staked + 20",
            "UPDATE open_round SET staked = staked - 20"),
        Arguments.of(
            "changes_by_hand_are_recorded",
            "ALTER TABLE account DISABLE TRIGGER account_changed_by_hand",
            "ALTER TABLE account ENABLE TRIGGER account_changed_by_hand"));
  }

  @ParameterizedTest
  @MethodSource("tampering")
  void bettingStopsForAnyTamperedAccountAndFoldedChangesAreNotForgotten(
      String name, String damage, String repair) throws Exception {
    Guest other = casino.guest();
    casino.guest(); // who never bets, and is tampered with
    casino.sql(damage);
    Concurrently.await("betting stops", () -> other.spin(20).code().equals("betting_stopped"));
    // The check of a slice of the ledger may come first, with another name for the same damage.
    Concurrently.await("health names it", () -> casino.get("/health").body().contains(name));

    new Invariants(casino.casino().services().database()).fold();
    assertThat(new Invariants(casino.casino().services().database()).quick())
        .anySatisfy(broken -> assertThat(broken.name()).isEqualTo(name));

    casino.sql(repair);
    Concurrently.await("betting resumes", () -> other.spin(20).status() == 200);
    new Invariants(casino.casino().services().database()).fold();
    assertThat(casino.number("SELECT count(*) FROM change_by_hand WHERE account_id IS NOT NULL"))
        .as("what is in order again is folded")
        .isZero();
  }

  @Test
  void serversOwnRoleCannotMakeAChangeByHandDisappear() {
    for (String statement :
        List.of(
            "DELETE FROM change_by_hand",
            "UPDATE change_by_hand SET amount = 0",
            "INSERT INTO change_by_hand (amount, changed_by) VALUES (0, 'me')",
            "DELETE FROM player",
            "DELETE FROM account",
            "DELETE FROM seed_pair",
            "ALTER TABLE account DISABLE TRIGGER ALL")) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                      java.sql.SQLException.class,
                      () -> casino.sql("SET ROLE pitboss_app; " + statement))
                  .getSQLState())
          .as(statement)
          .isEqualTo("42501");
    }
  }

  static List<Arguments> damages() {
    return List.of(
        Arguments.of(
            "balance_is_sum_of_entries",
            """
            UPDATE account SET balance = balance + CASE kind WHEN 'player' THEN 5 ELSE -5 END
             WHERE kind = 'player' OR (kind = 'house' AND shard = 0)
            """),
        Arguments.of(
            "entry_numbers_have_no_gap",
            "DELETE FROM stored_entry WHERE kind = 'stake' AND seq = 2"),
        Arguments.of(
            "balance_after_is_running_sum",
            "UPDATE stored_entry SET balance_after = balance_after + 1 WHERE seq = 3"),
        Arguments.of("rounds_match_their_entries", "UPDATE stored_round SET payout = payout + 1"),
        Arguments.of("escrow_is_sum_of_open_stakes", "UPDATE open_round SET staked = staked + 20"),
        Arguments.of(
            "adjustments_match_their_entries",
            "UPDATE stored_entry SET kind = 'adjustment' WHERE kind = 'grant'"),
        Arguments.of(
            "refills_are_play_chips",
            "UPDATE stored_entry SET kind = 'refill', amount = -amount WHERE kind = 'grant'"),
        Arguments.of("escrow_is_sum_of_open_stakes", "DELETE FROM open_round"),
        Arguments.of(
            "balance_is_sum_of_entries",
            "UPDATE account SET balance = balance + 5 WHERE kind = 'escrow'"),
        Arguments.of(
            "external_transactions_match_their_entries",
            "UPDATE external_transaction SET stake = stake + 1 WHERE kind = 'bet'"),
        Arguments.of(
            "external_bets_end_once",
            """
            INSERT INTO external_transaction
            SELECT gen_random_uuid(), provider_id, gen_random_uuid(), player_id, 'win', reference_id,
                   round, game, 0, 0, request, balance_after, posted_at
              FROM external_transaction WHERE kind = 'rollback'
            """),
        Arguments.of("remote_bets_match_their_rounds", "UPDATE remote_bet SET payout = payout + 1"),
        Arguments.of("nonces_are_counted", "DELETE FROM open_round"),
        Arguments.of(
            "nonces_are_counted", "UPDATE account SET nonce = nonce + 1 WHERE kind = 'player'"));
  }

  static List<Arguments> damagesOfBets() {
    return List.of(
        Arguments.of("entry_numbers_have_no_gap", "DELETE FROM bet WHERE seq = 5 OR seq = 6"),
        Arguments.of("balance_is_sum_of_entries", "UPDATE bet SET stake = stake + 1 WHERE seq = 2"),
        Arguments.of(
            "balance_is_sum_of_entries",
            "UPDATE bet SET house_id = (SELECT account_id FROM account WHERE kind = 'house' AND"
                + " shard = 33 AND operator_id = 1) WHERE seq = 2"),
        Arguments.of(
            "balance_after_is_running_sum",
            "UPDATE bet SET balance_after = balance_after + 1 WHERE seq = 2"),
        Arguments.of(
            "bets_are_found_by_their_keys",
            "UPDATE bet SET round_id = '00000000-0000-7000-8000-000000000001' WHERE seq > 6"),
        Arguments.of(
            "bets_are_found_by_their_keys",
            "UPDATE bet SET round_id = gen_random_uuid() WHERE seq > 1"),
        Arguments.of("bets_are_found_by_their_keys", "UPDATE bet_key SET seq = seq + 1"),
        Arguments.of(
            "bets_are_found_by_their_keys",
            "UPDATE bet_key SET newest = 'ffffffff-0000-7000-8000-000000000001'"),
        Arguments.of("nonces_are_counted", "UPDATE bet SET nonce = nonce + 1 WHERE seq = 2"));
  }

  @ParameterizedTest
  @MethodSource({"damages", "damagesOfBets"})
  void thoroughCheckFindsWhatWasBroken(String name, String damage) throws Exception {
    try (var owner = casino.owner()) {
      owner.setAutoCommit(false);
      assertThat(brokenIn(owner)).isEmpty();
      try (var statement = owner.createStatement()) {
        assertThat(statement.executeUpdate(damage)).isPositive();
      }
      assertThat(brokenIn(owner)).contains(name);
      owner.rollback();
    }
  }

  @Test
  void ledgerIsCheckedSliceBySliceWhileBetsGoOn() {
    LedgerAudit audit = new LedgerAudit(casino.casino().services().database(), 5);
    int slices = 0;
    while (!audit.isComplete()) {
      audit.goOn();
      slices++;
      assertThat(guest.spin(20).status()).isEqualTo(200);
      if (slices < 5) {
        assertThat(casino.guest().spin(20).status()).isEqualTo(200);
      }
    }

    assertThat(slices).isGreaterThan(5);
    assertThat(audit.broken()).isEmpty();
  }

  @Test
  void moneyMovedBetweenHouseAccountsIsFoundAtTheEnd() throws Exception {
    String move =
        """
        UPDATE account SET balance = balance + CASE shard WHEN 11 THEN %d ELSE -(%1$d) END
         WHERE kind = 'house' AND operator_id = 1 AND shard IN (11, 12)
        """;
    LedgerAudit audit = new LedgerAudit(casino.casino().services().database());
    casino.sql(move.formatted(5));
    try {
      while (!audit.isComplete()) {
        assertThat(audit.broken()).isEmpty();
        audit.goOn();
      }
    } finally {
      casino.sql(move.formatted(-5));
    }
    assertThat(audit.broken())
        .singleElement()
        .satisfies(broken -> {
          assertThat(broken.name()).isEqualTo("balance_is_sum_of_entries");
          assertThat(broken.cases()).hasSize(2);
        });
  }

  @Test
  void applicationRoleCannotRewriteTheLedger() throws Exception {
    for (String statement :
        List.of(
            "UPDATE stored_entry SET amount = amount + 1",
            "DELETE FROM stored_entry",
            "UPDATE stored_round SET payout = 0",
            "UPDATE bet SET payout = 0",
            "DELETE FROM bet",
            "UPDATE bet_key SET seq = 0",
            "DELETE FROM bet_key",
            "TRUNCATE bet",
            "UPDATE move SET balance_after = 0",
            "DELETE FROM move",
            "DELETE FROM stored_round",
            "UPDATE external_transaction SET payout = 0",
            "DELETE FROM external_transaction",
            "TRUNCATE stored_entry")) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                      java.sql.SQLException.class,
                      () -> casino.sql("SET ROLE pitboss_app; " + statement))
                  .getSQLState())
          .as(statement)
          .isEqualTo("42501");
    }
  }

  @Test
  void databaseItselfRefusesANegativePlayerBalance() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    java.sql.SQLException.class,
                    () -> casino.sql("UPDATE account SET balance = -1 WHERE kind = 'player'"))
                .getSQLState())
        .isEqualTo("23514");
  }

  @Test
  void healthSaysWhenEverythingWasLastChecked() throws Exception {
    Concurrently.await(
        "the first thorough check",
        () ->
            casino.get("/health").json().at("/checks/invariants/thoroughlyCheckedAt").isTextual());
    assertThat(casino.get("/health").json().at("/checks/invariants/betting").asBoolean()).isTrue();
    assertThat(casino.send("GET", "/metrics", null, Map.of()).body())
        .contains("pitboss_invariants_broken 0.0");
  }

  private static List<String> brokenIn(java.sql.Connection connection) throws Exception {
    List<String> names = new ArrayList<>();
    for (Invariants.Broken broken : Invariants.all(connection)) {
      names.add(broken.name());
    }
    return names;
  }
}
