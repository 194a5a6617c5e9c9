package dev.pitboss.server.operators.reporting;

import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/// Actions that gave power over money, as a table for people: amounts in whole units of the
/// operator's currency.
public final class PowerTable {
  public static final List<String> HEADER =
      List.of("at", "actor", "operator", "action", "subject", "details");

  /// Details in minor units of the operator's currency, as the audit page has them.
  private static final Pattern AMOUNTS =
      Pattern.compile(
          "amount|refillAmount|refillBelow|welcomeGrant|maxWelcomeGrant|minStake|maxStake|maxPayout"
              + "|gainPerDay|promotionalPerDay|stake|payout");

  /// The detail that has the text of an object.
  private static final String CHANGE = "change";

  private static final Pattern MINOR = Pattern.compile("-?\\d{1,18}");

  private PowerTable() {}

  /// An entry's cells under [#HEADER].
  ///
  /// @param operators finds the operator of an id
  public static List<Object> row(AuditTrail.Entry entry, IntFunction<Operator> operators) {
    Optional<Operator> operator = Optional.ofNullable(entry.operatorId()).map(operators::apply);
    return List.of(
        entry.at().truncatedTo(ChronoUnit.SECONDS),
        entry.actor(),
        operator.map(Operator::code).orElse(""),
        entry.action(),
        entry.subject(),
        details(entry.details(), operator.map(Operator::currency)));
  }

  /// All of it as CSV, for a spreadsheet.
  public static Csv csv(List<AuditTrail.Entry> entries, IntFunction<Operator> operators) {
    Csv csv = new Csv(HEADER);
    entries.forEach(entry -> csv.row(row(entry, operators)));
    return csv;
  }

  /// `{"amount":"123400"}` is `amount 1234.00 EUR`.
  private static String details(String json, Optional<String> currency) {
    return String.join(", ", words(JsonValue.parse(json), currency));
  }

  /// A change that was asked for is the text of an object of its own.
  private static List<String> words(JsonValue details, Optional<String> currency) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, JsonValue> detail : details.fields().entrySet()) {
      String name = detail.getKey();
      Object raw = detail.getValue().raw();
      String value = String.valueOf(raw);
      if (raw instanceof Map) {
        words.addAll(words(detail.getValue(), currency));
      } else if (name.equals(CHANGE) && value.startsWith("{")) {
        words.addAll(words(JsonValue.parse(value), currency));
      } else if (currency.isPresent()
          && AMOUNTS.matcher(name).matches()
          && MINOR.matcher(value).matches()) {
        words.add(name + " " + CurrencyCode.of(currency.get()).amount(Long.parseLong(value)));
      } else {
        words.add(name + " " + value);
      }
    }
    return words;
  }
}
