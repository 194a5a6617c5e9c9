package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.time.InstantSource;

/// Staff operations on operators' wallets: setup, reconciliation and disputed bets. Thread-safe.
public final class WalletModule implements AutoCloseable {
  private final RemoteWallets wallets;
  private final Reconciliation reconciliation;
  private final Disputes disputes;
  private final WalletClient client;

  WalletModule(
      Database database,
      RemoteWallets wallets,
      RemoteBets bets,
      WalletClient client,
      AuditTrail audit,
      InstantSource clock) {
    this.wallets = wallets;
    this.client = client;
    this.reconciliation = new Reconciliation(wallets, bets, client, Reconciliation.MAX_BETS);
    this.disputes = new Disputes(database, wallets, client, audit, clock);
  }

  /// Opens it on a casino's database, for a command.
  public static WalletModule open(
      Database database, OperatorKeys keys, AuditTrail audit, InstantSource clock) {
    return new WalletModule(
        database,
        new RemoteWallets(database, keys, audit, clock),
        new RemoteBets(database, clock, RemoteBets.OWN_TIME),
        new WalletClient(clock, WalletsOfOperators.ANSWER),
        audit,
        clock);
  }

  /// Which operators have one, and where.
  public RemoteWallets wallets() {
    return wallets;
  }

  /// Where our books and theirs differ.
  public Reconciliation reconciliation() {
    return reconciliation;
  }

  /// Bets that only people can end.
  public Disputes disputes() {
    return disputes;
  }

  /// Gives up the connections to the wallets.
  @Override
  public void close() {
    client.close();
  }
}
