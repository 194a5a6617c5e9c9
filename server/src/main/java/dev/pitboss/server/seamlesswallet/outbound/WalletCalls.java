package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.seamlesswallet.outbound.WalletClient.Asked;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Completes bets: stores the result of a win or a rollback at an external wallet, for every
/// caller. Doing it twice does it once, there and here. Thread-safe.
final class WalletCalls {
  private final WalletClient client;
  private final RemoteBets bets;
  private final Map<Integer, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  WalletCalls(WalletClient client, RemoteBets bets) {
    this.client = client;
    this.bets = bets;
  }

  /// Result of telling the wallet how a bet ends.
  sealed interface NotificationResult {
    /// It has ended.
    ///
    /// @param balance what the player has there, minor units
    record Ended(long balance) implements NotificationResult {}

    /// The wallet refuses, and people have to look.
    record Disputed() implements NotificationResult {}

    /// It has to be told again.
    record NotHeard() implements NotificationResult {}
  }

  /// Asks for a stake, if the wallet is well.
  WalletReply stake(RemoteWallet wallet, RemoteBet bet) {
    return guarded(wallet, Contract.bet(bet, wallet));
  }

  /// Tells the wallet what a bet won.
  NotificationResult win(RemoteWallet wallet, RemoteBet bet, long payout) {
    return tell(
        wallet,
        bet,
        Contract.win(bet, wallet, payout),
        payout,
        balance -> bets.settle(bet.key(), payout, balance));
  }

  /// Has the stake given back.
  NotificationResult rollback(RemoteWallet wallet, RemoteBet bet) {
    return tell(
        wallet,
        bet,
        Contract.rollback(bet, wallet),
        null,
        balance -> bets.takenBack(bet.key(), balance));
  }

  private NotificationResult tell(
      RemoteWallet wallet, RemoteBet bet, Asked asked, @Nullable Long payout, LongConsumer ended) {
    return switch (guarded(wallet, asked)) {
      case WalletReply.Done(long balance) -> {
        ended.accept(balance);
        yield new NotificationResult.Ended(balance);
      }
      case WalletReply.Refused(String reason, _) -> {
        bets.dispute(bet.key(), asked.path() + ": " + reason, payout);
        yield new NotificationResult.Disputed();
      }
      case WalletReply.NotSent _, WalletReply.Unknown _ -> new NotificationResult.NotHeard();
    };
  }

  private WalletReply guarded(RemoteWallet wallet, Asked asked) {
    CircuitBreaker circuitBreaker =
        breakers.computeIfAbsent(wallet.operatorId(), _ -> new CircuitBreaker());
    if (!circuitBreaker.enter()) {
      return new WalletReply.NotSent("it is overloaded or does not respond");
    }
    boolean isAnswered = false;
    try {
      WalletReply answer = client.ask(wallet, asked);
      isAnswered = answer instanceof WalletReply.Done || answer instanceof WalletReply.Refused;
      return answer;
    } finally {
      circuitBreaker.leave(isAnswered);
    }
  }
}
