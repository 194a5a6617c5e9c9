package dev.pitboss.server.operators;

import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.restrictions.Profile;
import dev.pitboss.server.restrictions.Profiles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A change of an operator's settings; absent settings are null. Immutable.
record SettingsChange(
    @Nullable String name,
    @Nullable Boolean takesBets,
    @Nullable Boolean takesGuests,
    @Nullable Long welcomeGrant,
    @Nullable Long maxWelcomeGrant,
    Refill refill,
    @Nullable Boolean needsSecondFactor,
    @Nullable String timeZone,
    @Nullable String jurisdiction,
    @Nullable String branding) {
  /// Says nothing.
  static final SettingsChange NOTHING =
      new SettingsChange(null, null, null, null, null, Refill.NOTHING, null, null, null, null);

  private static final int MAX_NAME = 80;

  /// Far above any stake, far below where sums of grants overflow.
  private static final long MAX_GRANT = 1_000_000_000_000L;

  /// What is said about refills.
  ///
  /// @param amount minor units
  /// @param below minor units
  record Refill(@Nullable Long amount, @Nullable Long below, @Nullable Integer minutes) {
    static final Refill NOTHING = new Refill(null, null, null);

    private static Refill read(JsonObject body) {
      OptionalLong minutes = body.optionalLong("intervalMinutes");
      if (minutes.isPresent()
          && (minutes.getAsLong() < 1 || minutes.getAsLong() > RefillTerms.MAX_MINUTES)) {
        throw InvalidInput.field(
            body.pathOf("intervalMinutes"),
            "must be from 1 to %d minutes, got %d"
                .formatted(RefillTerms.MAX_MINUTES, minutes.getAsLong()));
      }
      Refill said =
          new Refill(
              minor(body, "amount", 0),
              minor(body, "below", 1),
              minutes.isPresent() ? Integer.valueOf((int) minutes.getAsLong()) : null);
      body.refuseOtherFields();
      return said;
    }

    /// What of it gives players more, or sooner.
    private Refill laxerThan(RefillTerms terms) {
      return new Refill(
          amount != null && amount > terms.amount() ? amount : null,
          below != null && below > terms.below() ? below : null,
          minutes != null && minutes < terms.minutes() ? minutes : null);
    }

    private Refill without(Refill held) {
      return new Refill(
          held.amount == null ? amount : null,
          held.below == null ? below : null,
          held.minutes == null ? minutes : null);
    }

    private @Nullable Map<String, Object> body() {
      Map<String, Object> body = new TreeMap<>();
      put(body, "amount", amount);
      put(body, "below", below);
      put(body, "intervalMinutes", minutes);
      return body.isEmpty() ? null : body;
    }

    private AuditEvent in(AuditEvent act) {
      AuditEvent told = act;
      told = amount == null ? told : told.with("refillAmount", amount);
      told = below == null ? told : told.with("refillBelow", below);
      return minutes == null ? told : told.with("refillIntervalMinutes", minutes);
    }
  }

  static SettingsChange read(JsonObject body) {
    Optional<String> name = body.optionalText("name");
    if (name.isPresent() && !isName(name.get())) {
      throw InvalidInput.field(
          body.pathOf("name"), "must be 1 to %d printable characters".formatted(MAX_NAME));
    }
    SettingsChange said =
        new SettingsChange(
            name.orElse(null),
            body.optionalFlag("takesBets").orElse(null),
            body.optionalFlag("takesGuests").orElse(null),
            minor(body, "welcomeGrant", 0),
            minor(body, "maxWelcomeGrant", 0),
            body.optionalObject("refill").map(Refill::read).orElse(Refill.NOTHING),
            body.optionalFlag("needsSecondFactor").orElse(null),
            body.optionalText("timeZone")
                .map(zone -> TimeZones.of(body.pathOf("timeZone"), zone).getId())
                .orElse(null),
            body.optionalText("jurisdiction").map(id -> knownJurisdiction(body, id)).orElse(null),
            body.optionalObject("branding").map(Branding::read).map(Branding::text).orElse(null));
    body.refuseOtherFields();
    return said;
  }

  private static @Nullable Long minor(JsonObject body, String name, long min) {
    OptionalLong minor = body.optionalLong(name);
    if (minor.isPresent() && (minor.getAsLong() < min || minor.getAsLong() > MAX_GRANT)) {
      throw InvalidInput.field(
          body.pathOf(name),
          "must be from %d to %d, got %d".formatted(min, MAX_GRANT, minor.getAsLong()));
    }
    return minor.isPresent() ? minor.getAsLong() : null;
  }

  /// What a new operator starts with. For play chips anyone may play, and is given some. For money
  /// players register, and none is given, unless this says otherwise; which rules of responsible
  /// play hold has to be said, since no default could be right.
  ///
  /// @throws InvalidInput when the jurisdiction of an operator of money is missing
  SettingsChange atTheStart(String currency) {
    if (jurisdiction == null && !currency.equals(CurrencyCode.PLAY)) {
      throw new InvalidInput(
          "missing_field",
          "jurisdiction",
          "is required for %s, which is money: one of %s"
              .formatted(currency, knownJurisdictions()));
    }
    return currency.equals(CurrencyCode.PLAY)
        ? this
        : new SettingsChange(
            name,
            takesBets,
            takesGuests != null && takesGuests,
            welcomeGrant == null ? 0L : welcomeGrant,
            maxWelcomeGrant,
            refill,
            needsSecondFactor,
            timeZone,
            jurisdiction,
            branding);
  }

  boolean isEmpty() {
    return equals(NOTHING);
  }

  /// What of it creates power over money, seen from how things are; the rest is null.
  SettingsChange sensitive(Current current) {
    Long grant = welcomeGrant;
    String profile = jurisdiction;
    boolean raises = grant != null && grant > current.welcomeGrant();
    boolean moves = profile != null && !profile.equals(current.jurisdiction());
    boolean loosens = Boolean.FALSE.equals(needsSecondFactor) && current.needsSecondFactor();
    return new SettingsChange(
        null,
        null,
        null,
        raises ? grant : null,
        null,
        refill.laxerThan(current.refill()),
        loosens ? Boolean.FALSE : null,
        null,
        moves ? profile : null,
        null);
  }

  /// The rest of it.
  SettingsChange without(SettingsChange held) {
    return new SettingsChange(
        name,
        takesBets,
        takesGuests,
        held.welcomeGrant == null ? welcomeGrant : null,
        maxWelcomeGrant,
        refill.without(held.refill),
        held.needsSecondFactor == null ? needsSecondFactor : null,
        timeZone,
        held.jurisdiction == null ? jurisdiction : null,
        branding);
  }

  /// As a body that says the same.
  String json() {
    Map<String, Object> body = new TreeMap<>();
    put(body, "welcomeGrant", welcomeGrant);
    put(body, "refill", refill.body());
    put(body, "needsSecondFactor", needsSecondFactor);
    put(body, "jurisdiction", jurisdiction);
    return JsonWriter.text(body);
  }

  AuditEvent in(AuditEvent act) {
    AuditEvent told = act;
    told = name == null ? told : told.with("name", name);
    told = takesBets == null ? told : told.with("takesBets", takesBets);
    told = takesGuests == null ? told : told.with("takesGuests", takesGuests);
    told = welcomeGrant == null ? told : told.with("welcomeGrant", welcomeGrant);
    told = maxWelcomeGrant == null ? told : told.with("maxWelcomeGrant", maxWelcomeGrant);
    told = refill.in(told);
    told = needsSecondFactor == null ? told : told.with("needsSecondFactor", needsSecondFactor);
    told = timeZone == null ? told : told.with("timeZone", timeZone);
    told = jurisdiction == null ? told : told.with("jurisdiction", jurisdiction);
    return branding == null ? told : told.with("branding", branding);
  }

  /// Adds what is said.
  static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.codePointCount(0, name.length()) <= MAX_NAME
        && name.codePoints().noneMatch(Character::isISOControl);
  }

  private static String knownJurisdiction(JsonObject body, String id) {
    Profiles profiles = Profiles.shipped();
    if (profiles.find(id).isEmpty()) {
      throw InvalidInput.field(
          body.pathOf("jurisdiction"),
          "must be one of %s, got %s".formatted(knownJurisdictions(), id));
    }
    return id;
  }

  /// All that can be chosen: "social, measured, strict".
  static String knownJurisdictions() {
    return String.join(", ", Profiles.shipped().all().stream().map(Profile::id).toList());
  }

  /// What an operator's settings are, as far as changes depend on them.
  record Current(
      String currency,
      long welcomeGrant,
      long maxWelcomeGrant,
      RefillTerms refill,
      boolean needsSecondFactor,
      String jurisdiction) {
    /// Locks the operator's row until the transaction ends.
    static Current lock(Connection connection, int operatorId) throws SQLException {
      return Sql.one(
          connection,
          """
          SELECT currency, welcome_grant, max_welcome_grant, refill_amount, refill_below,
                 refill_minutes, staff_second_factor, jurisdiction
            FROM operator WHERE operator_id = ? FOR NO KEY UPDATE
          """,
          row ->
              new Current(
                  row.getString("currency"),
                  row.getLong("welcome_grant"),
                  row.getLong("max_welcome_grant"),
                  Operators.refillTerms(row),
                  row.getBoolean("staff_second_factor"),
                  row.getString("jurisdiction")),
          operatorId);
    }
  }
}
