package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PlayersOnlineTest {
  private final AtomicLong nanos = new AtomicLong();
  private final PlayersOnline online = new PlayersOnline(nanos::get);

  @Test
  void aPlayerCountsOnceHoweverOftenSeen() {
    online.note(player(1, 7));
    online.note(player(1, 7));
    online.note(player(2, 7));
    online.note(player(3, 8));
    assertThat(online.byOperator()).isEqualTo(Map.of(7, 2L, 8, 1L));
  }

  @Test
  void whoWasNotSeenForFiveMinutesIsNotOnline() {
    online.note(player(1, 7));
    nanos.addAndGet(PlayersOnline.WINDOW.toNanos() - 1);
    online.note(player(2, 7));
    assertThat(online.byOperator()).isEqualTo(Map.of(7, 2L));
    nanos.addAndGet(1);
    assertThat(online.byOperator()).isEqualTo(Map.of(7, 1L));
  }

  private static Player player(long id, int operator) {
    return new Player(id, operator, "code", "name", true, "CHIP", Instant.EPOCH, Instant.EPOCH);
  }
}
