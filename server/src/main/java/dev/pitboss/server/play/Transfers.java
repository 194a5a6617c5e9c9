package dev.pitboss.server.play;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.DatabaseFailure;
import dev.pitboss.server.limits.PlayerRestrictions;
import dev.pitboss.server.limits.Restriction;
import dev.pitboss.server.play.Operation.Decision;
import dev.pitboss.server.play.Operation.SubmitResult;
import dev.pitboss.server.wallet.ExternalTransaction;
import dev.pitboss.server.wallet.ExternalTransactions;
import dev.pitboss.server.wallet.Posting;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Moves money for providers, in the players' lanes like every other bet. Thread-safe.
public final class Transfers {
  private final Lanes lanes;
  private final Database database;
  private final ExternalTransactions stored;
  private final BettingSwitch betting;

  public Transfers(
      Lanes lanes, Database database, ExternalTransactions stored, BettingSwitch betting) {
    this.lanes = lanes;
    this.database = database;
    this.stored = stored;
    this.betting = betting;
  }

  /// Does it, once for its id.
  public Transfer.Result apply(Transfer transfer) {
    try {
      return switch (lanes.ask(transfer.call().playerId(), new Movement(transfer, betting))) {
        case SubmitResult.Decided<Transfer.Result>(var result) -> result;
        case SubmitResult.Earlier<Transfer.Result>() -> new Transfer.Result.Before();
        case SubmitResult.Busy<Transfer.Result>() -> new Transfer.Result.Busy();
        case SubmitResult.Unknown<Transfer.Result>() -> new Transfer.Result.Unknown();
      };
    } catch (DatabaseFailure failure) {
      // in another player's lane the same id can be on its way: the key lets one of them in
      if (failure.kind() == DatabaseFailure.Kind.REFUSED && tookEffect(transfer.call().id())) {
        return new Transfer.Result.Before();
      }
      throw failure;
    }
  }

  private boolean tookEffect(UUID id) {
    return database.read(connection -> stored.find(connection, id)).isPresent();
  }

  /// A transfer as the lane decides it: a pure function of the seat.
  private record Movement(Transfer transfer, BettingSwitch betting)
      implements Operation<Transfer.Result> {
    @Override
    public UUID requestId() {
      return transfer.call().id();
    }

    @Override
    public Decision<Transfer.Result> at(PlayerState playerState, Instant now) {
      Optional<String> stopped = betting.stoppedBecause();
      if (stopped.isPresent()) {
        return new Decision.Refuse<>(new Transfer.Result.Stopped(stopped.get()));
      }
      OptionalLong version = transfer.atVersion();
      if (version.isPresent() && version.getAsLong() != playerState.account().version()) {
        return new Decision.Refuse<>(new Transfer.Result.Changed());
      }
      Optional<Restriction> barrier =
          transfer.stake() == 0
              ? Optional.empty()
              : playerState
                  .restrictions()
                  .barrier(
                      new PlayerRestrictions.Stake(transfer.call().game(), transfer.stake(), true),
                      now);
      if (barrier.isPresent()) {
        return new Decision.Refuse<>(new Transfer.Result.Barred(barrier.get()));
      }
      if (playerState.balance() < transfer.stake()) {
        return new Decision.Refuse<>(new Transfer.Result.InsufficientFunds(playerState.balance()));
      }
      long balance =
          Math.addExact(
              Math.subtractExact(playerState.balance(), transfer.stake()), transfer.payout());
      ExternalTransaction transaction =
          new ExternalTransaction(
              transfer.call(), transfer.stake(), transfer.payout(), balance, now);
      return new Decision.Post<>(
          new Posting.External(
              playerState.account(),
              transfer.providerAccountId(),
              transaction,
              transfer
                  .forestalled()
                  .map(bet -> new ExternalTransaction(bet, 0, 0, balance, now))
                  .orElse(null)),
          new Transfer.Result.Done(transaction));
    }
  }
}
