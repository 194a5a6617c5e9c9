package dev.pitboss.server.staff;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.operators.Tenancy;
import dev.pitboss.server.operators.reports.MoneyReports;
import dev.pitboss.server.operators.reports.Takings;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.players.PasswordHashing;
import dev.pitboss.server.wallet.Wallet;
import java.time.InstantSource;

/// Everything those who work here use, wired.
public record StaffOffice(
    Staff staff,
    StaffSessions sessions,
    Adjustments adjustments,
    MoneyReports reports,
    Takings takings)
    implements AutoCloseable {

  /// Starts it.
  public static StaffOffice open(
      Database database,
      Wallet wallet,
      PasswordHashing hashing,
      Lockout lockout,
      Tenancy tenancy,
      InstantSource clock) {
    StaffSessions sessions = new StaffSessions(database, clock);
    return new StaffOffice(
        new Staff(database, hashing, lockout, sessions, tenancy.audit(), clock),
        sessions,
        new Adjustments(database, wallet, tenancy.audit(), clock),
        new MoneyReports(database, tenancy.operators(), clock),
        Takings.start(database, clock));
  }

  /// Stops what goes on in the background.
  @Override
  public void close() {
    takings.close();
  }
}
