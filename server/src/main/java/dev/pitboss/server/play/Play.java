package dev.pitboss.server.play;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.wallet.IdempotencyKey;
import dev.pitboss.server.wallet.Round;
import dev.pitboss.server.wallet.Seat;
import dev.pitboss.server.wallet.Settlement;
import dev.pitboss.server.wallet.Wallet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// The life of a one-shot bet, on one screen. Thread-safe.
public final class Play {
  private final Database database;
  private final Wallet wallet;
  private final SeedPairs seeds;
  private final GameCatalogue catalogue;
  private final BettingSwitch betting;
  private final InstantSource clock;

  public Play(
      Database database,
      Wallet wallet,
      SeedPairs seeds,
      GameCatalogue catalogue,
      BettingSwitch betting,
      InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.seeds = seeds;
    this.catalogue = catalogue;
    this.betting = betting;
    this.clock = clock;
  }

  /// Decides and settles a bet in one transaction, or finds what the same request did before.
  public Settlement bet(long playerId, IdempotencyKey key, Wager wager) {
    Optional<String> stopped = betting.stoppedBecause();
    if (stopped.isPresent()) {
      return new Settlement.BettingStopped(stopped.get());
    }
    UUID requestId = key.requestId();
    return LostAnswer.askAgain(() -> settle(playerId, requestId, wager), new Settlement.Unknown());
  }

  private Settlement settle(long playerId, UUID requestId, Wager wager) {
    return database.inTransaction(connection -> {
      Seat seat = wallet.lock(connection, playerId);
      Optional<Round> earlier = wallet.settledBy(connection, playerId, requestId);
      if (earlier.isPresent()) {
        return isSameBet(earlier.get(), wager)
            ? new Settlement.Replayed(earlier.get())
            : new Settlement.KeyReused();
      }
      if (wallet.wasMove(connection, playerId, requestId)) {
        return new Settlement.KeyReused();
      }
      if (seat.balance() < wager.stake()) {
        return new Settlement.InsufficientFunds(seat.balance());
      }
      return new Settlement.Posted(decide(connection, seat, requestId, wager));
    });
  }

  private Round decide(Connection connection, Seat seat, UUID requestId, Wager wager)
      throws SQLException {
    SeedPairs.Ticket ticket = seeds.take(connection, seat.playerId());
    Wager.Decision decision = wager.rule().apply(ticket.draws());
    Round round =
        new Round(
            UuidCreator.getTimeOrderedEpoch(),
            seat.playerId(),
            requestId,
            wager.game(),
            catalogue.rulesId(wager.game()),
            wager.stake(),
            decision.payout(),
            wager.choices(),
            decision.outcome(),
            ticket.reference(),
            Math.addExact(Math.subtractExact(seat.balance(), wager.stake()), decision.payout()),
            // what the database keeps, so that a replayed answer equals the first
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    wallet.settle(connection, seat, round);
    return round;
  }

  private static boolean isSameBet(Round earlier, Wager wager) {
    return earlier.game().equals(wager.game()) && earlier.bet().equals(wager.choices());
  }
}
