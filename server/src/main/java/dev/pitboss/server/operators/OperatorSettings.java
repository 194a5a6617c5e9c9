package dev.pitboss.server.operators;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes operators and changes what they offer, each change with its entry in the audit trail. Of
/// what one person of the operator's staff changes, that which creates power over money is held
/// back and returned, to be approved by a second. Who keeps [Operators] refreshes them afterwards.
/// Thread-safe.
public final class OperatorSettings {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{1,31}");

  /// Nothing but that the game is off.
  private static final GameTerms OFF = new GameTerms(false, null, null, null);

  private static final int MAX_HOSTS = 100;

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

  /// Makes an operator, with its house and funding accounts.
  ///
  /// @param body `code`, `name` and `currency`; and what [#change] takes, of which `jurisdiction`
  ///   is required in all currencies but play chips
  /// @return its id; empty when the code is taken, or there are as many operators as there can be
  /// @throws InvalidInput naming the field at fault
  public Optional<Integer> create(JsonObject body, String actor) {
    String code = body.requiredText("code");
    if (!CODE.matcher(code).matches()) {
      throw InvalidInput.field(
          body.pathOf("code"),
          "must be 2 to 32 characters of a-z, 0-9 and -, a letter first, got " + code);
    }
    String currency = body.requiredText("currency");
    if (CurrencyCode.find(currency).isEmpty()) {
      throw InvalidInput.field(
          body.pathOf("currency"),
          "must be a currency code of ISO 4217 such as EUR, or CHIP for play chips, got "
              + currency);
    }
    SettingsChange said = SettingsChange.read(body).atTheStart(currency);
    String name = said.name();
    if (name == null) {
      throw InvalidInput.field(body.pathOf("name"), "is required");
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
        requirePlayChips(said, currency);
        write(connection, id.get(), said);
        if (said.refill().amount() == null) {
          refillAsWelcome(connection, id.get());
        }
        AuditEvent act =
            AuditEvent.of(actor, "operator.created", "operator:" + code).with("currency", currency);
        audit.record(connection, said.in(act).at(id.get()));
      }
      return id;
    });
  }

  /// Changes what is said, and leaves the rest.
  ///
  /// @param body any of `name`, `takesBets`, `takesGuests`, `welcomeGrant`, `refill` with any of
  ///   `amount`, `below` and `intervalMinutes`, `needsSecondFactor`, `timeZone`, `jurisdiction`,
  ///   `branding`; and of the platform's staff `maxWelcomeGrant`
  /// @return what was held back for a second person, as a body that [#change] takes
  /// @throws InvalidInput naming the field at fault
  public Optional<String> change(
      Operator operator, JsonObject body, String actor, Authority authority) {
    return database.inTransaction(
        connection -> change(connection, operator, body, actor, authority));
  }

  /// The same in the caller's transaction.
  public Optional<String> change(
      Connection connection, Operator operator, JsonObject body, String actor, Authority authority)
      throws SQLException {
    SettingsChange said = SettingsChange.read(body);
    SettingsChange.Current current = SettingsChange.Current.lock(connection, operator.operatorId());
    requirePlayChips(said, current.currency());
    requireWithin(current, said, authority);
    SettingsChange held =
        authority == Authority.ALONE ? said.sensitive(current) : SettingsChange.NOTHING;
    SettingsChange now = said.without(held);
    if (!now.isEmpty() || held.isEmpty()) {
      write(connection, operator.operatorId(), now);
      AuditEvent act =
          now.in(AuditEvent.of(actor, "operator.changed", "operator:" + operator.code()));
      audit.record(connection, act.at(operator.operatorId()));
    }
    return held.isEmpty() ? Optional.empty() : Optional.of(held.json());
  }

  private static void requirePlayChips(SettingsChange said, String currency) {
    Long amount = said.refill().amount();
    if (amount != null && amount > 0 && !currency.equals(CurrencyCode.PLAY)) {
      throw InvalidInput.field(
          "refill.amount",
          "must be 0 in %s, which is money: only play chips are given again, got %d"
              .formatted(currency, amount));
    }
  }

  /// What new players of play chips start with, those who have lost theirs are given again.
  private static void refillAsWelcome(Connection connection, int operatorId) throws SQLException {
    Sql.update(
        connection,
        "UPDATE operator SET refill_amount = welcome_grant WHERE operator_id = ? AND currency = ?",
        operatorId,
        CurrencyCode.PLAY);
  }

  private static void requireWithin(
      SettingsChange.Current current, SettingsChange said, Authority authority) {
    if (authority == Authority.PLATFORM) {
      return;
    }
    if (said.maxWelcomeGrant() != null && said.maxWelcomeGrant() != current.maxWelcomeGrant()) {
      throw InvalidInput.field("maxWelcomeGrant", "is set by the platform's staff");
    }
    if (said.welcomeGrant() != null && said.welcomeGrant() > current.maxWelcomeGrant()) {
      throw InvalidInput.field(
          "welcomeGrant",
          "must be at most %d, which the platform's staff has set, got %d"
              .formatted(current.maxWelcomeGrant(), said.welcomeGrant()));
    }
    Long refill = said.refill().amount();
    if (refill != null && refill > current.maxWelcomeGrant()) {
      throw InvalidInput.field(
          "refill.amount",
          "must be at most maxWelcomeGrant, %d, which the platform's staff has set, got %d"
              .formatted(current.maxWelcomeGrant(), refill));
    }
  }

  /// Replaces the terms of a game. Where they are laxer than before and one person says so, what of
  /// them is stricter holds at once, and the rest waits.
  ///
  /// @param body `on`, and any of `minStake`, `maxStake`, `maxPayout`; what is not said is as the
  ///   game has it. `on` alone, and false, switches the game off and leaves its limits
  /// @return the terms that wait for a second person, whole, as a body that this takes
  /// @throws InvalidInput naming the field at fault
  public Optional<String> setTerms(
      Operator operator, GameOffer game, JsonObject body, String actor, Authority authority) {
    GameTerms terms = terms(body);
    game.check(body.pathOf("minStake"), terms.minStake());
    game.check(body.pathOf("maxStake"), terms.maxStake());
    return database.inTransaction(
        connection -> setTerms(connection, operator, game.id(), body, actor, authority));
  }

  /// The same in the caller's transaction, for terms that were checked when they were asked for.
  public Optional<String> setTerms(
      Connection connection,
      Operator operator,
      String game,
      JsonObject body,
      String actor,
      Authority authority)
      throws SQLException {
    GameTerms said = terms(body);
    SettingsChange.Current.lock(connection, operator.operatorId());
    GameTerms before = Operators.terms(connection, operator.operatorId(), game);
    GameTerms terms = said.equals(OFF) ? before.off() : said;
    boolean heldBack = authority == Authority.ALONE && terms.isLaxerThan(before);
    GameTerms now = heldBack ? terms.within(before) : terms;
    if (!heldBack || !now.equals(before)) {
      writeTerms(connection, operator, game, now, actor);
    }
    return heldBack ? Optional.of(json(terms)) : Optional.empty();
  }

  private static String json(GameTerms terms) {
    Map<String, Object> body = new TreeMap<>();
    body.put("on", terms.isOn());
    SettingsChange.put(body, "minStake", terms.minStake());
    SettingsChange.put(body, "maxStake", terms.maxStake());
    SettingsChange.put(body, "maxPayout", terms.maxPayout());
    return JsonWriter.text(body);
  }

  private void writeTerms(
      Connection connection, Operator operator, String game, GameTerms terms, String actor)
      throws SQLException {
    AuditEvent act =
        AuditEvent.of(actor, "game.terms_set", "game:" + game)
            .with("on", terms.isOn())
            .with(
                "minStake", Optional.ofNullable(terms.minStake()).map(Object::toString).orElse("-"))
            .with(
                "maxStake", Optional.ofNullable(terms.maxStake()).map(Object::toString).orElse("-"))
            .with(
                "maxPayout",
                Optional.ofNullable(terms.maxPayout()).map(Object::toString).orElse("-"));
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
  }

  private static GameTerms terms(JsonObject body) {
    boolean isOn = body.optionalFlag("on").orElse(true);
    Long minStake = positive(body, "minStake");
    Long maxStake = positive(body, "maxStake");
    Long maxPayout = positive(body, "maxPayout");
    body.refuseOtherFields();
    if (minStake != null && maxStake != null && minStake > maxStake) {
      throw InvalidInput.field(
          body.pathOf("minStake"),
          "must be at most maxStake, %d, got %d".formatted(maxStake, minStake));
    }
    return new GameTerms(isOn, minStake, maxStake, maxPayout);
  }

  private static @Nullable Long positive(JsonObject body, String name) {
    OptionalLong minor = body.optionalLong(name);
    if (minor.isPresent() && minor.getAsLong() <= 0) {
      throw InvalidInput.field(body.pathOf(name), "must be at least 1, got " + minor.getAsLong());
    }
    return minor.isPresent() ? minor.getAsLong() : null;
  }

  /// Result of adding a host to an operator.
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
  /// @param host a name without scheme, port and path
  /// @throws InvalidInput when it is not a host name
  public HostAdded addHost(Operator operator, String host, String actor) {
    String name = HostNames.checked(host);
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
            connection,
            AuditEvent.of(actor, "host.added", "host:" + name).at(operator.operatorId()));
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
    String name = HostNames.withoutFinalDot(host);
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
            connection,
            AuditEvent.of(actor, "host.removed", "host:" + name).at(operator.operatorId()));
      }
      return removed;
    });
  }

  /// A grant or refill above the maximum, which only the platform's staff can say, raises it; a
  /// maximum below lowers them.
  private static void write(Connection connection, int operatorId, SettingsChange said)
      throws SQLException {
    Long grant = said.welcomeGrant();
    Long most = said.maxWelcomeGrant();
    if (grant != null && most != null && grant > most) {
      throw InvalidInput.field(
          "welcomeGrant", "must be at most maxWelcomeGrant, %d, got %d".formatted(most, grant));
    }
    SettingsChange.Refill refill = said.refill();
    if (refill.amount() != null && most != null && refill.amount() > most) {
      throw InvalidInput.field(
          "refill.amount",
          "must be at most maxWelcomeGrant, %d, got %d".formatted(most, refill.amount()));
    }
    Sql.update(
        connection,
        """
        UPDATE operator SET name = coalesce(?, name), takes_bets = coalesce(?, takes_bets),
               takes_guests = coalesce(?, takes_guests), branding = coalesce(?, branding),
               welcome_grant = coalesce(?, least(welcome_grant, ?)),
               max_welcome_grant = coalesce(?, greatest(max_welcome_grant, ?, ?)),
               refill_amount = coalesce(?, least(refill_amount, ?)),
               refill_below = coalesce(?, refill_below),
               refill_minutes = coalesce(?, refill_minutes),
               time_zone = coalesce(?, time_zone),
               jurisdiction = coalesce(?, jurisdiction),
               staff_second_factor = coalesce(?, staff_second_factor)
         WHERE operator_id = ?
        """,
        said.name(),
        said.takesBets(),
        said.takesGuests(),
        said.branding(),
        grant,
        most,
        most,
        grant,
        refill.amount(),
        refill.amount(),
        most,
        refill.below(),
        refill.minutes(),
        said.timeZone(),
        said.jurisdiction(),
        said.needsSecondFactor(),
        operatorId);
  }
}
