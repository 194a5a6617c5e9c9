package dev.pitboss.server.restrictions;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The span of the calendar a limit counts in, in the operator's zone. A week begins on Monday.
public enum Period {
  DAY,
  WEEK,
  MONTH;

  /// As the API and the database write it.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The period of that id.
  public static Optional<Period> of(String id) {
    return Arrays.stream(values()).filter(period -> period.id().equals(id)).findFirst();
  }

  /// Its first day, of the one that day is in.
  public LocalDate start(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  /// When the one that day is in is over, and counting begins anew.
  public Instant end(LocalDate day, ZoneId zone) {
    LocalDate start = start(day);
    LocalDate next =
        switch (this) {
          case DAY -> start.plusDays(1);
          case WEEK -> start.plusWeeks(1);
          case MONTH -> start.plusMonths(1);
        };
    return next.atStartOfDay(zone).toInstant();
  }
}
