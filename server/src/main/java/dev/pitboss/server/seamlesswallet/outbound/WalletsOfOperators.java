package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.rounds.Play;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Everything there is to operators that keep their players' money themselves, wired. Closing it
/// lets errands under way end.
public final class WalletsOfOperators implements AutoCloseable {
  /// Two of them, and what we do between, are answered within a request's time.
  static final Duration ANSWER = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final RemoteWallets wallets;
  private final RemotePlayers players;
  private final OutboundPlay play;
  private final WalletModule office;
  private final Resolver resolver;

  private WalletsOfOperators(Parts parts, Times times) {
    InstantSource clock = parts.clock();
    this.wallets =
        new RemoteWallets(
            parts.database(), parts.operatorModule().keys(), parts.operatorModule().audit(), clock);
    WalletClient client = new WalletClient(clock, times.answer());
    this.players = new RemotePlayers(wallets, client, parts.players(), parts.database(), clock);
    RemoteBets bets = new RemoteBets(parts.database(), clock, times.ownTime());
    WalletCalls walletCalls = new WalletCalls(client, bets);
    this.play =
        new OutboundPlay(
            wallets,
            players,
            bets,
            walletCalls,
            parts.play(),
            new OutboundPlay.Stored(parts.database(), parts.wallet()));
    this.office =
        new WalletModule(
            parts.database(), wallets, bets, client, parts.operatorModule().audit(), clock);
    this.resolver = Resolver.start(bets, wallets, walletCalls, times.look());
  }

  /// What it is built on.
  public record Parts(
      Database database,
      Wallet wallet,
      OperatorModule operatorModule,
      Players players,
      Play play,
      InstantSource clock) {}

  /// How long things take.
  ///
  /// @param answer for the whole of another wallet's answer
  /// @param ownTime how long a bet's own request owns it before the resolver takes it
  /// @param look interval of the search for bets to resolve
  record Times(Duration answer, Duration ownTime, Duration look) {}

  /// Starts resolving bets.
  public static WalletsOfOperators start(Parts parts) {
    return start(parts, new Times(ANSWER, RemoteBets.OWN_TIME, LOOK));
  }

  /// The same, with times of a test's own.
  static WalletsOfOperators start(Parts parts, Times times) {
    return new WalletsOfOperators(parts, times);
  }

  /// The staff operations on the wallets.
  public WalletModule office() {
    return office;
  }

  /// Their players.
  public RemotePlayers players() {
    return players;
  }

  /// Their bets.
  public OutboundPlay play() {
    return play;
  }

  /// How many bets had not ended when that was last counted, a few seconds ago.
  public long unresolved() {
    return resolver.concern().underWay();
  }

  /// How many bets only people could end when that was last counted.
  public long disputed() {
    return resolver.concern().disputed();
  }

  /// Whether another wallet keeps this player's money.
  public boolean keepsMoneyOf(Player player) {
    return RemotePlayers.cameFromWallet(player);
  }

  /// What a player has whose money another wallet keeps; empty when it does not say. Where the
  /// operator has ended its wallet, that is what is here: nothing.
  public Optional<Balance> balance(Player player) {
    if (!wallets.isNamed(player.operatorId())) {
      return Optional.of(new Balance(0, 0, player.currency()));
    }
    Optional<RemoteWallet> wallet = wallets.of(player.operatorId());
    Optional<RemoteBet.Guest> guest = players.find(player.playerId());
    if (wallet.isEmpty() || guest.isEmpty()) {
      return Optional.empty();
    }
    return players.balance(wallet.get(), guest.get()) instanceof WalletReply.Done(long balance)
        ? Optional.of(new Balance(balance, 0, wallet.get().currency()))
        : Optional.empty();
  }

  @Override
  public void close() {
    resolver.close();
    office.close();
  }
}
