package dev.pitboss.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.archive.BetArchiver.Step;
import dev.pitboss.server.archive.Months.Played;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.monitoring.LedgerProof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Months of bets leave the database, and everything that is promised of a bet stays true of them.
class BetArchiveIT {
  private CasinoFixture casino;
  private Months months;

  @BeforeEach
  void start() {
    casino = CasinoFixture.start();
    months = new Months(casino);
  }

  @AfterEach
  void stop() {
    casino.close();
  }

  private List<Invariants.Broken> broken() throws SQLException {
    try (Connection owner = casino.owner()) {
      return LedgerProof.broken(owner);
    }
  }

  /// Every round reads as it did, and no request settles twice.
  private void assertNothingLost(Played played) {
    Guest guest = played.guest;
    long balance = guest.balance();
    for (Map.Entry<String, String> round : played.rounds.entrySet()) {
      assertThat(guest.get("rounds/" + round.getKey()).body()).isEqualTo(round.getValue());
    }
    for (Map.Entry<String, Answer> each : played.answers.entrySet()) {
      assertThat(Months.again(guest, each.getKey()).body()).isEqualTo(each.getValue().body());
      assertThat(
              guest
                  .post(
                      "play/baccarat", "{\"bets\":[{\"on\":\"tie\",\"stake\":20}]}", each.getKey())
                  .status())
          .isEqualTo(422);
    }
    assertThat(guest.balance()).isEqualTo(balance);
  }

  @Test
  void archivedBetsAreReadReplayedProvenAndCounted() throws Exception {
    Guest guest = casino.guest();
    Guest idle = casino.guest(); // only plays in the first month
    Played played = new Played(guest);
    Played once = new Played(idle);
    Months.play(played, 25);
    Months.play(once, 8);
    String statement = guest.get("limits/statement").body();
    months.end(6, played, once);
    Months.play(played, 15);
    months.end(5, played);
    Months.play(played, 10);
    played.readRounds();
    assertNothingLost(played);
    assertNothingLost(once);
    assertThat(broken()).isEmpty();

    assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);
    assertThat(casino.number("SELECT count(*) FROM stored_bet")).isEqualTo(25);
    assertNothingLost(played);
    assertNothingLost(once);
    assertThat(broken()).isEmpty();

    assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);
    assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.NothingToDo.class);
    assertThat(casino.number("SELECT count(*) FROM stored_bet")).isEqualTo(10);
    assertThat(casino.number("SELECT sum(bets) FROM archived_run")).isEqualTo(48);
    assertNothingLost(played);
    assertNothingLost(once);
    assertThat(guest.get("limits/statement").body()).isNotEqualTo(statement).contains("\"bets\":");

    Months.play(played, 10);
    Months.play(once, 5);
    played.readRounds();
    once.readRounds();
    assertNothingLost(played);
    assertNothingLost(once);
    assertThat(broken()).isEmpty();
    assertThat(LedgerProof.around(casino.casino().services().database(), () -> {})).isEmpty();
    assertThat(proof().faults()).isEmpty();
    guest.post("fairness/rotate", "{}");
    for (String ref : played.rounds.keySet()) {
      assertThat(guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}").body())
          .contains("\"matches\":true");
    }
  }

  private ArchiveProof proof() {
    return new ArchiveProof(casino.casino().services().database(), months.folder());
  }

  /// Limits and statements count what was played in archived months.
  @Test
  void statementsAreTheSameAfterwards() throws Exception {
    Guest guest = casino.guest();
    Months.play(new Played(guest), 12);
    months.end(4);
    Months.play(new Played(guest), 6);
    String before = guest.get("limits/statement").body();

    assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);

    assertThat(guest.get("limits/statement").body()).isEqualTo(before);
  }

  /// At each step the process ends; what it had done is committed.
  @Test
  void killedAnywhereNothingIsLostAndTheNextAttemptSucceeds() throws Exception {
    Guest guest = casino.guest();
    Played played = new Played(guest);
    int monthsAgo = 4 + Step.values().length;
    for (Step last : Step.values()) {
      Months.play(played, 11);
      months.end(monthsAgo--, played);
      assertThatThrownBy(() ->
              months.archive(step -> {
                if (step == last) {
                  throw new Killed();
                }
              }))
          .isInstanceOf(Killed.class);
      assertNothingLost(played);
      assertThat(broken()).as("after %s", last).isEmpty();

      if (last != Step.TABLE_GONE) {
        assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);
      }
      assertNothingLost(played);
      assertThat(broken()).as("again, after %s", last).isEmpty();
      assertThat(proof().faults()).isEmpty();
    }
    assertThat(casino.number("SELECT count(*) FROM stored_bet")).isZero();
  }

  /// Control: a table that goes without its file is missed by all that is asserted above.
  @Test
  void tableThatWasDroppedIsMissed() throws Exception {
    Guest guest = casino.guest();
    Played played = new Played(guest);
    Months.play(played, 6);
    months.end(5, played);
    String table = text("SELECT relation FROM bet_month WHERE state = 'closed'");
    casino.sql("DROP TABLE " + table);

    assertThat(broken()).isNotEmpty();
    assertThat(guest.get("rounds/" + played.rounds.keySet().iterator().next()).status())
        .isEqualTo(404);
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = casino.owner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// The table does not go while the file is not what it was.
  @Test
  void fileThatDiffersFromItsTableIsRefused() throws Exception {
    Guest guest = casino.guest();
    Played played = new Played(guest);
    Months.play(played, 9);
    months.end(5, played);

    assertThatThrownBy(() ->
            months.archive(step -> {
              if (step == Step.RUNS_STORED) {
                change("UPDATE bet_", " SET payout = payout + 1");
              }
            }))
        .isInstanceOf(BetFile.DamagedException.class);
    change("UPDATE bet_", " SET payout = payout - 1");

    assertThat(casino.number("SELECT count(*) FROM stored_bet")).isEqualTo(9);
    assertNothingLost(played);
    assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);
  }

  private void change(String update, String set) {
    try {
      String table = text("SELECT relation FROM bet_month WHERE state = 'closed'");
      casino.sql(
          update
              + table.substring("bet_".length())
              + set
              + " WHERE seq = (SELECT max(seq) FROM "
              + table
              + ")");
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  /// A changed byte of a file is found when a round is read and by `archive verify`; so is a
  /// missing file. What is remembered in the database is held against the files and against the
  /// balances.
  @Test
  void damageIsFound() throws Exception {
    Guest guest = casino.guest();
    Played played = new Played(guest);
    Months.play(played, 9);
    months.end(5, played);
    assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);
    Path file = only(months.folder());
    byte[] whole = Files.readAllBytes(file);
    String ref = played.rounds.keySet().iterator().next();
    String key = played.answers.keySet().iterator().next();
    for (int at : new int[] {20, 60, whole.length - 70, whole.length - 10}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertThat(proof().faults()).as("byte %d", at).isNotEmpty();
      assertThat(guest.get("rounds/" + ref).status()).as("byte %d", at).isEqualTo(503);
      assertThat(Months.again(guest, key).status()).isEqualTo(503);
    }
    Files.delete(file);
    assertThat(proof().faults()).isNotEmpty();
    assertThat(guest.get("rounds/" + ref).status()).isEqualTo(503);
    Files.write(file, whole);
    assertThat(proof().faults()).isEmpty();
    assertNothingLost(played);
    assertThat(broken()).isEmpty();

    for (String set :
        List.of(
            "staked = staked + 1",
            "house_id = house_id + 1",
            "balance_after = balance_after - 1",
            "first_nonce = first_nonce + 1",
            "last_seq = last_seq + 1, first_seq = first_seq + 1")) {
      casino.sql("CREATE TABLE saved AS SELECT * FROM archived_bets");
      casino.sql(
          "UPDATE archived_bets SET "
              + set
              + " WHERE first_seq = (SELECT min(first_seq) FROM archived_bets WHERE paid <> staked)");
      assertThat(broken()).as(set).isNotEmpty();
      assertThat(proof().faults()).as(set).isNotEmpty();
      casino.sql(
          "DELETE FROM archived_bets; INSERT INTO archived_bets SELECT * FROM saved; DROP TABLE saved");
    }
    assertThat(broken()).isEmpty();
  }

  private static Path only(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      List<Path> all = new ArrayList<>(files.toList());
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  void serverCannotRemoveOrChangeBets() throws Exception {
    Guest guest = casino.guest();
    Months.play(new Played(guest), 3);
    months.end(5);
    String table = text("SELECT relation FROM bet_month WHERE state = 'closed'");
    for (String sql :
        List.of(
            "DELETE FROM " + table,
            "INSERT INTO %1$s SELECT * FROM %1$s".formatted(table),
            "DELETE FROM archived_bets",
            "UPDATE bet_month SET state = 'open'",
            "SELECT archive_bet_month(1, 'x', ''::bytea, 3, '{}')",
            "SELECT forget_archived_bets(1)",
            "DROP TABLE " + table)) {
      assertThatThrownBy(() -> casino.sql("SET ROLE pitboss_app; " + sql))
          .as(sql)
          .isInstanceOfSatisfying(
              SQLException.class, it -> assertThat(it.getSQLState()).isEqualTo("42501"));
    }
  }
}
