package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.ledger.ExternalTransactions;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.rounds.BettingSwitch;
import dev.pitboss.server.rounds.Transfers;
import dev.pitboss.server.settlement.Lanes;
import java.time.InstantSource;

/// Everything providers have to do with, wired.
public record WalletForProviders(
    Providers providers,
    SignatureCheck signatures,
    Launches launches,
    InboundWallet wallet,
    Expiry expiry)
    implements AutoCloseable {

  /// Wires it over the casino's own wallet and lanes; forgets what has expired from now on.
  public static WalletForProviders start(
      Database database,
      Wallet wallet,
      OperatorModule operatorModule,
      Lanes lanes,
      BettingSwitch betting,
      InstantSource clock) {
    Providers providers = new Providers(database, operatorModule.audit(), clock);
    Launches launches = new Launches(database, clock);
    ExternalTransactions stored = new ExternalTransactions();
    return new WalletForProviders(
        providers,
        new SignatureCheck(operatorModule.keys(), providers, database, clock),
        launches,
        new InboundWallet(
            database,
            wallet,
            stored,
            new Transfers(lanes, database, stored, betting),
            launches,
            new Payouts(database, clock)),
        Expiry.start(database, clock));
  }

  @Override
  public void close() {
    expiry.close();
  }
}
