package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.TestClock;
import dev.pitboss.server.monitoring.LedgerProof;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Guests who do not come back, by a clock that jumps.
class IdleGuestsIT {
  private static final Duration LONG = IdleGuests.PLAYED.plusDays(1);

  private TestClock clock;
  private CasinoFixture casino;

  @BeforeEach
  void start() {
    clock = new TestClock(Instant.now());
    casino = CasinoFixture.startWithClock(clock);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(casino.number("SELECT coalesce(sum(balance), 0) FROM account")).isZero();
    assertThat(casino.number("SELECT count(*) FROM change_by_hand WHERE amount <> 0")).isZero();
    casino.close();
  }

  /// The walk twice: the first time sessions end, the second time their players go.
  private void sweep() {
    casino.casino().services().playerModule().sweep().sweep();
    casino.casino().services().playerModule().sweep().sweep();
  }

  /// Of the guest who came last.
  private long newest() throws SQLException {
    return casino.number("SELECT max(player_id) FROM player");
  }

  private long count(String table, long playerId) throws SQLException {
    return casino.number("SELECT count(*) FROM " + table + " WHERE player_id = " + playerId);
  }

  @Test
  void guestWhoNeverBetGoesAfterTwoDaysAndTheGrantIsBackInFunding() throws Exception {
    long funding = casino.number("SELECT sum(balance) FROM account WHERE kind = 'funding'");
    Guest idle = casino.guest();
    long id = newest();
    assertThat(idle.post("fairness/rotate", "{}").status()).isEqualTo(200);
    assertThat(idle.get("limits").status()).isEqualTo(200);
    markFavourite(idle);
    Guest player = casino.guest();
    long played = newest();
    assertThat(player.spin(20).status()).isEqualTo(200);

    clock.pass(IdleGuests.UNPLAYED.minusMinutes(1));
    sweep();
    assertThat(count("player", id)).as("two days are not over").isEqualTo(1);

    clock.pass(Duration.ofMinutes(2));
    Guest fresh = casino.guest();
    sweep();

    for (String table : List.of("player", "account", "seed_pair", "session", "favourite_games")) {
      assertThat(count(table, id)).as(table).isZero();
    }
    assertThat(count("player", played)).as("who bet has a session for longer").isEqualTo(1);
    assertThat(fresh.balance()).isEqualTo(100_000);
    assertThat(casino.number("SELECT count(*) FROM ledger_entry WHERE kind = 'expiry'"))
        .isEqualTo(1);
    assertThat(casino.number("SELECT sum(balance) FROM account WHERE kind = 'funding'"))
        .isEqualTo(funding - 2 * 100_000);
    Concurrently.await(
        "the session is forgotten", () -> idle.get("balance").code().equals("no_session"));
    assertBooksHold();
  }

  @Test
  void roundsOfAGuestWhoPlayedStayProvable() throws Exception {
    Guest guest = casino.guest();
    long id = newest();
    for (int i = 0; i < 5; i++) {
      assertThat(guest.spin(20).status()).isEqualTo(200);
    }
    markFavourite(guest);
    long before = count("round", id);

    clock.pass(LONG);
    sweep();

    assertThat(casino.number("SELECT count(*) FROM player WHERE closed_at IS NOT NULL"))
        .isEqualTo(1);
    assertThat(count("round", id)).isEqualTo(before).isEqualTo(5);
    assertThat(
            casino.number(
                "SELECT count(*) FROM round r JOIN seed_pair s USING (seed_pair_id)"
                    + " WHERE s.state = 'revealed' AND s.server_seed IS NOT NULL"
                    + " AND encode(sha256(s.server_seed::bytea), 'hex') = s.server_seed_hash"))
        .as("every round's seed is revealed and is the one committed to")
        .isEqualTo(5);
    assertThat(casino.number("SELECT count(*) FROM account WHERE kind = 'player' AND balance <> 0"))
        .isZero();
    assertThat(casino.number("SELECT count(*) FROM player WHERE username LIKE 'guest-%'"))
        .as("the name is gone")
        .isZero();
    assertThat(count("session", id)).isZero();
    assertThat(count("favourite_games", id)).isZero();
    assertBooksHold();
  }

  private static void markFavourite(Guest guest) {
    assertThat(
            guest
                .send("PUT", "/api/casino/favourites", "{\"game\":\"crash\",\"favourite\":true}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void whoCanComeBackOrHasMoneyOfTheirOwnStays() throws Exception {
    Guest registered = casino.guest();
    Concurrently.await(
        "passwords are hashed one by one",
        () ->
            registered
                    .send(
                        "POST",
                        "/api/session/register",
                        "{\"username\":\"stays-here\",\"password\":\"four plain words do\"}")
                    .status()
                == 201);
    casino.guest();
    long excludedId = newest();
    casino.sql(
        "INSERT INTO player_exclusion VALUES (%d, 'self_exclusion', 'infinity', now())"
            .formatted(excludedId));
    Tenant euros = Tenant.make(casino, "idle-euros", "EUR");
    String winner = euros.guest();
    long winnerId = newest();
    assertThat(euros.ask(winner, "POST", "/api/casino/play/slots-20", "{\"stake\":20}").status())
        .isEqualTo(200);
    euros.guest();
    long visitorId = newest();

    clock.pass(LONG);
    sweep();

    assertThat(casino.number("SELECT count(*) FROM player_login WHERE login_name = 'stays-here'"))
        .isEqualTo(1);
    assertThat(count("player", excludedId)).isEqualTo(1);
    assertThat(
            casino.number(
                "SELECT balance FROM account WHERE kind = 'player' AND player_id = " + winnerId))
        .as("real money after play is never taken")
        .isPositive();
    assertThat(count("player", visitorId))
        .as("a grant alone is not the player's own money")
        .isZero();
    assertBooksHold();
  }

  @Test
  void auditThatWasUnderWayHoldsGrantsOfGuestsWhoWentAgainstFunding() throws Exception {
    for (int i = 0; i < 20; i++) {
      casino.guest();
    }
    clock.pass(LONG);

    assertThat(LedgerProof.around(casino.casino().services().database(), this::sweep)).isEmpty();

    assertThat(casino.number("SELECT count(*) FROM player")).isZero();
    casino.sql("DELETE FROM stored_entry WHERE kind = 'expiry'");
    assertThat(LedgerProof.around(casino.casino().services().database(), () -> {}))
        .as("an entry of an account that is gone is missing")
        .isNotEmpty();
  }

  private void assertBooksHold() throws Exception {
    try (var owner = casino.owner()) {
      assertThat(LedgerProof.broken(owner)).isEmpty();
    }
    Concurrently.await(
        "health is up", () -> casino.get("/health").json().path("status").asText().equals("UP"));
  }
}
