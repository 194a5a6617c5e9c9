package dev.pitboss.server.approvals;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Recent actions that gave power over money, for auditors: accounts made and reset, changes asked
/// for and approved, keys, providers, limits, adjustments, disputes. Thread-safe.
public final class PowerReport {
  /// How many days are looked at when nothing is said.
  public static final int DAYS = 30;

  /// Longer ago is in the audit trail.
  public static final int MAX_DAYS = 366;

  /// More is in the audit trail.
  public static final int MAX_ROWS = 1_000;

  /// Of the audit trail.
  static final List<String> ACTIONS =
      List.of(
          "adjustment.approved",
          "adjustment.requested",
          "change.approved",
          "change.rejected",
          "change.requested",
          "dispute.close",
          "dispute.retry",
          "game.terms_set",
          "host.added",
          "key.made",
          "operator.changed",
          "operator.created",
          "player.unlocked",
          "provider.enabled",
          "provider.limited",
          "provider.made",
          "staff.confirmed",
          "staff.created",
          "staff.password_set",
          "staff.second_factor_reset",
          "wallet.kept_at");

  private final Database database;
  private final AuditTrail audit;
  private final InstantSource clock;

  public PowerReport(Database database, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// The newest [#MAX_ROWS] of the last days, the newest first.
  ///
  /// @param operatorId only this operator's; empty for all
  /// @param days 1 to [#MAX_DAYS]
  /// @throws InvalidInput when it is another number of days
  public List<AuditTrail.Entry> of(Optional<Integer> operatorId, int days) {
    if (days < 1 || days > MAX_DAYS) {
      throw InvalidInput.field("days", "must be from 1 to %d, got %d".formatted(MAX_DAYS, days));
    }
    return database.read(connection ->
        audit.since(
            connection,
            ACTIONS,
            clock.instant().minus(Duration.ofDays(days)),
            operatorId,
            MAX_ROWS));
  }
}
