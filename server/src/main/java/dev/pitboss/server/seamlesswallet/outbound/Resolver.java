package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.logging.ThrottledLog;
import dev.pitboss.server.scheduling.VitalThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Resolves bets that their own request did not complete: because an answer was lost, the wallet
/// was away, or this server or another died. Every server does it; a bet has one resolver after it
/// at a time. Thread-safe.
final class Resolver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

  /// A database that fails, fails for everything that is due.
  private static final ThrottledLog THROTTLED = new ThrottledLog();

  /// Fewer than a wallet takes at once: players who bet now have their share.
  private static final int AT_ONCE = 32;

  private static final Duration COUNT = Duration.ofSeconds(5);

  private final RemoteBets bets;
  private final RemoteWallets wallets;
  private final WalletCalls walletCalls;
  private final Duration every;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService errandThreads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("errand-", 0).factory());
  private final Thread thread = VitalThread.unstarted("remote-bets", this::run);
  private volatile boolean closing;
  private volatile RemoteBets.Concern concern = RemoteBets.Concern.NONE;
  private long countedAtNanos = System.nanoTime() - COUNT.toNanos();

  private Resolver(
      RemoteBets bets, RemoteWallets wallets, WalletCalls walletCalls, Duration every) {
    this.bets = bets;
    this.wallets = wallets;
    this.walletCalls = walletCalls;
    this.every = every;
  }

  /// Starts resolving bets.
  ///
  /// @param every how long it rests when there is nothing to do
  static Resolver start(
      RemoteBets bets, RemoteWallets wallets, WalletCalls walletCalls, Duration every) {
    Resolver resolver = new Resolver(bets, wallets, walletCalls, every);
    resolver.thread.start();
    return resolver;
  }

  /// Lets the errands under way end and stops.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    errandThreads.shutdown();
    try {
      thread.join();
      if (!errandThreads.awaitTermination(3, TimeUnit.SECONDS)) {
        errandThreads.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      try {
        free.acquire();
        free.release();
        List<RemoteBet> due = due();
        if (due.isEmpty()) {
          Thread.sleep(every);
        }
        for (RemoteBet bet : due) {
          free.acquire();
          errandThreads.execute(() -> {
            try {
              lookAfter(bet);
            } finally {
              free.release();
            }
          });
        }
      } catch (InterruptedException _) {
        return; // closing: bets taken and not resolved are due again soon
      }
    }
  }

  /// How many bets had not ended when they were last counted.
  RemoteBets.Concern concern() {
    return concern;
  }

  private List<RemoteBet> due() {
    try {
      if (System.nanoTime() - countedAtNanos >= COUNT.toNanos()) {
        countedAtNanos = System.nanoTime();
        concern = bets.concern();
      }
      return bets.due(free.availablePermits());
    } catch (RuntimeException failure) {
      // the thread would end with an exception; the next look may succeed
      UUID _ =
          THROTTLED.log(
              "look",
              (_, suffix) ->
                  LOG.warn(
                      "cannot read unresolved bets at operators' wallets: {}{}",
                      failure.toString(),
                      suffix));
      return List.of();
    }
  }

  /// One bet that cannot be brought to its end must not keep the others.
  private void lookAfter(RemoteBet bet) {
    try {
      if (!goOn(bet)) {
        bets.later(bet);
      }
    } catch (RuntimeException failure) {
      UUID _ =
          THROTTLED.log(
              failure.getClass().getName(),
              (_, suffix) ->
                  LOG.warn(
                      "bet {} is still unresolved: {}{}", bet.key(), failure.toString(), suffix));
    }
  }

  private boolean goOn(RemoteBet seen) {
    Optional<RemoteWallet> wallet = wallets.of(seen.operatorId());
    Optional<RemoteBet> closed = bets.closeToDecisions(seen.key());
    if (wallet.isEmpty() || closed.isEmpty()) {
      return false;
    }
    RemoteBet bet = closed.get();
    return switch (bet.state()) {
      case DECIDED -> {
        Long payout = bet.payout();
        if (payout == null) {
          throw new IllegalStateException("a decided bet without its payout: " + bet.key());
        }
        yield !(walletCalls.win(wallet.get(), bet, payout)
            instanceof WalletCalls.NotificationResult.NotHeard);
      }
      case TAKING_BACK ->
          !(walletCalls.rollback(wallet.get(), bet)
              instanceof WalletCalls.NotificationResult.NotHeard);
      case INTENDED -> throw new IllegalStateException("closed, and open: " + bet.key());
      case SETTLED, TAKEN_BACK, REFUSED, DISPUTED -> true;
    };
  }
}
