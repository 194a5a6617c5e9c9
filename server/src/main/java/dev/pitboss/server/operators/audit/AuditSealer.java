package dev.pitboss.server.operators.audit;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chains what was recorded, a moment later and in the background, so that no transaction waits for
/// another's entry. Every server tries; one at a time seals. Thread-safe.
public final class AuditSealer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  /// Bounds a transaction; there is another at once while there is more.
  private static final int MAX_BATCH = 500;

  /// Names the lock of the database that one sealer holds; any number that is not used otherwise.
  private static final long LOCK = 0x61_75_64_69_74L;

  private final Database database;
  private final AuditChain chain;
  private final PeriodicTask schedule = new PeriodicTask("audit-sealer", LOG);

  /// A sealer that seals when it is told to.
  public AuditSealer(Database database, AuditChain chain) {
    this.database = database;
    this.chain = chain;
  }

  /// Seals from now on.
  public static AuditSealer start(Database database, AuditChain chain) {
    AuditSealer sealer = new AuditSealer(database, chain);
    sealer.schedule.start(EVERY, sealer::seal, "cannot seal the audit trail");
    return sealer;
  }

  @Override
  public void close() {
    schedule.interrupt();
  }

  /// Seals everything that waits, unless another server is at it.
  public void seal() {
    while (someWait() && database.inTransaction(this::sealBatch) == MAX_BATCH) {
      // there may be more
    }
  }

  private boolean someWait() {
    return database.read(connection ->
        Sql.one(
            connection, "SELECT EXISTS (SELECT FROM audit_unsealed)", row -> row.getBoolean(1)));
  }

  @SuppressWarnings("ArrayRecordComponent") // carried on, never compared
  private record Seal(long position, byte[] hash) {}

  private int sealBatch(Connection connection) throws SQLException {
    boolean mine =
        Sql.one(connection, "SELECT pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), LOCK);
    if (!mine) {
      return 0;
    }
    Seal last =
        Sql.first(
                connection,
                "SELECT position, hash FROM audit_seal ORDER BY position DESC LIMIT 1",
                row -> new Seal(row.getLong(1), row.getBytes(2)))
            .orElseGet(() -> new Seal(0, AuditChain.START));
    List<AuditTrail.Entry> waiting =
        Sql.list(
            connection,
            AuditTrail.SELECT
                + " JOIN audit_unsealed u ON u.audit_id = e.audit_id ORDER BY e.audit_id LIMIT ?",
            AuditTrail::entry,
            MAX_BATCH);
    for (AuditTrail.Entry entry : waiting) {
      long position = last.position() + 1;
      byte[] hash = chain.hash(last.hash(), entry);
      Sql.update(
          connection,
          "INSERT INTO audit_seal (position, audit_id, hash, mac) VALUES (?, ?, ?, ?)",
          position,
          entry.auditId(),
          hash,
          chain.mac(position, hash));
      Sql.update(connection, "DELETE FROM audit_unsealed WHERE audit_id = ?", entry.auditId());
      last = new Seal(position, hash);
    }
    return waiting.size();
  }
}
