package dev.pitboss.server.operators;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All operators as they were a moment ago. Read in the background every [#MEMORY], so that no bet
/// waits for it; while the database does not answer, what was last read holds. Thread-safe.
public final class Operators implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

  /// How long a change made elsewhere may take to be seen here.
  public static final Duration MEMORY = Duration.ofSeconds(2);

  /// All of them are kept in memory and read every time.
  public static final int MAX_OPERATORS = 1_000;

  private static final int MAX_ROWS = 100_000;

  private final Database database;
  private final PeriodicTask schedule = new PeriodicTask("operators", LOG);
  private volatile Known known;

  private record Known(
      Map<Integer, Operator> byId, Map<String, Operator> byCode, Map<String, Operator> byHost) {}

  private Operators(Database database) {
    this.database = database;
    this.known = read();
  }

  /// Reads them now, and from now on.
  public static Operators start(Database database) {
    Operators operators = new Operators(database);
    // while it fails, what was last read holds
    operators.schedule.start(MEMORY, operators::refresh, "cannot reload the operators");
    return operators;
  }

  /// The operator of that host, by the `Host` header: with or without a port, in any case of
  /// letters. While no operator has a host, the house answers at all of them; afterwards only at
  /// its own, and at the names and addresses of a machine ([HostNames#isLocal]).
  ///
  /// @return empty at a name that no operator has
  public Optional<Operator> find(String hostHeader) {
    Map<String, Operator> byHost = known.byHost();
    if (byHost.isEmpty()) {
      return Optional.of(house());
    }
    String name = HostNames.of(hostHeader);
    Operator operator = byHost.get(name);
    return operator != null || !HostNames.isLocal(name)
        ? Optional.ofNullable(operator)
        : Optional.of(house());
  }

  /// The same, for a request that only an operator can answer.
  ///
  /// @throws InvalidInput `unknown_host` at a name that no operator has
  public Operator at(String hostHeader) {
    return find(hostHeader)
        .orElseThrow(() ->
            new InvalidInput(
                "unknown_host",
                "Host",
                "must be a host of an operator, got " + HostNames.of(hostHeader)));
  }

  /// Whether an operator said that the host is theirs.
  public boolean isHost(String name) {
    return known.byHost().containsKey(name);
  }

  /// The operator that is always there.
  public Operator house() {
    return byId(Operator.HOUSE);
  }

  /// The operator of that id.
  ///
  /// @throws IllegalStateException when no such provider exists, or it was made at another server
  ///   just now
  public Operator byId(int operatorId) {
    Operator operator = known.byId().get(operatorId);
    if (operator == null) {
      throw new IllegalStateException("operator " + operatorId + " is unknown");
    }
    return operator;
  }

  /// The operator of that code.
  public Optional<Operator> byCode(String code) {
    return Optional.ofNullable(known.byCode().get(code));
  }

  /// All of them.
  public Collection<Operator> all() {
    return known.byId().values();
  }

  /// Reads them now: what was changed here holds at once.
  public void refresh() {
    known = read();
  }

  @Override
  public void close() {
    schedule.interrupt();
  }

  private Known read() {
    return database.read(Operators::read);
  }

  private static Known read(Connection connection) throws SQLException {
    Map<Integer, Map<String, GameTerms>> terms = new HashMap<>();
    record Said(int operatorId, String game, GameTerms terms) {}
    for (Said said :
        Sql.list(
            connection,
            "SELECT * FROM operator_game LIMIT " + MAX_ROWS,
            row -> new Said(row.getInt("operator_id"), row.getString("game"), terms(row)))) {
      terms.computeIfAbsent(said.operatorId(), _ -> new HashMap<>()).put(said.game(), said.terms());
    }
    Map<Integer, List<String>> hosts = new HashMap<>();
    record Host(String name, int operatorId) {}
    for (Host host :
        Sql.list(
            connection,
            "SELECT host, operator_id FROM operator_host ORDER BY host LIMIT " + MAX_ROWS,
            row -> new Host(row.getString(1), row.getInt(2)))) {
      hosts.computeIfAbsent(host.operatorId(), _ -> new ArrayList<>()).add(host.name());
    }
    Map<Integer, Operator> byId = new HashMap<>();
    Map<String, Operator> byCode = new HashMap<>();
    Map<String, Operator> byHost = new HashMap<>();
    for (Operator operator :
        Sql.list(
            connection,
            "SELECT * FROM operator ORDER BY operator_id LIMIT " + MAX_OPERATORS,
            row -> {
              int id = row.getInt("operator_id");
              return operator(
                  row, terms.getOrDefault(id, Map.of()), hosts.getOrDefault(id, List.of()));
            })) {
      byId.put(operator.operatorId(), operator);
      byCode.put(operator.code(), operator);
      operator.hosts().forEach(host -> byHost.put(host, operator));
    }
    return new Known(Map.copyOf(byId), Map.copyOf(byCode), Map.copyOf(byHost));
  }

  private static Operator operator(ResultSet row, Map<String, GameTerms> games, List<String> hosts)
      throws SQLException {
    return new Operator(
        row.getInt("operator_id"),
        row.getString("code"),
        row.getString("name"),
        row.getString("currency"),
        row.getBoolean("takes_bets"),
        row.getBoolean("takes_guests"),
        row.getLong("welcome_grant"),
        row.getLong("max_welcome_grant"),
        refillTerms(row),
        row.getBoolean("staff_second_factor"),
        ZoneId.of(row.getString("time_zone")),
        row.getString("jurisdiction"),
        Branding.of(row.getString("branding")),
        games,
        hosts);
  }

  static RefillTerms refillTerms(ResultSet row) throws SQLException {
    return new RefillTerms(
        row.getLong("refill_amount"), row.getLong("refill_below"), row.getInt("refill_minutes"));
  }

  /// The terms of a game as the caller's transaction sees them.
  static GameTerms terms(Connection connection, int operatorId, String game) throws SQLException {
    return Sql.first(
            connection,
            "SELECT * FROM operator_game WHERE operator_id = ? AND game = ?",
            Operators::terms,
            operatorId,
            game)
        .orElse(GameTerms.AS_THE_GAME);
  }

  private static GameTerms terms(ResultSet row) throws SQLException {
    return new GameTerms(
        row.getBoolean("is_on"),
        minor(row, "min_stake"),
        minor(row, "max_stake"),
        minor(row, "max_payout"));
  }

  private static @Nullable Long minor(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Long.class);
  }
}
