package dev.pitboss.server.players;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.wallet.Wallet;
import java.time.InstantSource;

/// Everything about who plays, wired: guests, registered players, their sessions and passwords, and
/// what deletes the expired.
public record Membership(
    Players players,
    Sessions sessions,
    Accounts accounts,
    Identities identities,
    PasswordHashing hashing,
    Sweep sweep)
    implements AutoCloseable {

  /// Starts it.
  ///
  /// @param addressFactor how many times the usual wrong attempts to sign in an address may make
  public static Membership open(
      Database database,
      Wallet wallet,
      SeedPairs seeds,
      Operators operators,
      InstantSource clock,
      int addressFactor) {
    Sessions sessions = new Sessions(database, clock);
    Players players = new Players(database, wallet, seeds, operators, sessions, clock);
    Lockout lockout = new Lockout(database, clock, addressFactor);
    PasswordHashing hashing = new PasswordHashing();
    Accounts accounts = new Accounts(database, players, sessions, hashing, lockout, clock);
    Identities identities = new Identities(database, players, sessions, clock);
    return new Membership(
        players, sessions, accounts, identities, hashing, Sweep.start(sessions, lockout));
  }

  /// Lets the sweep in work end, and stops.
  @Override
  public void close() {
    sweep.close();
    hashing.close();
  }
}
