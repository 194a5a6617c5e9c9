package dev.pitboss.server.crash;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages of the live table, field by field as in `openapi.yaml`. Multipliers are in
/// hundredths, money in minor units. Nothing here depends on the crash point before it is durable.
public final class TableMessages {
  private TableMessages() {}

  /// One message to all clients.
  ///
  /// @param seq counts the messages; a gap means something was missed
  /// @param text JSON
  public record Frame(long seq, String text) {}

  /// A change, or with `players` and `last` the whole table.
  ///
  /// @param type `snapshot` or `tick`
  /// @param phase `betting`, `running`, `crashed`, or `away` when this server does not run the
  ///   table
  /// @param roundId of the round that runs, has crashed, or else takes bets
  /// @param remainingMs until the round begins or the next one takes bets
  /// @param elapsedMs since the round began
  /// @param bets new since the last message
  /// @param left since the last message
  /// @param cancelled refs taken back since the last message
  /// @param players all bets of the round shown, with whether they left; at most 200
  /// @param last the last crash points, newest first
  @Json
  public record Table(
      long seq,
      String type,
      String phase,
      @Nullable String roundId,
      @Nullable Long remainingMs,
      @Nullable Long elapsedMs,
      @Nullable Long multiplier,
      @Nullable Long crashPoint,
      @Nullable String hash,
      @Nullable Integer betCount,
      @Nullable Long staked,
      @Nullable List<Bet> bets,
      @Nullable List<Gone> left,
      @Nullable List<String> cancelled,
      @Nullable List<Bet> players,
      @Nullable List<Point> last) {}

  /// The public view of a bet.
  ///
  /// @param cashOut hundredths it left at
  @Json
  public record Bet(String ref, String name, long stake, @Nullable Long cashOut) {}

  /// A bet that left.
  @Json
  public record Gone(String ref, String name, long cashOut, long payout) {}

  /// Where a round crashed, and what proves it.
  @Json
  public record Point(String roundId, long crashPoint, String hash) {
    static Point of(PastRound round) {
      return new Point(round.id().text(), round.crashPoint(), round.hash());
    }
  }
}
