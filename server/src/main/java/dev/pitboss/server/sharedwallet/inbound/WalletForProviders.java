package dev.pitboss.server.sharedwallet.inbound;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.play.BettingSwitch;
import dev.pitboss.server.play.Lanes;
import dev.pitboss.server.play.Transfers;
import dev.pitboss.server.wallet.ExternalTransactions;
import dev.pitboss.server.wallet.Wallet;
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
      OperatorModule tenancy,
      Lanes lanes,
      BettingSwitch betting,
      InstantSource clock) {
    Providers providers = new Providers(database, tenancy.audit(), clock);
    Launches launches = new Launches(database, clock);
    ExternalTransactions stored = new ExternalTransactions();
    return new WalletForProviders(
        providers,
        new SignatureCheck(tenancy.keys(), providers, database, clock),
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
