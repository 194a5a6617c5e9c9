package dev.pitboss.server.api.game;

import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.crash.HashChain;
import dev.pitboss.server.crash.PastRound;
import dev.pitboss.server.crash.RoundId;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.games.CrashBet;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.rounds.CrashPlay.PlacedBet;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Response bodies of the live table's routes. Multipliers are in hundredths, money in minor units.
public final class CrashViews {
  private CrashViews() {}

  /// A bet that is durable. The round is not named any more once the bet was taken back.
  ///
  /// @param joins `current`, or `next` while the round before is under way
  @Json
  public record PlacedView(
      String ref,
      @Nullable String roundId,
      String joins,
      long stake,
      @Nullable Long autoCashout,
      long leavesAt,
      long balance) {
    public static PlacedView of(PlacedBet placed) {
      CrashBet bet = Objects.requireNonNull(placed.bet());
      return new PlacedView(
          placed.ref().toString(),
          roundOf(placed),
          bet.queued() ? "next" : "current",
          bet.stake(),
          bet.autoCashout(),
          bet.target(),
          placed.balance());
    }
  }

  /// A bet in a round that is not over.
  @Json
  public record BetView(
      String ref,
      @Nullable String roundId,
      long stake,
      @Nullable Long autoCashout,
      long leavesAt,
      @Nullable Long cashOut) {
    public static BetView of(PlacedBet placed) {
      CrashBet bet = Objects.requireNonNull(placed.bet());
      return new BetView(
          placed.ref().toString(),
          roundOf(placed),
          bet.stake(),
          bet.autoCashout(),
          bet.target(),
          bet.cashOut());
    }
  }

  /// The player's open bets.
  ///
  /// @param here whether this server runs the table
  @Json
  public record OpenView(boolean here, List<BetView> bets) {}

  /// A bet that was taken back.
  @Json
  public record CancelledView(String ref, long balance) {}

  /// A bet that left.
  ///
  /// @param payout is added to the balance when the round has crashed
  @Json
  public record LeftView(String ref, long multiplier, long payout, long balance) {
    public static LeftView of(PlacedBet placed) {
      CrashBet bet = Objects.requireNonNull(placed.bet());
      long left = Objects.requireNonNull(bet.cashOut());
      return new LeftView(
          placed.ref().toString(), left, Crash.paidAt(bet.stake(), left), placed.balance());
    }
  }

  /// What is committed to.
  @Json
  public record ChainView(String end, String salt, int length, String nextEnd) {
    public static ChainView of(Chains.Commitment commitment) {
      return new ChainView(
          commitment.end(), commitment.salt(), commitment.length(), commitment.nextEnd());
    }
  }

  /// The last rounds, newest first.
  @Json
  public record HistoryView(@Nullable ChainView chain, List<PastView> rounds) {}

  /// A round that crashed.
  ///
  /// @param bet the player's own
  @Json
  public record PastView(
      String roundId, Instant at, long crashPoint, String hash, @Nullable OwnView bet) {
    public static PastView of(PastRound past, @Nullable Round own) {
      return new PastView(
          past.id().text(),
          past.endedAt(),
          past.crashPoint(),
          past.hash(),
          own == null ? null : new OwnView(own.ref().toString(), own.stake(), own.payout()));
    }
  }

  /// A player's own bet in a round that crashed.
  @Json
  public record OwnView(String ref, long stake, long payout) {}

  /// A round that is over, with what proves it.
  ///
  /// @param number in its chain, from 1
  /// @param isVoid whether it was interrupted
  /// @param proven whether the hash leads to the chain's end and gives the crash point, computed
  ///   now
  @Json
  public record ProofView(
      String roundId,
      int number,
      Instant at,
      long crashPoint,
      @Json.Property("void") boolean isVoid,
      String hash,
      String salt,
      String end,
      boolean proven) {
    public static ProofView of(PastRound past) {
      GameHash hash = GameHash.of(past.hash());
      RoundId id = past.id();
      boolean proven =
          HashChain.commitsTo(GameHash.of(past.chain().end()), hash, id.number())
              && Crash.crashPoint(hash, past.chain().salt()) == past.crashPoint();
      return new ProofView(
          id.text(),
          id.number(),
          past.endedAt(),
          past.crashPoint(),
          past.isVoid(),
          past.hash(),
          past.chain().salt(),
          past.chain().end(),
          proven);
    }
  }

  private static @Nullable String roundOf(PlacedBet placed) {
    Round.DrawReference draw = placed.draw();
    return draw == null
        ? null
        : new RoundId(draw.seedPairId(), Math.toIntExact(draw.nonce())).text();
  }
}
