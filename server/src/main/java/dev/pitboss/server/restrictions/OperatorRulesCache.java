package dev.pitboss.server.restrictions;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every operator's rules, read from its settings and looked at again every [#RELOAD_INTERVAL].
/// What a server remembers of players is read anew when the rules of their operator have changed.
/// Thread-safe.
public final class OperatorRulesCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRulesCache.class);

  /// A changed profile holds on all servers by then.
  static final Duration RELOAD_INTERVAL = Duration.ofSeconds(2);

  private final Database database;
  private final Profiles profiles;
  private final Map<Integer, OperatorRules> byOperator = new ConcurrentHashMap<>();
  private final PeriodicTask schedule = new PeriodicTask("houses", LOG);

  private OperatorRulesCache(Database database, Profiles profiles) {
    this.database = database;
    this.profiles = profiles;
  }

  /// Reads the operators' settings, and goes on looking.
  public static OperatorRulesCache open(Database database, Profiles profiles) {
    OperatorRulesCache cache = new OperatorRulesCache(database, profiles);
    cache.look();
    // while it fails, what is known goes on to hold
    cache.schedule.start(RELOAD_INTERVAL, cache::look, "cannot read the operators' jurisdictions");
    return cache;
  }

  /// The operator's house. One that was opened a moment ago is read now.
  OperatorRules of(Connection connection, int operatorId) throws SQLException {
    OperatorRules known = byOperator.get(operatorId);
    if (known != null) {
      return known;
    }
    take(
        Sql.list(
            connection,
            SELECT_OPERATOR + " WHERE operator_id = ?",
            OperatorRulesCache::stored,
            operatorId));
    OperatorRules read = byOperator.get(operatorId);
    if (read == null) {
      throw new IllegalStateException("no operator " + operatorId);
    }
    return read;
  }

  /// Looks at all settings at once.
  public void look() {
    take(
        database.read(
            connection -> Sql.list(connection, SELECT_OPERATOR, OperatorRulesCache::stored)));
  }

  @Override
  public void close() {
    schedule.close();
  }

  private static final String SELECT_OPERATOR =
      "SELECT operator_id, jurisdiction, time_zone FROM operator";

  private record Stored(int operatorId, String jurisdiction, String zone) {}

  private static Stored stored(java.sql.ResultSet row) throws SQLException {
    return new Stored(
        row.getInt("operator_id"), row.getString("jurisdiction"), row.getString("time_zone"));
  }

  private void take(List<Stored> operators) {
    for (Stored operator : operators) {
      OperatorRules.Rules rules = rules(operator);
      OperatorRules house =
          byOperator.computeIfAbsent(operator.operatorId(), _ -> new OperatorRules(rules));
      if (!house.rules().equals(rules)) {
        house.change(rules);
        LOG.info(
            "operator {} uses jurisdiction profile {} in time zone {}",
            operator.operatorId(),
            rules.profile().id(),
            rules.zone());
      }
    }
  }

  /// A setting this version does not know must not let play go on by laxer rules than were meant.
  private OperatorRules.Rules rules(Stored operator) {
    Profile profile =
        profiles
            .find(operator.jurisdiction())
            .orElseThrow(() ->
                new IllegalStateException(
                    "operator %d has the unknown jurisdiction %s"
                        .formatted(operator.operatorId(), operator.jurisdiction())));
    return new OperatorRules.Rules(profile, zone(operator));
  }

  private static ZoneId zone(Stored operator) {
    try {
      return ZoneId.of(operator.zone());
    } catch (DateTimeException unknown) {
      LOG.warn(
          "operator {} has an invalid time zone {}; falling back to UTC",
          operator.operatorId(),
          operator.zone());
      return ZoneOffset.UTC;
    }
  }
}
