package dev.pitboss.server.monitoring;

import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.reporting.GgrToday;
import dev.pitboss.server.players.PlayersOnline;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Online players and revenue, measured in the background: readers wait for nothing, and a hanging
/// database delays no request. Thread-safe.
public final class Activity implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Activity.class);

  /// Reads 64 rows for an operator: a thousand operators cost the database a hundredth of a core.
  private static final Duration EVERY = Duration.ofSeconds(5);

  /// As many as a page can show; reports have all of them.
  private static final int MAX_SHOWN = 50;

  private final Operators operators;
  private final PlayersOnline online;
  private final GgrToday ggr;
  private final InstantSource clock;
  private final PeriodicTask schedule = new PeriodicTask("activity", LOG);
  private volatile Known known;

  private record Known(
      Instant at, Map<Integer, Long> playersOnline, Map<Integer, GgrToday.Today> ggr) {}

  private Activity(Operators operators, PlayersOnline online, GgrToday ggr, InstantSource clock) {
    this.operators = operators;
    this.online = online;
    this.ggr = ggr;
    this.clock = clock;
    this.known = new Known(clock.instant(), Map.of(), Map.of());
  }

  /// Looks now and from now on.
  public static Activity start(
      Operators operators, PlayersOnline online, GgrToday ggr, InstantSource clock) {
    Activity activity = new Activity(operators, online, ggr, clock);
    activity.schedule.startNow(EVERY, activity::look, "GGR of today could not be read");
    return activity;
  }

  private void look() {
    Map<Integer, Long> players = online.byOperator();
    known = new Known(clock.instant(), players, known.ggr());
    known = new Known(clock.instant(), players, ggr.read());
  }

  /// How many players are online, of all operators.
  public long playersOnline() {
    return known.playersOnline().values().stream().mapToLong(Long::longValue).sum();
  }

  /// What was found last.
  ///
  /// @param seen whose business it is about
  public ActivityReport report(Predicate<Operator> seen, HealthReport health) {
    Known now = known;
    List<ActivityReport.OperatorActivity> rows =
        operators.all().stream()
            .filter(seen)
            .map(operator -> row(operator, now))
            .sorted(
                Comparator.comparingLong(ActivityReport.OperatorActivity::playersOnline)
                    .reversed()
                    .thenComparing(ActivityReport.OperatorActivity::operator))
            .toList();
    return new ActivityReport(
        now.at(),
        health.status(),
        health.checks().invariants().betting(),
        rows.stream().mapToLong(ActivityReport.OperatorActivity::playersOnline).sum(),
        currencies(rows),
        rows.subList(0, Math.min(MAX_SHOWN, rows.size())),
        Math.max(0, rows.size() - MAX_SHOWN));
  }

  private ActivityReport.OperatorActivity row(Operator operator, Known now) {
    LocalDate day = LocalDate.ofInstant(clock.instant(), operator.zone());
    return new ActivityReport.OperatorActivity(
        operator.code(),
        operator.name(),
        operator.currency(),
        operator.takesBets(),
        now.playersOnline().getOrDefault(operator.operatorId(), 0L),
        day,
        Optional.ofNullable(now.ggr().get(operator.operatorId()))
            .filter(today -> today.day().equals(day))
            .map(GgrToday.Today::ggr)
            .orElse(null));
  }

  private static List<ActivityReport.CurrencyActivity> currencies(
      List<ActivityReport.OperatorActivity> rows) {
    Map<String, List<ActivityReport.OperatorActivity>> byCurrency =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    ActivityReport.OperatorActivity::currency, TreeMap::new, Collectors.toList()));
    List<ActivityReport.CurrencyActivity> sums = new ArrayList<>();
    byCurrency.forEach((currency, of) ->
        sums.add(new ActivityReport.CurrencyActivity(currency, of.size(), sum(of))));
    return sums;
  }

  private static @Nullable Long sum(List<ActivityReport.OperatorActivity> rows) {
    long sum = 0;
    for (ActivityReport.OperatorActivity row : rows) {
      Long ggr = row.ggr();
      if (ggr == null) {
        return null;
      }
      sum = Math.addExact(sum, ggr);
    }
    return sum;
  }

  @Override
  public void close() {
    schedule.interrupt();
  }
}
