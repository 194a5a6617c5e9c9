package dev.pitboss.server.rounds;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.ledger.ExternalTransaction;
import dev.pitboss.server.ledger.ExternalTransactions;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.restrictions.PlayerRestrictions;
import dev.pitboss.server.restrictions.Restriction;
import dev.pitboss.server.settlement.Lanes;
import dev.pitboss.server.settlement.Operation;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.Operation.SubmitResult;
import dev.pitboss.server.settlement.PlayerState;
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

  /// A transfer as the lane decides it: a pure function of the state.
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
