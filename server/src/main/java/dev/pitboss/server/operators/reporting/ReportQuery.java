package dev.pitboss.server.operators.reporting;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.TimeZones;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Parameters of a report as typed: in a query or on a command line.
///
/// @param operator a code; all one sees without it
/// @param from a day as `2026-05-31`; the same as `to` without it
/// @param to a day; today without it
/// @param zone of the days; a single operator's own, or UTC, without it
public record ReportQuery(
    Optional<String> operator, Optional<String> from, Optional<String> to, Optional<String> zone) {

  /// The operator asked for, or all of them, in the order they were made.
  ///
  /// @param seen the operators the caller can access
  /// @throws InvalidInput when it is not one of these
  public List<Operator> operators(Collection<Operator> seen) {
    List<Operator> asked =
        seen.stream()
            .filter(it -> operator.isEmpty() || it.code().equals(operator.get()))
            .sorted(Comparator.comparingInt(Operator::operatorId))
            .toList();
    if (asked.isEmpty()) {
      throw InvalidInput.field(
          "operator", "must be an operator your account can access, got " + operator.orElse(""));
    }
    return asked;
  }

  /// The days asked for.
  ///
  /// @param of whose report it is
  /// @throws InvalidInput naming the field at fault
  public MoneyReports.Days days(List<Operator> of, InstantSource clock) {
    ZoneId days =
        zone.map(ReportQuery::zone)
            .orElseGet(() -> of.size() == 1 ? of.getFirst().zone() : ZoneId.of("UTC"));
    LocalDate today = clock.instant().atZone(days).toLocalDate();
    LocalDate last = to.map(text -> day("to", text)).orElse(today);
    LocalDate first = from.map(text -> day("from", text)).orElse(last);
    try {
      return new MoneyReports.Days(first, last, days);
    } catch (IllegalArgumentException _) {
      throw InvalidInput.field(
          "from",
          "must be at most %d days before to, and not after it"
              .formatted(MoneyReports.MAX_DAYS - 1));
    }
  }

  /// A day as it is typed.
  ///
  /// @throws InvalidInput naming the field, when it is not a day
  public static LocalDate day(String field, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() < 3000) {
        return day;
      }
    } catch (DateTimeException _) {
      // refused below, like a day out of bounds
    }
    throw InvalidInput.field(field, "must be a day such as 2026-05-31, got " + text);
  }

  /// A zone as it is typed, in the field `zone`.
  ///
  /// @throws InvalidInput when it is not a time zone
  public static ZoneId zone(String text) {
    return TimeZones.of("zone", text);
  }
}
