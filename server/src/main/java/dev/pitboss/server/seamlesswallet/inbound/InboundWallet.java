package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.ExternalTransaction;
import dev.pitboss.server.ledger.ExternalTransaction.Kind;
import dev.pitboss.server.ledger.ExternalTransactions;
import dev.pitboss.server.ledger.ExternalTransactions.BetState;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.restrictions.Restriction;
import dev.pitboss.server.rounds.Transfer;
import dev.pitboss.server.rounds.Transfers;
import dev.pitboss.server.seamlesswallet.inbound.WalletAnswer.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Providers' transactions on players' money. Thread-safe.
///
/// Each transaction id takes effect once. A bet needs nothing but its money, so it goes straight to
/// the player's lane. The outcome of a win or a rollback depends on its bet: that is read together
/// with the version of the player's account, and what follows is posted at that version only. Had
/// the bet come, been paid or taken back meanwhile, there would be another version, and it is
/// looked at again.
///
/// The amount a call pays beyond the stake of its bet counts towards the provider's limits of the
/// day ([Payouts]), so its keys alone move no more than was agreed on.
public final class InboundWallet {
  /// How long a call looks again at a bet whose player plays on at the same time.
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Database database;
  private final Wallet wallet;
  private final ExternalTransactions stored;
  private final Transfers transfers;
  private final Launches launches;
  private final Payouts payouts;

  InboundWallet(
      Database database,
      Wallet wallet,
      ExternalTransactions stored,
      Transfers transfers,
      Launches launches,
      Payouts payouts) {
    this.database = database;
    this.wallet = wallet;
    this.stored = stored;
    this.transfers = transfers;
    this.launches = launches;
    this.payouts = payouts;
  }

  /// Does what a call asks for, once.
  public WalletAnswer call(Provider provider, ProviderCall asked) {
    ExternalTransaction.Call call = asked.at(provider);
    if (!asked.place().currency().equals(provider.currency())) {
      return refuse(call, Reason.WRONG_CURRENCY);
    }
    return switch (asked.kind()) {
      case BET, BET_AND_WIN -> bet(provider, asked, call);
      case WIN, ROLLBACK, VOID -> afterBet(provider, asked, call);
    };
  }

  /// What the player has; empty when the provider's operator has no such player.
  public Optional<Balance> balance(Provider provider, long playerId) {
    return database.read(connection -> {
      // an unknown bet: only the player is of interest
      Optional<BetState> player =
          stored.standing(connection, provider.operatorId(), playerId, new UUID(0, 0));
      return player.isPresent()
          ? Optional.of(wallet.balance(connection, playerId))
          : Optional.empty();
    });
  }

  /// The provider's transactions from a moment on, oldest first.
  ///
  /// @param after only those that come after this one at that moment
  public List<ExternalTransaction> since(Provider provider, Instant from, UUID after, int limit) {
    return database.read(
        connection -> stored.since(connection, provider.providerId(), from, after, limit));
  }

  private WalletAnswer bet(Provider provider, ProviderCall asked, ExternalTransaction.Call call) {
    boolean open =
        asked
            .session()
            .filter(session -> launches.isOpen(provider, session, asked.playerId()))
            .isPresent();
    if (!open) {
      return refuse(call, Reason.INVALID_SESSION);
    }
    Transfer transfer =
        new Transfer(
            call,
            provider.accounts().accountFor(call.playerId()),
            asked.stake(),
            asked.win(),
            OptionalLong.empty(),
            Optional.empty());
    return apply(transfer, Payouts.Gain.of(asked.stake(), 0, asked.win()))
        .orElseGet(WalletAnswer.AskAgain::new);
  }

  private WalletAnswer afterBet(
      Provider provider, ProviderCall asked, ExternalTransaction.Call call) {
    UUID betUuid = asked.reference().orElseThrow();
    UUID betId = ExternalTransaction.idOf(provider.providerId(), betUuid);
    long giveUp = System.nanoTime() + TIMEOUT.toNanos();
    do {
      Optional<BetState> found =
          database.read(connection ->
              stored.standing(connection, provider.operatorId(), call.playerId(), betId));
      if (found.isEmpty()) {
        return refuse(call, Reason.UNKNOWN_PLAYER);
      }
      BetState standing = found.get();
      Decision decision =
          call.kind() == Kind.WIN
              ? decideWin(call, asked.win(), standing)
              : decideRollback(call, betUuid, standing);
      switch (decision) {
        case Decision.Refuse(Reason reason) -> {
          return refuse(call, reason);
        }
        case Decision.Pay(long amount, Payouts.Gain gain, var forestalled) -> {
          Transfer transfer =
              new Transfer(
                  call,
                  provider.accounts().accountFor(call.playerId()),
                  0,
                  amount,
                  OptionalLong.of(standing.version()),
                  forestalled);
          Optional<WalletAnswer> answer = apply(transfer, gain);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    } while (System.nanoTime() < giveUp);
    return new WalletAnswer.AskAgain();
  }

  /// What follows from how a bet stands.
  private sealed interface Decision {
    record Refuse(Reason reason) implements Decision {}

    record Pay(long amount, Payouts.Gain gain, Optional<ExternalTransaction.Call> forestalled)
        implements Decision {
      /// What gives a stake back, or nothing.
      Pay(long amount, Optional<ExternalTransaction.Call> forestalled) {
        this(amount, new Payouts.Gain(0, false), forestalled);
      }
    }
  }

  private static Decision decideWin(ExternalTransaction.Call win, long amount, BetState standing) {
    if (standing.bet().isEmpty()) {
      return new Decision.Refuse(Reason.TRANSACTION_NOT_FOUND);
    }
    ExternalTransaction.Call bet = standing.bet().get().call();
    if (bet.kind() == Kind.VOID || standing.rolledBack()) {
      return new Decision.Refuse(Reason.TRANSACTION_ROLLED_BACK);
    }
    boolean payable =
        isOf(win, bet)
            && (bet.kind() == Kind.BET || bet.kind() == Kind.BET_AND_WIN)
            && bet.round().equals(win.round());
    return payable
        ? new Decision.Pay(
            amount,
            Payouts.Gain.of(
                standing.bet().get().stake(),
                Math.addExact(standing.bet().get().payout(), standing.wonAmount()),
                amount),
            Optional.empty())
        : new Decision.Refuse(Reason.TRANSACTION_NOT_FOUND);
  }

  private static Decision decideRollback(
      ExternalTransaction.Call rollback, UUID betUuid, BetState standing) {
    if (standing.bet().isEmpty()) {
      return new Decision.Pay(0, Optional.of(rollback.forestalling(betUuid)));
    }
    ExternalTransaction bet = standing.bet().get();
    if (!isOf(rollback, bet.call())) {
      return new Decision.Refuse(Reason.TRANSACTION_NOT_FOUND);
    }
    return switch (bet.call().kind()) {
      case VOID -> new Decision.Pay(0, Optional.empty());
      case BET ->
          standing.won()
              ? new Decision.Refuse(Reason.TRANSACTION_SETTLED)
              : new Decision.Pay(standing.rolledBack() ? 0 : bet.stake(), Optional.empty());
      case BET_AND_WIN -> new Decision.Refuse(Reason.TRANSACTION_SETTLED);
      case WIN, ROLLBACK -> new Decision.Refuse(Reason.TRANSACTION_NOT_FOUND);
    };
  }

  private static boolean isOf(ExternalTransaction.Call call, ExternalTransaction.Call bet) {
    return bet.playerId() == call.playerId();
  }

  /// Moves the money, if the provider may pay so much today. Empty when the player's account has
  /// changed, and it is to be looked at again.
  private Optional<WalletAnswer> apply(Transfer transfer, Payouts.Gain gain) {
    ExternalTransaction.Call call = transfer.call();
    if (gain.amount() == 0) {
      return answer(call, transfers.apply(transfer));
    }
    Optional<Payouts.Reserved> reserved = payouts.reserve(call.providerId(), gain);
    if (reserved.isEmpty()) {
      return Optional.of(refuse(call, Reason.PAYOUT_LIMIT));
    }
    Transfer.Result result = transfers.apply(transfer);
    if (didNotMove(result)) {
      payouts.release(reserved.get());
    }
    return answer(call, result);
  }

  private static boolean didNotMove(Transfer.Result result) {
    return switch (result) {
      case Transfer.Result.Done _, Transfer.Result.Unknown _ -> false;
      case Transfer.Result.Before _,
          Transfer.Result.InsufficientFunds _,
          Transfer.Result.Barred _,
          Transfer.Result.Changed _,
          Transfer.Result.Stopped _,
          Transfer.Result.Busy _ ->
          true;
    };
  }

  /// Empty when the player's account has changed, and it is to be looked at again.
  private Optional<WalletAnswer> answer(ExternalTransaction.Call call, Transfer.Result result) {
    return switch (result) {
      case Transfer.Result.Done(var transaction) -> Optional.of(new WalletAnswer.Done(transaction));
      case Transfer.Result.Before() -> earlier(call).or(() -> Optional.of(lost()));
      case Transfer.Result.InsufficientFunds(long balance) ->
          Optional.of(
              new WalletAnswer.Refused(Reason.INSUFFICIENT_FUNDS, OptionalLong.of(balance)));
      case Transfer.Result.Barred(Restriction.Outdated _) ->
          Optional.of(new WalletAnswer.AskAgain());
      case Transfer.Result.Barred _ -> Optional.of(refuse(call, Reason.PLAYER_RESTRICTED));
      case Transfer.Result.Changed() -> Optional.empty();
      case Transfer.Result.Stopped(String reason) -> Optional.of(new WalletAnswer.Stopped(reason));
      case Transfer.Result.Busy(), Transfer.Result.Unknown() ->
          Optional.of(new WalletAnswer.AskAgain());
    };
  }

  private static WalletAnswer lost() {
    throw new IllegalStateException("a transaction that took effect is not stored");
  }

  /// What would be refused now may have taken effect before.
  private WalletAnswer refuse(ExternalTransaction.Call call, Reason reason) {
    return earlier(call).orElseGet(() -> WalletAnswer.Refused.because(reason));
  }

  private Optional<WalletAnswer> earlier(ExternalTransaction.Call call) {
    return database
        .read(connection -> stored.find(connection, call.id()))
        .map(before -> {
          if (before.call().kind() == Kind.VOID) {
            return WalletAnswer.Refused.because(Reason.TRANSACTION_ROLLED_BACK);
          }
          return before.call().request().equals(call.request())
              ? new WalletAnswer.Done(before)
              : WalletAnswer.Refused.because(Reason.DUPLICATE_TRANSACTION);
        });
  }
}
