package dev.pitboss.server.operators.audit;

import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.restrictions.ExclusionListener;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The audit trail: appended in the transaction that does it, so neither is there without the
/// other. Entries are never changed; [AuditSealer] chains them afterwards, so no transaction waits
/// for a lock. Stateless but for the clock, and thread-safe.
public final class AuditTrail {
  private final InstantSource clock;

  public AuditTrail(InstantSource clock) {
    this.clock = clock;
  }

  /// An entry, as it is stored.
  ///
  /// @param details JSON
  public record Entry(
      long auditId,
      Instant at,
      String actor,
      @Nullable Integer operatorId,
      String action,
      String subject,
      String details) {}

  /// Appends, in the caller's transaction.
  public void record(Connection connection, AuditEvent act) throws SQLException {
    Sql.update(
        connection,
        """
        WITH entry AS (
          INSERT INTO audit_entry (at, actor, operator_id, action, subject, details)
          VALUES (?, ?, ?, ?, ?, ?) RETURNING audit_id)
        INSERT INTO audit_unsealed SELECT audit_id FROM entry
        """,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        act.actor(),
        act.operatorId(),
        act.action(),
        act.subject(),
        JsonWriter.text(new TreeMap<>(act.details())));
  }

  /// Notes that a player has kept themselves from betting; a
  /// [dev.pitboss.server.restrictions.ExclusionListener].
  public void exclusion(Connection connection, ExclusionListener.KeptOut act) throws SQLException {
    String player = "player:" + act.playerId();
    Instant until = act.until();
    record(
        connection,
        AuditEvent.of(player, "player." + act.kind(), player)
            .at(act.operatorId())
            .with("until", until == null ? "permanent" : until));
  }

  /// Entries after a number, in the order of their numbers.
  ///
  /// @param operatorId only this operator's; empty for all
  public List<Entry> after(
      Connection connection, long auditId, Optional<Integer> operatorId, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT + " WHERE e.audit_id > ? AND (? OR e.operator_id = ?) ORDER BY e.audit_id LIMIT ?",
        AuditTrail::entry,
        auditId,
        operatorId.isEmpty(),
        operatorId.orElse(0),
        limit);
  }

  /// Entries of these actions since a moment, the newest first. Actions of members on their own
  /// account are left out.
  ///
  /// @param operatorId only this operator's; empty for all
  public List<Entry> since(
      Connection connection,
      List<String> actions,
      Instant from,
      Optional<Integer> operatorId,
      int limit)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT
            + """
             WHERE e.action = ANY (?) AND e.at >= ? AND (? OR e.operator_id = ?)
               AND e.actor <> e.subject
             ORDER BY e.at DESC, e.audit_id DESC LIMIT ?
            """,
        AuditTrail::entry,
        actions.toArray(String[]::new),
        from,
        operatorId.isEmpty(),
        operatorId.orElse(0),
        limit);
  }

  /// Which entries to list.
  ///
  /// @param operatorId only this operator's
  /// @param actor only actions of this actor, in full: `staff:anna`
  /// @param action only actions that begin so: `operator.`
  /// @param subject only what was done to whom or what this names, whole: `player:17`
  /// @param from only entries of that moment and later
  /// @param to only entries before that moment
  /// @param before only entries with smaller ids
  public record Query(
      Optional<Integer> operatorId,
      Optional<String> actor,
      Optional<String> action,
      Optional<String> subject,
      Optional<Instant> from,
      Optional<Instant> to,
      long before) {}

  /// The newest entries that a query is about, the newest first.
  public List<Entry> newest(Connection connection, Query query, int limit) throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT + " WHERE e.audit_id < ?");
    List<Object> parameters = new ArrayList<>(List.of(query.before()));
    filter(sql, parameters, " AND e.operator_id = ?", query.operatorId());
    filter(sql, parameters, " AND e.actor = ?", query.actor());
    filter(sql, parameters, " AND starts_with(e.action, ?)", query.action());
    filter(sql, parameters, " AND e.subject = ?", query.subject());
    filter(sql, parameters, " AND e.at >= ?", query.from());
    filter(sql, parameters, " AND e.at < ?", query.to());
    parameters.add(limit);
    return Sql.list(
        connection,
        sql.append(" ORDER BY e.audit_id DESC LIMIT ?").toString(),
        AuditTrail::entry,
        parameters.toArray());
  }

  private static void filter(
      StringBuilder sql, List<Object> parameters, String clause, Optional<?> value) {
    value.ifPresent(it -> {
      sql.append(clause);
      parameters.add(it);
    });
  }

  static final String SELECT =
      """
      SELECT e.audit_id, e.at, e.actor, e.operator_id, e.action, e.subject, e.details
        FROM audit_entry e
      """;

  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("audit_id"),
        Sql.instant(row, "at"),
        row.getString("actor"),
        row.getObject("operator_id", Integer.class),
        row.getString("action"),
        row.getString("subject"),
        row.getString("details"));
  }
}
