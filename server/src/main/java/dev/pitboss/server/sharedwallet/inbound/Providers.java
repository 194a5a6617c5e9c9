package dev.pitboss.server.sharedwallet.inbound;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.audit.Act;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The providers there are. Thread-safe.
public final class Providers {
  /// An even number, so that the lanes of a server do not meet at one of them.
  private static final int SHARDS = 8;

  private static final int MAX_LISTED = 1_000;

  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  static final String SELECT =
      """
      SELECT p.provider_id, p.operator_id, o.code AS operator, p.code, o.currency,
             (SELECT array_agg(a.account_id ORDER BY a.shard) FROM account a
               WHERE a.operator_id = p.operator_id AND a.kind = 'provider'
                 AND a.provider_id = p.provider_id) AS account_ids
        FROM provider p JOIN operator o USING (operator_id)
      """;

  private final Database database;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final Map<Integer, Provider> known = new ConcurrentHashMap<>();

  public Providers(Database database, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// Makes a provider known, with accounts that hold nothing; one that is known stays as it is.
  ///
  /// @param operator code of the operator it belongs to
  /// @param actor who does it
  /// @throws InvalidInput when there is no such operator, or code or name cannot be taken
  public Provider register(String operator, String code, String name, String actor) {
    if (!CODE.matcher(code).matches()) {
      throw InvalidInput.field("code", "takes 1 to 32 of a-z, 0-9 and -, and begins with no -");
    }
    if (name.isBlank() || name.length() > 100) {
      throw InvalidInput.field("name", "has 1 to 100 characters");
    }
    return database.inTransaction(connection -> {
      int added =
          Sql.update(
              connection,
              """
              INSERT INTO provider (operator_id, code, name, created_at)
              SELECT operator_id, ?, ?, ? FROM operator WHERE code = ?
              ON CONFLICT (operator_id, code) DO NOTHING
              """,
              code,
              name,
              clock.instant(),
              operator);
      if (added > 0) {
        Sql.update(
            connection,
            """
            INSERT INTO account (operator_id, kind, provider_id, shard, currency)
            SELECT p.operator_id, 'provider', p.provider_id, shard, o.currency
              FROM provider p JOIN operator o USING (operator_id), generate_series(0, ?) shard
             WHERE o.code = ? AND p.code = ?
            """,
            SHARDS - 1,
            operator,
            code);
      }
      Provider provider =
          find(connection, operator, code)
              .orElseThrow(
                  () -> InvalidInput.field("operator", "there is no operator " + operator));
      if (added > 0) {
        audit.record(
            connection,
            Act.of(actor, "provider.made", "provider:" + code).at(provider.operatorId()));
      }
      return provider;
    });
  }

  /// The provider of that id. Nothing about a provider ever changes, so it is read once.
  ///
  /// @throws IllegalStateException when there is none
  Provider byId(int providerId) {
    return known.computeIfAbsent(
        providerId,
        id ->
            database.read(connection ->
                Sql.one(connection, SELECT + " WHERE p.provider_id = ?", Providers::read, id)));
  }

  /// An operator's provider of that code.
  public Optional<Provider> find(String operator, String code) {
    return database.read(connection -> find(connection, operator, code));
  }

  /// An operator's providers, by code.
  public List<Provider> of(String operator) {
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT + " WHERE o.code = ? ORDER BY p.code LIMIT ?",
            Providers::read,
            operator,
            MAX_LISTED));
  }

  private static Optional<Provider> find(Connection connection, String operator, String code)
      throws SQLException {
    return Sql.first(
        connection, SELECT + " WHERE o.code = ? AND p.code = ?", Providers::read, operator, code);
  }

  static Provider read(ResultSet row) throws SQLException {
    Array accounts = row.getArray("account_ids");
    try {
      return new Provider(
          row.getInt("provider_id"),
          row.getInt("operator_id"),
          row.getString("operator"),
          row.getString("code"),
          row.getString("currency"),
          Arrays.asList((Long[]) accounts.getArray()));
    } finally {
      accounts.free();
    }
  }
}
