package dev.pitboss.server.players;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Which players have used this server in the last five minutes. Noted when their session is looked
/// up, which is at most once in [Sessions#MEMORY] for a session, so a bet costs nothing more; asks
/// nothing of the database. Thread-safe.
public final class PlayersOnline {
  /// Longer than a player looks at a result; idle pages ask now and then.
  public static final Duration WINDOW = Duration.ofMinutes(5);

  /// Some 20 MB; beyond them those seen longest ago are not counted.
  private static final int MAX_PLAYERS = 200_000;

  private final Cache<Long, Integer> operatorOf;

  PlayersOnline() {
    this(Ticker.systemTicker());
  }

  /// With a clock of the test's own.
  PlayersOnline(Ticker nanoTime) {
    operatorOf =
        Caffeine.newBuilder()
            .maximumSize(MAX_PLAYERS)
            .expireAfterWrite(WINDOW)
            .ticker(nanoTime)
            .build();
  }

  /// The player is here.
  void note(Player player) {
    operatorOf.put(player.playerId(), player.operatorId());
  }

  /// How many there are, by operator; operators without any are left out.
  public Map<Integer, Long> byOperator() {
    Map<Integer, Long> players = new HashMap<>();
    operatorOf.asMap().values().forEach(operator -> players.merge(operator, 1L, Long::sum));
    return players;
  }
}
