package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.logging.ThrottledLog;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.rounds.ExternalFunding;
import dev.pitboss.server.rounds.Play;
import dev.pitboss.server.seamlesswallet.outbound.WalletCalls.NotificationResult;
import dev.pitboss.server.settlement.Settlement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One-shot bets of players whose money another wallet keeps. Thread-safe.
///
/// In this order, each step durable before the next: the bet is written down; the wallet gives the
/// stake; the round is decided and settled here, between the house and the operator's account; the
/// wallet is told what it won; the player sees it. No connection is held while the wallet is asked.
/// Without an answer the bet continues without the player's request: an undecided one is taken
/// back, a decided one is told again until the wallet has heard it.
public final class OutboundPlay {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundPlay.class);

  private static final ThrottledLog THROTTLED = new ThrottledLog();

  /// What a player is told whose operator's wallet is not connected any more.
  private static final String ENDED = "WALLET_ENDED";

  private final RemoteWallets wallets;
  private final RemotePlayers players;
  private final RemoteBets bets;
  private final WalletCalls walletCalls;
  private final Play play;
  private final Database database;
  private final Wallet rounds;

  OutboundPlay(
      RemoteWallets wallets,
      RemotePlayers players,
      RemoteBets bets,
      WalletCalls walletCalls,
      Play play,
      Stored stored) {
    this.wallets = wallets;
    this.players = players;
    this.bets = bets;
    this.walletCalls = walletCalls;
    this.play = play;
    this.database = stored.database();
    this.rounds = stored.rounds();
  }

  /// Where rounds are found again.
  record Stored(Database database, Wallet rounds) {}

  /// Decides and settles a bet, with the money where it is kept.
  public Settlement bet(Player player, IdempotencyKey key, Bet wager) {
    if (!RemotePlayers.cameFromWallet(player)) {
      return play.bet(player.playerId(), key, wager);
    }
    RemoteBet.Key id = new RemoteBet.Key(player.playerId(), key.requestId(player.playerId()));
    Optional<RemoteBet> before = bets.find(id);
    if (before.isPresent()) {
      return again(before.get(), wager);
    }
    Optional<RemoteWallet> wallet = wallets.of(player.operatorId());
    if (wallet.isPresent()) {
      return bet(wallet.get(), id, wager);
    }
    return wallets.isNamed(player.operatorId())
        ? new Settlement.WalletAway("it has no active signing key")
        : new Settlement.WalletRefused(ENDED);
  }

  /// Whether a player's bets can be begun without waiting: the money is kept here.
  public boolean isKeptHere(Player player) {
    return !RemotePlayers.cameFromWallet(player);
  }

  /// Begins a bet of a player whose money is kept here; see [Play#begin].
  public CompletableFuture<Play.Begun> begin(Player player, IdempotencyKey key, Bet wager) {
    return play.begin(player.playerId(), key, wager);
  }

  private Settlement bet(RemoteWallet wallet, RemoteBet.Key key, Bet wager) {
    long playerId = key.playerId();
    Optional<RemoteBet.Guest> guest = players.find(playerId);
    if (guest.isEmpty()) {
      return new Settlement.WalletAway("the player does not belong to the operator's wallet");
    }
    Optional<Settlement.Refusal> refusal = play.refusal(playerId, wager);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<RemoteBet> bet;
    try {
      bet =
          bets.intend(
              key,
              wallet.operatorId(),
              new RemoteBets.Wanted(wager.game(), wager.stake(), wager.choices(), guest.get()));
    } catch (DatabaseFailure failure) {
      if (failure.kind() == DatabaseFailure.Kind.UNAVAILABLE) {
        throw failure; // surely nothing was done, and nothing asked for
      }
      // the same request at the same time; or the outcome is unknown, and the stored bet is rolled
      // back
      return bets.find(key)
          .<Settlement>map(written -> again(written, wager))
          .orElseThrow(() -> failure);
    }
    if (bet.isEmpty()) {
      return new Settlement.WalletRefused(ENDED);
    }
    try {
      return ask(wallet, bet.get(), wager);
    } catch (DatabaseFailure failure) {
      // the bet is stored: the resolver completes it in any case
      UUID _ =
          THROTTLED.log(
              failure.reason().code(),
              (_, suffix) ->
                  LOG.warn(
                      "bet {} continues without its player's request: {}{}",
                      key,
                      failure.getMessage(),
                      suffix));
      return new Settlement.Unknown();
    }
  }

  private Settlement ask(RemoteWallet wallet, RemoteBet bet, Bet wager) {
    return switch (walletCalls.stake(wallet, bet)) {
      case WalletReply.Done _ -> decide(wallet, bet, wager);
      case WalletReply.Refused(String reason, OptionalLong balance) ->
          bets.refuse(bet.key(), reason, balance)
              ? refusal(reason, balance)
              : new Settlement.Unknown();
      case WalletReply.NotSent(String why) -> {
        bets.forget(bet.key());
        yield new Settlement.WalletAway(why);
      }
      case WalletReply.Unknown _ -> takeBack(wallet, bet);
    };
  }

  private Settlement decide(RemoteWallet wallet, RemoteBet bet, Bet wager) {
    long playerId = bet.key().playerId();
    ExternalFunding funding =
        new ExternalFunding(wallet.accounts().accountFor(playerId), bet.guardId());
    Settlement decided;
    try {
      decided = play.bet(playerId, bet.key().requestId(), wager, Optional.of(funding));
    } catch (DatabaseFailure _) {
      // whether it was decided is found out when nothing can decide it any more
      return takeBack(wallet, bet);
    }
    return switch (decided) {
      case Settlement.Posted(Round round) -> told(wallet, bet, round);
      case Settlement.Replayed(Round round) -> told(wallet, bet, round);
      case Settlement.Refusal _ -> takeBack(wallet, bet);
    };
  }

  private Settlement told(RemoteWallet wallet, RemoteBet bet, Round round) {
    return switch (walletCalls.win(wallet, bet, round.payout())) {
      case NotificationResult.Ended(long balance) ->
          new Settlement.Posted(round.withBalanceAfter(balance));
      case NotificationResult.Disputed() -> new Settlement.Unknown();
      case NotificationResult.NotHeard() -> {
        bets.closeToDecisions(bet.key()); // it is decided; the resolver completes it
        yield new Settlement.Unknown();
      }
    };
  }

  /// Has the stake given back unless the bet was decided after all. Either way the player asks
  /// again, and is told how it ended.
  private Settlement takeBack(RemoteWallet wallet, RemoteBet bet) {
    Optional<RemoteBet> closed = bets.closeToDecisions(bet.key());
    if (closed.isPresent() && closed.get().state() == RemoteBet.State.TAKING_BACK) {
      // mostly the wallet is well and only one answer was lost
      walletCalls.rollback(wallet, closed.get());
    }
    return new Settlement.Unknown();
  }

  private Settlement again(RemoteBet bet, Bet wager) {
    if (!bet.game().equals(wager.game()) || !bet.bet().equals(wager.choices())) {
      return new Settlement.KeyReused();
    }
    return switch (bet.state()) {
      case INTENDED, DECIDED, TAKING_BACK, DISPUTED -> new Settlement.Unknown();
      case SETTLED -> {
        Round round = settled(bet.key());
        Long balance = bet.balanceAfter(); // not known of every bet that was closed by hand
        yield new Settlement.Replayed(balance == null ? round : round.withBalanceAfter(balance));
      }
      case TAKEN_BACK -> new Settlement.TakenBack();
      case REFUSED ->
          refusal(
              String.valueOf(bet.reason()),
              bet.balanceAfter() == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(bet.balanceAfter()));
    };
  }

  private Round settled(RemoteBet.Key key) {
    return database
        .read(connection -> rounds.settled(connection, key.playerId(), key.requestId()))
        .orElseThrow(() -> new IllegalStateException("settled without a round: " + key));
  }

  private static Settlement refusal(String reason, OptionalLong balance) {
    return reason.equals("INSUFFICIENT_FUNDS")
        ? new Settlement.InsufficientFunds(balance.orElse(0))
        : new Settlement.WalletRefused(reason);
  }
}
