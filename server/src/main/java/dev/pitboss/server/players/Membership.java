package dev.pitboss.server.players;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.operators.Tenancy;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.passkeys.Challenges;
import dev.pitboss.server.passkeys.Proofs;
import dev.pitboss.server.wallet.Wallet;
import java.time.InstantSource;

/// Everything about who plays, wired: guests, registered players, their sessions and passwords, and
/// what deletes the expired.
public record Membership(
    Players players,
    Sessions sessions,
    Accounts accounts,
    Identities identities,
    Passkeys passkeys,
    Keyring keyring,
    Recovery recovery,
    PasswordHashing hashing,
    PlayerOpenings openings,
    Sweep sweep)
    implements AutoCloseable {

  /// Starts it.
  ///
  /// @param lockout which counts wrong attempts
  /// @param vault which has the key of what is not stored
  /// @param rateFactor how many times the usual number of players may be opened
  public static Membership open(
      Database database,
      Wallet wallet,
      SeedVault vault,
      Tenancy tenancy,
      Lockout lockout,
      int rateFactor,
      InstantSource clock) {
    Sessions sessions = new Sessions(database, clock);
    SeedPairs seeds = new SeedPairs(vault);
    Players players = new Players(database, wallet, seeds, tenancy.operators(), sessions, clock);
    AuditTrail audit = tenancy.audit();
    Guesses guesses = new Guesses(database, lockout, audit);
    PasswordHashing hashing = new PasswordHashing();
    Keyring keyring = new Keyring(database, audit, clock);
    Proofs proofs = new Proofs(new Challenges(vault.derivedKey(Challenges.KEY_PURPOSE), clock));
    Passkeys passkeys = new Passkeys(database, players, sessions, proofs, audit, clock);
    PlayerOpenings openings = PlayerOpenings.start(database, clock, rateFactor);
    return new Membership(
        players,
        sessions,
        new Accounts(database, players, sessions, hashing, guesses, clock),
        new Identities(database, players, sessions, clock),
        passkeys,
        keyring,
        new Recovery(database, keyring, sessions, hashing, guesses, clock),
        hashing,
        openings,
        Sweep.start(
            sessions,
            lockout,
            passkeys,
            openings,
            new IdleGuests(database, wallet, seeds, clock)));
  }

  /// Lets the sweep in work end, and stops.
  @Override
  public void close() {
    sweep.close();
    openings.close();
    hashing.close();
  }
}
