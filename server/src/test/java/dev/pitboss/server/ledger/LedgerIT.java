package dev.pitboss.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The settlement's statement by itself.
class LedgerIT {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

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
  void databaseAllowsTheKindsOfEntriesThereAreAndNoOther() throws SQLException {
    try (Connection connection = casino.owner()) {
      String rule =
          Sql.one(
              connection,
              """
              SELECT pg_get_constraintdef(oid) FROM pg_constraint
               WHERE conrelid = 'stored_entry'::regclass AND conname = 'ledger_entry_kind_check'
              """,
              row -> row.getString(1));
      assertThat(Pattern.compile("'(\\w+)'").matcher(rule).results().map(it -> it.group(1)))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(EntryKind.values()).map(EntryKind::id).toList());
    }
  }

  @Test
  void postingTakesEffectAtTheVersionItWasDecidedAtAndNotAgain() throws SQLException {
    Ledger ledger = new Ledger();
    try (Connection connection = casino.owner()) {
      PlayerAccount account = account(connection, casino.guest());

      Set<Integer> first = ledger.post(connection, List.of(win(account)), NOW);
      Set<Integer> second = ledger.post(connection, List.of(win(account)), NOW);

      assertThat(first).containsExactly(0);
      assertThat(second).isEmpty();
      assertThat(reread(connection, account))
          .isEqualTo(win(account).after().withoutNewestRequest());
    }
  }

  @Test
  void withoutTheVersionBothWouldTakeEffectAndOneNonceServeTwoRounds() throws SQLException {
    Ledger careless = new Ledger(post -> post.replace("AND a.version = p.version", ""));
    try (Connection connection = casino.owner()) {
      connection.setAutoCommit(false);
      PlayerAccount account = account(connection, casino.guest());

      careless.post(connection, List.of(loss(account)), NOW);
      // the entry's number is taken already: what would be doubled is refused by the key
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> careless.post(connection, List.of(loss(account)), NOW)))
          .hasMessageContaining("bet_pkey");
      connection.rollback();
    }
  }

  @Test
  void guardedPostingTakesEffectOnlyWhileItsGuardStands() throws SQLException {
    Ledger ledger = new Ledger();
    try (Connection connection = casino.owner()) {
      PlayerAccount account = account(connection, casino.guest());
      PlayerAccount neighbour = account(connection, casino.guest());
      long guard = casino.number("INSERT INTO posting_guard DEFAULT VALUES RETURNING guard_id");

      Posting guarded = new Posting.Guarded(win(account), guard);
      assertThat(ledger.post(connection, List.of(guarded), NOW)).containsExactly(0);

      casino.sql("DELETE FROM posting_guard WHERE guard_id = " + guard);
      PlayerAccount now = reread(connection, account);
      Posting late = new Posting.Guarded(win(now), guard);
      assertThat(ledger.post(connection, List.of(late, win(neighbour)), NOW)).containsExactly(1);
      assertThat(reread(connection, account)).isEqualTo(now);
    }
  }

  @Test
  void guardIsTakenAwayOnlyWhenPostingsUnderItHaveCommitted() throws Exception {
    Ledger ledger = new Ledger();
    long guard = casino.number("INSERT INTO posting_guard DEFAULT VALUES RETURNING guard_id");
    try (Connection connection = casino.owner();
        java.util.concurrent.ExecutorService thread =
            java.util.concurrent.Executors.newSingleThreadExecutor()) {
      connection.setAutoCommit(false);
      PlayerAccount account = account(connection, casino.guest());
      ledger.post(connection, List.of(new Posting.Guarded(win(account), guard)), NOW);

      var removed =
          thread.submit(() -> {
            casino.sql("DELETE FROM posting_guard WHERE guard_id = " + guard);
            return true;
          });
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> removed.get(300, java.util.concurrent.TimeUnit.MILLISECONDS)))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      connection.commit();
      assertThat(removed.get(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void requestTakesEffectOnceAtAnyVersion() throws SQLException {
    Ledger ledger = new Ledger();
    try (Connection connection = casino.owner()) {
      PlayerAccount account = account(connection, casino.guest());
      UUID request = UUID.randomUUID();
      ledger.post(connection, List.of(round(account, request, 20, 0)), NOW);

      Set<Integer> again =
          ledger.post(
              connection, List.of(round(reread(connection, account), request, 20, 40)), NOW);

      assertThat(again).isEmpty();
      assertThat(
              ledger.postedBefore(
                  connection,
                  List.of(
                      new Ledger.Key(account.playerId(), UUID.randomUUID()),
                      new Ledger.Key(account.playerId(), request),
                      new Ledger.Key(account.playerId() + 1, request))))
          .containsExactly(1);
    }
  }

  @Test
  void requestNewerThanAnyOfItsAccountIsNotLookedForAndAnOlderOneIs() throws SQLException {
    Ledger careful = new Ledger();
    Ledger neverLooking = new Ledger(post -> post.replace("p.is_newest", "true"));
    UUID older = new UUID(0x0100_0000_0000_7000L, 1L << 62);
    UUID newer = new UUID(0x0100_0000_0000_7000L, 1L << 63); // negative, if halves had a sign
    UUID beyond = new UUID(0xF100_0000_0000_7000L, 1L << 63);
    try (Connection connection = casino.owner()) {
      PlayerAccount first = read(connection, account(connection, casino.guest()));
      Posting bet = round(first, older, 20, 0);
      careful.post(connection, List.of(bet), NOW);
      PlayerAccount second = bet.after();
      assertThat(second.isOlderThan(older)).isFalse();
      assertThat(second.isOlderThan(newer)).isTrue();
      assertThat(second.isOlderThan(beyond)).as("a key that is not of this time").isFalse();
      assertThat(neverLooking.post(connection, List.of(round(second, newer, 20, 0)), NOW))
          .containsExactly(0);

      PlayerAccount third = reread(connection, second);
      assertThat(third.isOlderThan(newer)).as("nothing is known of a locked account").isFalse();
      assertThat(careful.post(connection, List.of(round(third, older, 20, 0)), NOW)).isEmpty();
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> neverLooking.post(connection, List.of(round(third, older, 20, 0)), NOW)))
          .as("who never looks settles the request again, and its bets are out of order")
          .isNull();
      assertThat(casino.number("SELECT count(*) FROM bet WHERE round_id = '" + older + "'"))
          .isEqualTo(2);
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(() ->
                  neverLooking.post(
                      connection, List.of(round(reread(connection, third), older, 20, 0)), NOW)))
          .as("once it has a row among the keys, the database refuses it")
          .hasMessageContaining("bet_key_pkey");
    }
  }

  @Test
  void seatIsReadWithItsNewestRequestFromRoundsAndMoves() throws SQLException {
    try (Connection connection = casino.owner()) {
      PlayerAccount account = account(connection, casino.guest());
      assertThat(read(connection, account).isOlderThan(new UUID(0, 1))).isTrue();

      Posting bet = round(account, new UUID(0x0100_0000_0000_7000L, 1), 20, 0);
      new Ledger().post(connection, List.of(bet), NOW);
      assertThat(read(connection, account).newestRequest()).isEqualTo(bet.requestId());

      OpenRound open = open(bet.after(), 20);
      UUID newest = new UUID(0x0100_0000_0000_7000L, -2);
      new Ledger()
          .post(
              connection,
              List.of(new Posting.Opened(bet.after(), open, move(newest, open, 0))),
              NOW);
      assertThat(read(connection, account).newestRequest()).isEqualTo(newest);
    }
  }

  private static PlayerAccount read(Connection connection, PlayerAccount account)
      throws SQLException {
    return dev.pitboss.server.database.Sql.one(
        connection,
        Wallet.SELECT_ACCOUNT + " WHERE a.account_id = ?",
        Wallet::account,
        0,
        account.accountId());
  }

  @Test
  void whatCannotBePostedDoesNotHoldUpItsNeighbours() throws SQLException {
    Ledger ledger = new Ledger();
    try (Connection connection = casino.owner()) {
      PlayerAccount stale = account(connection, casino.guest());
      PlayerAccount repeated = account(connection, casino.guest());
      PlayerAccount fine = account(connection, casino.guest());
      UUID request = UUID.randomUUID();
      ledger.post(connection, List.of(loss(stale), round(repeated, request, 20, 0)), NOW);
      PlayerAccount later = reread(connection, repeated);

      Set<Integer> posted =
          ledger.post(
              connection, List.of(loss(stale), round(later, request, 20, 0), win(fine)), NOW);

      assertThat(posted).containsExactly(2);
      assertThat(reread(connection, stale).balance()).isEqualTo(stale.balance() - 20);
      assertThat(reread(connection, repeated)).isEqualTo(later);
      assertThat(reread(connection, fine).balance()).isEqualTo(fine.balance() + 20);
      assertThat(casino.number("SELECT sum(balance)::bigint FROM account")).isZero();
    }
  }

  @Test
  void openRoundHoldsItsStakesAndGivesThemBackWhenItEnds() throws SQLException {
    Ledger ledger = new Ledger();
    try (Connection connection = casino.owner()) {
      PlayerAccount before = account(connection, casino.guest());
      OpenRound open = open(before, 20);
      Posting opened =
          new Posting.Opened(before, open, move(open.ref(), open, before.balance() - 20));
      ledger.post(connection, List.of(opened), NOW);
      OpenRound next = open.next("{\"stake\":20}", 20, NOW.plusSeconds(60));
      Posting wentOn =
          new Posting.Continued(
              opened.after(), next, 20, move(UUID.randomUUID(), next, before.balance() - 40));
      ledger.post(connection, List.of(wentOn), NOW);
      assertThat(escrow(before)).isEqualTo(40);

      Round round = settled(wentOn.after(), open.ref(), 60, 100, 40);
      Posting ended = new Posting.Closed(wentOn.after(), UUID.randomUUID(), next, round, null);
      assertThat(ledger.post(connection, List.of(ended), NOW)).containsExactly(0);

      assertThat(escrow(before)).isZero();
      assertThat(reread(connection, before)).isEqualTo(ended.after().withoutNewestRequest());
      assertThat(ended.after().balance()).isEqualTo(before.balance() + 40);
      assertThat(ended.after().nonce()).isEqualTo(before.nonce() + 1);
      assertThat(
              casino.number(
                  "SELECT count(*) FROM open_round WHERE player_id = " + before.playerId()))
          .isZero();
    }
  }

  private static PlayerAccount account(Connection connection, Guest guest) throws SQLException {
    String id = guest.get("user-info").json().path("playerId").asText();
    return new Wallet().lock(connection, Long.parseLong(id));
  }

  private static PlayerAccount reread(Connection connection, PlayerAccount account)
      throws SQLException {
    return new Wallet().lock(connection, account.playerId());
  }

  private static long escrow(PlayerAccount account) throws SQLException {
    return casino.number("SELECT balance FROM account WHERE account_id = " + account.escrowId());
  }

  private static Posting win(PlayerAccount account) {
    return round(account, UUID.randomUUID(), 20, 40);
  }

  private static Posting loss(PlayerAccount account) {
    return round(account, UUID.randomUUID(), 20, 0);
  }

  private static Posting round(PlayerAccount account, UUID request, long stake, long payout) {
    return new Posting.Settled(account, settled(account, request, stake, payout, 0), null);
  }

  private static Round settled(
      PlayerAccount account, UUID ref, long stake, long payout, long held) {
    return new Round(
        ref,
        account.playerId(),
        "roulette",
        1,
        stake,
        payout,
        "{}",
        "{}",
        draw(account),
        account.balance() + held - stake + payout,
        NOW);
  }

  private static OpenRound open(PlayerAccount account, long stake) {
    return new OpenRound(
        UUID.randomUUID(),
        account.playerId(),
        "slots",
        1,
        stake,
        "{\"stake\":20}",
        0,
        draw(account),
        NOW.plusSeconds(60));
  }

  private static Move move(UUID request, OpenRound round, long balance) {
    return new Move(request, round.ref(), round.version(), "{}", balance, round.endsAt(), NOW);
  }

  private static Round.DrawReference draw(PlayerAccount account) {
    return new Round.DrawReference(1, "pitboss-1", "0".repeat(64), "client", account.nonce());
  }
}
