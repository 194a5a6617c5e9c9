package dev.pitboss.server.operators;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.audit.AuditChain;
import dev.pitboss.server.operators.audit.AuditSealer;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.time.InstantSource;

/// Everything about operators, wired: who they are, how they are changed, their keys, and the trail
/// of what was done.
///
/// @param chain how the trail is sealed, and proven
public record OperatorModule(
    Operators operators,
    OperatorSettings settings,
    OperatorKeys keys,
    AuditTrail audit,
    AuditChain chain,
    AuditSealer sealer)
    implements AutoCloseable {

  /// Starts it.
  public static OperatorModule open(
      Database database, Wallet wallet, SeedVault vault, InstantSource clock) {
    AuditTrail audit = new AuditTrail(clock);
    AuditChain chain = new AuditChain(vault.derivedKey(AuditChain.KEY_PURPOSE));
    return new OperatorModule(
        Operators.start(database),
        new OperatorSettings(database, wallet, audit, clock),
        new OperatorKeys(database, vault, audit, clock),
        audit,
        chain,
        AuditSealer.start(database, chain));
  }

  /// Stops what goes on in the background.
  @Override
  public void close() {
    sealer.close();
    operators.close();
  }
}
