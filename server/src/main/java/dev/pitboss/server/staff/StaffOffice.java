package dev.pitboss.server.staff;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.operators.Tenancy;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.operators.reports.MoneyReports;
import dev.pitboss.server.operators.reports.Takings;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.players.Membership;
import dev.pitboss.server.players.Support;
import dev.pitboss.server.wallet.Wallet;
import java.time.InstantSource;

/// The staff module, wired.
public record StaffOffice(
    Staff staff,
    Credentials credentials,
    SecondFactors secondFactors,
    StaffSessions sessions,
    Adjustments adjustments,
    Support support,
    MoneyReports reports,
    Takings takings)
    implements AutoCloseable {

  /// What accounts are kept safe with.
  public record Locks(Lockout lockout, SeedVault vault) {}

  /// Starts it.
  public static StaffOffice open(
      Database database,
      Wallet wallet,
      Membership members,
      Locks locks,
      Tenancy tenancy,
      InstantSource clock) {
    AuditTrail audit = tenancy.audit();
    SecondFactors factors = new SecondFactors(database, locks.vault(), audit, clock);
    return new StaffOffice(
        new Staff(database, members.hashing(), audit, clock),
        new Credentials(database, members.hashing(), locks.lockout(), factors, audit),
        factors,
        new StaffSessions(database, audit, clock),
        new Adjustments(database, wallet, audit, clock),
        new Support(database, members.sessions(), audit, clock),
        new MoneyReports(database, tenancy.operators(), clock),
        Takings.start(database, clock));
  }

  /// Stops what goes on in the background.
  @Override
  public void close() {
    takings.close();
  }
}
