package dev.pitboss.server.sharedwallet.inbound;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.audit.Act;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.sharedwallet.Shards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The providers there are. Thread-safe.
public final class Providers {
  /// All of an operator's are listed at once.
  private static final int MAX_PER_OPERATOR = 1_000;

  private static final int MAX_NAME = 100;

  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private static final String SELECT =
      """
      SELECT p.provider_id, p.operator_id, o.code AS operator, p.code, o.currency, p.name,
             p.created_at, p.disabled_at, s.account_ids, s.balance
        FROM provider p JOIN operator o USING (operator_id)
       CROSS JOIN LATERAL (
             SELECT array_agg(a.account_id ORDER BY a.shard) AS account_ids,
                    sum(a.balance)::bigint AS balance
               FROM account a
              WHERE a.operator_id = p.operator_id AND a.kind = 'provider'
                AND a.provider_id = p.provider_id) s
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

  /// A provider as those who work here see it.
  ///
  /// @param balance minor units that the operator owes the provider; negative when it is owed them
  /// @param disabledAt since when it is out of use; null while it is in use
  public record Listed(
      Provider provider,
      String name,
      long balance,
      Instant createdAt,
      @Nullable Instant disabledAt) {}

  /// Makes a provider known, with accounts that hold nothing; empty when the operator has one of
  /// that code, or no room for more.
  ///
  /// @param actor who does it
  /// @throws InvalidInput when code or name cannot be taken
  public Optional<Listed> register(int operatorId, String code, String name, String actor) {
    if (!CODE.matcher(code).matches()) {
      throw InvalidInput.field("code", "takes 1 to 32 of a-z, 0-9 and -, and begins with no -");
    }
    if (name.isBlank()
        || name.length() > MAX_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw InvalidInput.field("name", "has 1 to " + MAX_NAME + " printable characters");
    }
    return database.inTransaction(connection -> {
      int added =
          Sql.update(
              connection,
              """
              INSERT INTO provider (operator_id, code, name, created_at)
              SELECT ?, ?, ?, ?
               WHERE (SELECT count(*) FROM provider WHERE operator_id = ?) < ?
              ON CONFLICT (operator_id, code) DO NOTHING
              """,
              operatorId,
              code,
              name,
              clock.instant(),
              operatorId,
              MAX_PER_OPERATOR);
      if (added == 0) {
        return Optional.empty();
      }
      Sql.update(
          connection,
          """
          INSERT INTO account (operator_id, kind, provider_id, shard, currency)
          SELECT p.operator_id, 'provider', p.provider_id, shard, o.currency
            FROM provider p JOIN operator o USING (operator_id), generate_series(0, ?) shard
           WHERE p.operator_id = ? AND p.code = ?
          """,
          Shards.COUNT - 1,
          operatorId,
          code);
      audit.record(
          connection,
          Act.of(actor, "provider.made", "provider:" + code).at(operatorId).with("name", name));
      return find(connection, operatorId, code);
    });
  }

  /// Puts a provider out of use or back. Out of use, no player is handed to it and it takes no
  /// bets; wins and rollbacks of its bets are still taken, and its sessions count again once it is
  /// back.
  ///
  /// @return the provider as it is now; empty when the operator has none of that code
  public Optional<Listed> use(int operatorId, String code, boolean inUse, String actor) {
    return database.inTransaction(connection -> {
      int changed =
          Sql.update(
              connection,
              """
              UPDATE provider SET disabled_at = ?::timestamptz
               WHERE operator_id = ? AND code = ? AND (disabled_at IS NULL) <> ?
              """,
              inUse ? null : clock.instant().toString(),
              operatorId,
              code,
              inUse);
      if (changed > 0) {
        String action = inUse ? "provider.enabled" : "provider.disabled";
        audit.record(connection, Act.of(actor, action, "provider:" + code).at(operatorId));
      }
      return find(connection, operatorId, code);
    });
  }

  /// The provider of that id, read once.
  ///
  /// @throws IllegalStateException when there is none
  Provider byId(int providerId) {
    return known.computeIfAbsent(
        providerId,
        id ->
            database
                .read(connection ->
                    Sql.one(connection, SELECT + " WHERE p.provider_id = ?", Providers::read, id))
                .provider());
  }

  /// An operator's provider of that code, in use or not.
  public Optional<Listed> find(int operatorId, String code) {
    return database.read(connection -> find(connection, operatorId, code));
  }

  /// An operator's provider of that code, while it is in use.
  public Optional<Provider> inUse(int operatorId, String code) {
    return find(operatorId, code).filter(found -> found.disabledAt() == null).map(Listed::provider);
  }

  /// An operator's providers, by code.
  public List<Listed> of(int operatorId) {
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT + " WHERE p.operator_id = ? ORDER BY p.code LIMIT ?",
            Providers::read,
            operatorId,
            MAX_PER_OPERATOR));
  }

  private static Optional<Listed> find(Connection connection, int operatorId, String code)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT + " WHERE p.operator_id = ? AND p.code = ?",
        Providers::read,
        operatorId,
        code);
  }

  private static Listed read(ResultSet row) throws SQLException {
    return new Listed(
        new Provider(
            row.getInt("provider_id"),
            row.getInt("operator_id"),
            row.getString("operator"),
            row.getString("code"),
            row.getString("currency"),
            Shards.read(row, "account_ids")),
        row.getString("name"),
        row.getLong("balance"),
        Sql.instant(row, "created_at"),
        row.getObject("disabled_at") == null ? null : Sql.instant(row, "disabled_at"));
  }
}
