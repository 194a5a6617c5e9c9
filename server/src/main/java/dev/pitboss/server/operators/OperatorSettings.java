package dev.pitboss.server.operators;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.limits.Profile;
import dev.pitboss.server.limits.Profiles;
import dev.pitboss.server.operators.audit.Act;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.wallet.Wallet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes operators and changes what they offer, each change with its entry in the audit trail. Who
/// keeps [Operators] refreshes them afterwards. Thread-safe.
public final class OperatorSettings {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{1,31}");
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  private static final int MAX_NAME = 80;
  private static final int MAX_HOST = 253;
  private static final int MAX_HOSTS = 100;

  /// Far above any stake, far below where sums of grants overflow.
  private static final long MAX_GRANT = 1_000_000_000_000L;

  private final Database database;
  private final Wallet wallet;
  private final AuditTrail audit;
  private final InstantSource clock;

  public OperatorSettings(Database database, Wallet wallet, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.audit = audit;
    this.clock = clock;
  }

  /// What can be said about an operator; what is not said is null.
  private record Said(
      @Nullable String name,
      @Nullable Boolean takesBets,
      @Nullable Boolean takesGuests,
      @Nullable Long welcomeGrant,
      @Nullable Boolean needsSecondFactor,
      @Nullable String timeZone,
      @Nullable String jurisdiction,
      @Nullable String branding) {
    static Said read(JsonObject body) {
      Optional<String> name = body.optionalText("name");
      if (name.isPresent() && !isName(name.get())) {
        throw InvalidInput.field(
            body.pathOf("name"), "must be 1 to %d printable characters".formatted(MAX_NAME));
      }
      OptionalLong grant = body.optionalLong("welcomeGrant");
      if (grant.isPresent() && (grant.getAsLong() < 0 || grant.getAsLong() > MAX_GRANT)) {
        throw InvalidInput.field(
            body.pathOf("welcomeGrant"), "must be minor units from 0 to " + MAX_GRANT);
      }
      Said said =
          new Said(
              name.orElse(null),
              body.optionalFlag("takesBets").orElse(null),
              body.optionalFlag("takesGuests").orElse(null),
              grant.isPresent() ? grant.getAsLong() : null,
              body.optionalFlag("needsSecondFactor").orElse(null),
              body.optionalText("timeZone").map(zone -> zone(body, zone)).orElse(null),
              body.optionalText("jurisdiction").map(id -> knownJurisdiction(body, id)).orElse(null),
              body.optionalObject("branding").map(Branding::read).map(Branding::text).orElse(null));
      body.refuseOtherFields();
      return said;
    }

    /// New players start with play chips, but never with money unless a grant was set.
    Said grantingNoMoneyUnlessTold(String currency) {
      return welcomeGrant != null || currency.equals(CurrencyCode.PLAY)
          ? this
          : new Said(
              name,
              takesBets,
              takesGuests,
              0L,
              needsSecondFactor,
              timeZone,
              jurisdiction,
              branding);
    }

    Act in(Act act) {
      Act told = act;
      told = name == null ? told : told.with("name", name);
      told = takesBets == null ? told : told.with("takesBets", takesBets);
      told = takesGuests == null ? told : told.with("takesGuests", takesGuests);
      told = welcomeGrant == null ? told : told.with("welcomeGrant", welcomeGrant);
      told = needsSecondFactor == null ? told : told.with("needsSecondFactor", needsSecondFactor);
      told = timeZone == null ? told : told.with("timeZone", timeZone);
      told = jurisdiction == null ? told : told.with("jurisdiction", jurisdiction);
      return branding == null ? told : told.with("branding", branding);
    }
  }

  /// Makes an operator, with its house and funding accounts.
  ///
  /// @param body `code`, `name` and `currency`; and what [#change] takes
  /// @return its id; empty when the code is taken, or there are as many operators as there can be
  /// @throws InvalidInput naming the field at fault
  public Optional<Integer> create(JsonObject body, String actor) {
    String code = body.requiredText("code");
    if (!CODE.matcher(code).matches()) {
      throw InvalidInput.field(
          body.pathOf("code"), "must be 2 to 32 of a-z, 0-9 and -, a letter first");
    }
    String currency = body.requiredText("currency");
    if (CurrencyCode.find(currency).isEmpty()) {
      throw InvalidInput.field(
          body.pathOf("currency"),
          "must be a currency code of ISO 4217 such as EUR, or CHIP for play chips, got "
              + currency);
    }
    Said said = Said.read(body).grantingNoMoneyUnlessTold(currency);
    String name = said.name();
    if (name == null) {
      throw InvalidInput.field(body.pathOf("name"), "is missing");
    }
    return database.inTransaction(connection -> {
      Optional<Integer> id =
          Sql.first(
              connection,
              """
              INSERT INTO operator (code, name, currency, created_at)
              SELECT ?, ?, ?, ? WHERE (SELECT count(*) FROM operator) < ?
              ON CONFLICT (code) DO NOTHING RETURNING operator_id
              """,
              row -> row.getInt(1),
              code,
              name,
              currency,
              clock.instant(),
              Operators.MAX_OPERATORS);
      if (id.isPresent()) {
        wallet.openHouse(connection, id.get());
        write(connection, id.get(), said);
        Act act = Act.of(actor, "operator.created", "operator:" + code).with("currency", currency);
        audit.record(connection, said.in(act).at(id.get()));
      }
      return id;
    });
  }

  /// Changes what is said, and leaves the rest.
  ///
  /// @param body any of `name`, `takesBets`, `takesGuests`, `welcomeGrant`, `needsSecondFactor`,
  ///   `timeZone`, `jurisdiction`, `branding`
  /// @throws InvalidInput naming the field at fault
  public void change(Operator operator, JsonObject body, String actor) {
    Said said = Said.read(body);
    Act act = said.in(Act.of(actor, "operator.changed", "operator:" + operator.code()));
    database.inTransaction(connection -> {
      write(connection, operator.operatorId(), said);
      audit.record(connection, act.at(operator.operatorId()));
      return operator;
    });
  }

  /// Replaces the terms of a game.
  ///
  /// @param game one the casino knows
  /// @param body `on`, and any of `minStake`, `maxStake`, `maxPayout`; what is not said is as the
  ///   game has it
  /// @throws InvalidInput naming the field at fault
  public GameTerms setTerms(Operator operator, String game, JsonObject body, String actor) {
    GameTerms terms = terms(body);
    Act act =
        Act.of(actor, "game.terms_set", "game:" + game)
            .with("on", terms.isOn())
            .with(
                "minStake", Optional.ofNullable(terms.minStake()).map(Object::toString).orElse("-"))
            .with(
                "maxStake", Optional.ofNullable(terms.maxStake()).map(Object::toString).orElse("-"))
            .with(
                "maxPayout",
                Optional.ofNullable(terms.maxPayout()).map(Object::toString).orElse("-"));
    database.inTransaction(connection -> {
      Sql.update(
          connection,
          """
          INSERT INTO operator_game (operator_id, game, is_on, min_stake, max_stake, max_payout)
          VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (operator_id, game) DO UPDATE
             SET is_on = excluded.is_on, min_stake = excluded.min_stake,
                 max_stake = excluded.max_stake, max_payout = excluded.max_payout
          """,
          operator.operatorId(),
          game,
          terms.isOn(),
          terms.minStake(),
          terms.maxStake(),
          terms.maxPayout());
      audit.record(connection, act.at(operator.operatorId()));
      return terms;
    });
    return terms;
  }

  private static GameTerms terms(JsonObject body) {
    boolean isOn = body.optionalFlag("on").orElse(true);
    Long minStake = positive(body, "minStake");
    Long maxStake = positive(body, "maxStake");
    Long maxPayout = positive(body, "maxPayout");
    body.refuseOtherFields();
    if (minStake != null && maxStake != null && minStake > maxStake) {
      throw InvalidInput.field(body.pathOf("minStake"), "is above maxStake");
    }
    return new GameTerms(isOn, minStake, maxStake, maxPayout);
  }

  private static @Nullable Long positive(JsonObject body, String name) {
    OptionalLong minor = body.optionalLong(name);
    if (minor.isPresent() && minor.getAsLong() <= 0) {
      throw InvalidInput.field(body.pathOf(name), "must be positive minor units");
    }
    return minor.isPresent() ? minor.getAsLong() : null;
  }

  /// What became of a host that was to be an operator's.
  public enum HostAdded {
    /// It is, now or already.
    ADDED,
    /// It is another operator's.
    TAKEN,
    /// The operator has as many as it can have.
    TOO_MANY
  }

  /// Lets an operator's players come in at a host.
  ///
  /// @param host a name without port
  /// @throws InvalidInput when it is none
  public HostAdded addHost(Operator operator, String host, String actor) {
    String name = Operators.hostName(host);
    if (name.length() > MAX_HOST || !HOST.matcher(name).matches()) {
      throw InvalidInput.field("host", "must be a host's name without port, not " + host);
    }
    return database.inTransaction(connection -> {
      long others =
          Sql.one(
              connection,
              "SELECT count(*) FROM operator_host WHERE operator_id = ?",
              row -> row.getLong(1),
              operator.operatorId());
      if (others >= MAX_HOSTS) {
        return HostAdded.TOO_MANY;
      }
      boolean added =
          Sql.update(
                  connection,
                  """
                  INSERT INTO operator_host (host, operator_id) VALUES (?, ?)
                  ON CONFLICT (host) DO NOTHING
                  """,
                  name,
                  operator.operatorId())
              == 1;
      if (added) {
        audit.record(
            connection, Act.of(actor, "host.added", "host:" + name).at(operator.operatorId()));
        return HostAdded.ADDED;
      }
      int owner =
          Sql.one(
              connection,
              "SELECT operator_id FROM operator_host WHERE host = ?",
              row -> row.getInt(1),
              name);
      return owner == operator.operatorId() ? HostAdded.ADDED : HostAdded.TAKEN;
    });
  }

  /// Takes a host from an operator.
  ///
  /// @return false when it was not the operator's
  public boolean removeHost(Operator operator, String host, String actor) {
    String name = Operators.hostName(host);
    return database.inTransaction(connection -> {
      boolean removed =
          Sql.update(
                  connection,
                  "DELETE FROM operator_host WHERE host = ? AND operator_id = ?",
                  name,
                  operator.operatorId())
              == 1;
      if (removed) {
        audit.record(
            connection, Act.of(actor, "host.removed", "host:" + name).at(operator.operatorId()));
      }
      return removed;
    });
  }

  private static void write(Connection connection, int operatorId, Said said) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE operator SET name = coalesce(?, name), takes_bets = coalesce(?, takes_bets),
               takes_guests = coalesce(?, takes_guests), branding = coalesce(?, branding),
               welcome_grant = coalesce(?, welcome_grant), time_zone = coalesce(?, time_zone),
               jurisdiction = coalesce(?, jurisdiction),
               staff_second_factor = coalesce(?, staff_second_factor)
         WHERE operator_id = ?
        """,
        said.name(),
        said.takesBets(),
        said.takesGuests(),
        said.branding(),
        said.welcomeGrant(),
        said.timeZone(),
        said.jurisdiction(),
        said.needsSecondFactor(),
        operatorId);
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.codePointCount(0, name.length()) <= MAX_NAME
        && name.codePoints().noneMatch(Character::isISOControl);
  }

  private static String knownJurisdiction(JsonObject body, String id) {
    Profiles profiles = Profiles.shipped();
    if (profiles.find(id).isEmpty()) {
      String known = String.join(", ", profiles.all().stream().map(Profile::id).toList());
      throw InvalidInput.field(
          body.pathOf("jurisdiction"), "must be one of %s, not %s".formatted(known, id));
    }
    return id;
  }

  private static String zone(JsonObject body, String zone) {
    try {
      return ZoneId.of(zone).getId();
    } catch (DateTimeException unknown) {
      throw InvalidInput.field(
          body.pathOf("timeZone"), "must be a zone as Europe/Malta, not " + zone);
    }
  }
}
