package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.passkeys.Challenges;
import dev.pitboss.server.passkeys.Proofs;
import dev.pitboss.server.passwords.PasswordHashing;
import java.time.InstantSource;

/// Everything about who plays, wired: guests, registered players, their sessions and passwords, and
/// what deletes the expired.
public record PlayerModule(
    Players players,
    Sessions sessions,
    Accounts accounts,
    Identities identities,
    Passkeys passkeys,
    SignInMethodService signInService,
    Recovery recovery,
    PasswordHashing hashing,
    PlayerOpenings openings,
    GameSessions gameSessions,
    ExpiredDataCleaner sweep)
    implements AutoCloseable {

  /// What is counted for all servers together.
  ///
  /// @param lockout wrong attempts to sign in
  /// @param openings players that are opened
  public record Counted(Lockout lockout, PlayerOpenings openings) {}

  /// Starts it.
  ///
  /// @param counted what limits attempts and new players; closed with this
  /// @param vault which has the key of what is not stored
  public static PlayerModule open(
      Database database,
      Wallet wallet,
      SeedVault vault,
      OperatorModule operatorModule,
      Counted counted,
      InstantSource clock) {
    Sessions sessions = new Sessions(database, clock);
    SeedPairs seeds = new SeedPairs(vault);
    Players players =
        new Players(database, wallet, seeds, operatorModule.operators(), sessions, clock);
    AuditTrail audit = operatorModule.audit();
    LoginAttempts loginAttempts = new LoginAttempts(database, counted.lockout(), audit);
    PasswordHashing hashing = new PasswordHashing();
    SignInMethodService signInService = new SignInMethodService(database, audit, clock);
    Proofs proofs = new Proofs(new Challenges(vault.derivedKey(Challenges.KEY_PURPOSE), clock));
    Passkeys passkeys = new Passkeys(database, players, sessions, proofs, audit, clock);
    GameSessions gameSessions = new GameSessions(database, clock);
    return new PlayerModule(
        players,
        sessions,
        new Accounts(database, players, sessions, hashing, loginAttempts, clock),
        new Identities(database, players, sessions, clock),
        passkeys,
        signInService,
        new Recovery(database, signInService, sessions, hashing, loginAttempts, clock),
        hashing,
        counted.openings(),
        gameSessions,
        ExpiredDataCleaner.start(
            sessions,
            gameSessions,
            counted.lockout(),
            passkeys,
            counted.openings(),
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
