package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When sessions end by themselves, by a clock that the test sets.
class SessionExpiryIT {
  private final CasinoFixture casino = CasinoFixture.shared();
  private final Database database = casino.casino().services().database();
  private Instant now = Instant.parse("2040-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final Players opening = casino.casino().services().players();

  /// Another server's, each time: none remembers what the one before knew.
  private Sessions sessions() {
    return new Sessions(database, clock);
  }

  private Players.Arrival open(boolean guest) {
    long playerId = opening.welcomeGuest().player().playerId();
    return database.inTransaction(connection -> {
      if (!guest) {
        dev.pitboss.server.database.Sql.update(
            connection, "UPDATE player SET guest = false WHERE player_id = ?", playerId);
      }
      return sessions().open(connection, playerId, guest, ClientInfo.UNKNOWN, now);
    });
  }

  private boolean isIn(Players.Arrival arrival) {
    return sessions().authenticate(arrival.token()).isPresent();
  }

  @Test
  void unusedSessionEnds() {
    for (boolean guest : List.of(true, false)) {
      Players.Arrival arrival = open(guest);
      Duration idle = SessionLifetime.of(guest).idle();

      now = now.plus(idle).minusSeconds(1);
      assertThat(isIn(arrival)).isTrue();
      now = now.plus(idle).plusSeconds(1);
      assertThat(isIn(arrival)).isFalse();
    }
  }

  @Test
  void sessionEndsHoweverMuchItIsUsed() {
    for (boolean guest : List.of(true, false)) {
      Players.Arrival arrival = open(guest);
      SessionLifetime lifetime = SessionLifetime.of(guest);
      Instant end = now.plus(lifetime.whole());

      while (now.plus(lifetime.idle().dividedBy(2)).isBefore(end)) {
        now = now.plus(lifetime.idle().dividedBy(2));
        assertThat(isIn(arrival)).isTrue();
      }
      now = end.minusSeconds(1);
      assertThat(isIn(arrival)).isTrue();
      now = end;
      assertThat(isIn(arrival)).isFalse();
    }
  }

  @Test
  void useIsWrittenOnceAMinute() throws Exception {
    Players.Arrival arrival = open(true);
    List<Instant> written = new ArrayList<>();
    for (int seconds = 0; seconds < 180; seconds += 15) {
      assertThat(isIn(arrival)).isTrue();
      written.add(
          sessions().of(arrival.player(), arrival.token()).stream()
              .filter(OpenSession::current)
              .findFirst()
              .orElseThrow()
              .lastUsedAt());
      now = now.plusSeconds(15);
    }

    assertThat(written.stream().distinct()).hasSize(3);
  }

  @Test
  void oldestSessionEndsWhenThereAreTooMany() {
    Players.Arrival first = open(false);
    List<Players.Arrival> more = new ArrayList<>();
    for (int i = 0; i < Sessions.MAX_PER_PLAYER; i++) {
      now = now.plusSeconds(1);
      more.add(
          database.inTransaction(connection ->
              sessions()
                  .open(connection, first.player().playerId(), false, ClientInfo.UNKNOWN, now)));
    }

    assertThat(isIn(first)).isFalse();
    assertThat(more).allMatch(this::isIn);
  }

  @Test
  void expiredSessionsAndForgottenAttemptsAreDeletedInBatches() throws Exception {
    casino.sql(
        """
        INSERT INTO session (token_hash, player_id, created_at, expires_at, ends_at, last_used_at)
        SELECT sha256(('old ' || i)::bytea), (SELECT max(player_id) FROM player),
               now() - interval '9 days', now() - interval '1 day', now(), now() - interval '9 days'
          FROM generate_series(1, 1200) i
        """);
    casino.sql(
        """
        INSERT INTO sign_in_failure
        SELECT sha256(('old ' || i)::bytea), 1, now() - interval '2 days', now() - interval '1 day'
          FROM generate_series(1, 700) i
        """);
    Players.Arrival alive = opening.welcomeGuest();

    int deleted = casino.casino().services().playerModule().sweep().sweep();

    assertThat(deleted).isGreaterThanOrEqualTo(1_900);
    assertThat(casino.number("SELECT count(*) FROM session WHERE expires_at <= now()")).isZero();
    assertThat(opening.authenticate(alive.token())).isPresent();
  }
}
