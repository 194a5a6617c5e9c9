package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.operators.reporting.GamingRevenue;
import dev.pitboss.server.operators.reporting.MoneyReports;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.players.PlayerModule;
import dev.pitboss.server.players.Support;
import java.time.InstantSource;

/// The staff module, wired.
public record StaffModule(
    Staff staff,
    Credentials credentials,
    SecondFactors secondFactors,
    StaffSessions sessions,
    Adjustments adjustments,
    Support support,
    MoneyReports reports,
    GamingRevenue takings)
    implements AutoCloseable {

  /// What accounts are kept safe with.
  public record Locks(Lockout lockout, SeedVault vault) {}

  /// Starts it.
  public static StaffModule open(
      Database database,
      Wallet wallet,
      PlayerModule players,
      Locks locks,
      OperatorModule operatorModule,
      InstantSource clock) {
    AuditTrail audit = operatorModule.audit();
    SecondFactors factors = new SecondFactors(database, locks.vault(), audit, clock);
    return new StaffModule(
        new Staff(database, players.hashing(), audit, clock),
        new Credentials(database, players.hashing(), locks.lockout(), factors, audit),
        factors,
        new StaffSessions(database, audit, clock),
        new Adjustments(database, wallet, audit, clock),
        new Support(database, players.sessions(), audit, clock),
        new MoneyReports(database, operatorModule.operators(), clock),
        GamingRevenue.start(database, clock));
  }

  /// Stops what goes on in the background.
  @Override
  public void close() {
    takings.close();
  }
}
