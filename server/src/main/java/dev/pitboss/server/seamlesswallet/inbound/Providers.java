package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.seamlesswallet.Shards;
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
  public static final int MAX_PER_OPERATOR = 1_000;

  private static final int MAX_NAME = 100;

  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private static final String SELECT =
      """
      SELECT p.provider_id, p.operator_id, o.code AS operator, p.code, o.currency, p.name,
             p.created_at, p.disabled_at, p.max_gain_per_day, p.max_promotional_per_day,
             s.account_ids, s.balance
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

  /// What a provider may pay players beyond their stakes in a day of UTC, minor units. What is lost
  /// to it gives nothing back: wins are counted, not the balance.
  ///
  /// @param gainPerDay in all
  /// @param promotionalPerDay of this, for bets without a stake
  public record Limits(long gainPerDay, long promotionalPerDay) {
    /// Far above any day, far below where sums overflow.
    public static final long MAX = 1_000_000_000_000L;

    /// @throws InvalidInput naming the field at fault
    public Limits {
      require("gainPerDay", gainPerDay);
      require("promotionalPerDay", promotionalPerDay);
      if (promotionalPerDay > gainPerDay) {
        throw InvalidInput.field(
            "promotionalPerDay",
            "must be at most gainPerDay, %d, got %d".formatted(gainPerDay, promotionalPerDay));
      }
    }

    private static void require(String field, long minor) {
      if (minor < 0 || minor > MAX) {
        throw InvalidInput.field(field, "must be from 0 to %d, got %d".formatted(MAX, minor));
      }
    }

    /// The lower of both, each.
    private Limits within(Limits other) {
      return new Limits(
          Math.min(gainPerDay, other.gainPerDay),
          Math.min(promotionalPerDay, other.promotionalPerDay));
    }

    private boolean isAbove(Limits other) {
      return gainPerDay > other.gainPerDay || promotionalPerDay > other.promotionalPerDay;
    }
  }

  /// Result of changing a provider.
  public sealed interface Change {
    /// It is so now.
    record Done(Listed now) implements Change {}

    /// One person alone cannot say so: what of it is stricter holds, the rest was not changed.
    record NeedsSecondPerson() implements Change {}

    record NoSuchProvider() implements Change {}
  }

  /// A provider as seen by staff.
  ///
  /// @param balance minor units that the operator owes the provider; negative when it is owed them
  /// @param disabledAt since when it is out of use; null while it is in use
  public record Listed(
      Provider provider,
      String name,
      long balance,
      Limits limits,
      Instant createdAt,
      @Nullable Instant disabledAt) {}

  /// Makes a provider known, with accounts that hold nothing; empty when the operator has one of
  /// that code, or no room for more.
  ///
  /// @param actor who does it
  /// @throws InvalidInput when code or name cannot be taken
  public Optional<Listed> register(int operatorId, String code, String name, String actor) {
    if (!CODE.matcher(code).matches()) {
      throw InvalidInput.field(
          "code", "must be 1 to 32 characters of a-z, 0-9 and -, not starting with -");
    }
    if (name.isBlank()
        || name.length() > MAX_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw InvalidInput.field("name", "must be 1 to " + MAX_NAME + " printable characters");
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
          AuditEvent.of(actor, "provider.made", "provider:" + code)
              .at(operatorId)
              .with("name", name));
      return find(connection, operatorId, code);
    });
  }

  /// Puts a provider out of use or back. Out of use, no player is handed to it and it takes no
  /// bets; wins and rollbacks of its bets are still taken, and its sessions count again once it is
  /// back.
  ///
  /// @param authority one person alone puts out of use, and not back
  public Change use(int operatorId, String code, boolean inUse, String actor, Authority authority) {
    return database.inTransaction(
        connection -> use(connection, operatorId, code, inUse, actor, authority));
  }

  /// The same in the caller's transaction.
  public Change use(
      Connection connection,
      int operatorId,
      String code,
      boolean inUse,
      String actor,
      Authority authority)
      throws SQLException {
    Optional<Listed> before = find(connection, operatorId, code);
    if (before.isEmpty()) {
      return new Change.NoSuchProvider();
    }
    if (inUse && before.get().disabledAt() != null && authority == Authority.ALONE) {
      return new Change.NeedsSecondPerson();
    }
    int changed =
        Sql.update(
            connection,
            """
            UPDATE provider SET disabled_at = ?::timestamptz
             WHERE operator_id = ? AND code = ? AND (disabled_at IS NULL) <> ?
               AND (NOT ? OR ? OR disabled_at IS NULL)
            """,
            inUse ? null : clock.instant().toString(),
            operatorId,
            code,
            inUse,
            inUse,
            authority != Authority.ALONE);
    if (changed > 0) {
      String action = inUse ? "provider.enabled" : "provider.disabled";
      audit.record(connection, AuditEvent.of(actor, action, "provider:" + code).at(operatorId));
    }
    return new Change.Done(find(connection, operatorId, code).orElseThrow());
  }

  /// Says what a provider may pay beyond stakes. It holds from the next win on.
  ///
  /// @param authority one person alone lowers, at once, and raises nothing
  public Change limit(
      int operatorId, String code, Limits limits, String actor, Authority authority) {
    return database.inTransaction(
        connection -> limit(connection, operatorId, code, limits, actor, authority));
  }

  /// The same in the caller's transaction.
  public Change limit(
      Connection connection,
      int operatorId,
      String code,
      Limits limits,
      String actor,
      Authority authority)
      throws SQLException {
    Optional<Limits> before =
        Sql.first(
            connection,
            """
            SELECT max_gain_per_day, max_promotional_per_day FROM provider
             WHERE operator_id = ? AND code = ? FOR NO KEY UPDATE
            """,
            Providers::limits,
            operatorId,
            code);
    if (before.isEmpty()) {
      return new Change.NoSuchProvider();
    }
    if (authority == Authority.ALONE && limits.isAbove(before.get())) {
      Limits lower = limits.within(before.get());
      if (!lower.equals(before.get())) {
        write(connection, operatorId, code, lower, actor);
      }
      return new Change.NeedsSecondPerson();
    }
    write(connection, operatorId, code, limits, actor);
    return new Change.Done(find(connection, operatorId, code).orElseThrow());
  }

  private void write(
      Connection connection, int operatorId, String code, Limits limits, String actor)
      throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE provider SET max_gain_per_day = ?, max_promotional_per_day = ?
         WHERE operator_id = ? AND code = ?
        """,
        limits.gainPerDay(),
        limits.promotionalPerDay(),
        operatorId,
        code);
    audit.record(
        connection,
        AuditEvent.of(actor, "provider.limited", "provider:" + code)
            .at(operatorId)
            .with("gainPerDay", limits.gainPerDay())
            .with("promotionalPerDay", limits.promotionalPerDay()));
  }

  private static Limits limits(ResultSet row) throws SQLException {
    return new Limits(row.getLong("max_gain_per_day"), row.getLong("max_promotional_per_day"));
  }

  /// The provider of that id, read once.
  ///
  /// @throws IllegalStateException when no such provider exists
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

  /// An operator's provider of that code, as the caller's transaction sees it.
  public static Optional<Listed> find(Connection connection, int operatorId, String code)
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
        limits(row),
        Sql.instant(row, "created_at"),
        row.getObject("disabled_at") == null ? null : Sql.instant(row, "disabled_at"));
  }
}
