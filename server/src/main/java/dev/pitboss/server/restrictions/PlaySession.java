package dev.pitboss.server.restrictions;

import java.time.Duration;
import java.time.Instant;

/// Bets one after the other, with no break longer than [#BREAK].
///
/// @param since its first bet
/// @param last its latest
/// @param net won since, or lost when negative; minor units
public record PlaySession(Instant since, Instant last, long net) {
  /// A player who has not bet for longer has stopped; the next bet begins a new streak.
  public static final Duration BREAK = Duration.ofMinutes(15);

  /// The time the first bet of a streak counts.
  static final Duration FIRST = Duration.ofMinutes(1);

  /// Before the first bet ever.
  public static final PlaySession NONE = new PlaySession(Instant.EPOCH, Instant.EPOCH, 0);

  /// Whether a bet at that time belongs to it.
  public boolean goesOnAt(Instant now) {
    return !last.plus(BREAK).isBefore(now);
  }

  /// The time a bet would stand for.
  Duration stepTo(Instant now) {
    if (!goesOnAt(now)) {
      return FIRST;
    }
    return now.isAfter(last) ? Duration.between(last, now) : Duration.ZERO;
  }

  PlaySession bet(Instant at) {
    if (!goesOnAt(at)) {
      return new PlaySession(at, at, 0);
    }
    return at.isAfter(last) ? new PlaySession(since, at, net) : this;
  }

  PlaySession moved(long amount) {
    return new PlaySession(since, last, Math.addExact(net, amount));
  }

  /// How long it has gone on.
  public Duration elapsedAt(Instant now) {
    return goesOnAt(now) && now.isAfter(since) ? Duration.between(since, now) : Duration.ZERO;
  }
}
