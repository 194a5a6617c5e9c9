package dev.pitboss.server.http;

import dev.pitboss.server.http.Endpoint.Need;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.reports.Csv;
import dev.pitboss.server.operators.reports.MoneyReports;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the house took and paid, as JSON or CSV. Whoever works for one operator sees that one's.
public final class ReportRoutes {
  private static final String REPORTS = "/api/ops/reports";

  private final MoneyReports reports;
  private final Operators operators;
  private final InstantSource clock;

  ReportRoutes(MoneyReports reports, Operators operators, InstantSource clock) {
    this.reports = reports;
    this.operators = operators;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.byStaff("GET", REPORTS + "/ggr", Need.READ, this::ggr),
        Endpoint.byStaff("GET", REPORTS + "/reconciliation", Need.READ, this::reconciliation));
  }

  private Reply ggr(Request request, StaffMember member) {
    List<Operator> of = asked(request, member);
    MoneyReports.Days days = days(request, of);
    List<MoneyReports.GameDay> rows = reports.gamesByDay(of, days);
    if (!wantsCsv(request)) {
      return Reply.ok(new GgrView(days.from(), days.to(), days.zone().getId(), rows));
    }
    Csv csv =
        new Csv(
            List.of(
                "day",
                "operator",
                "currency",
                "game",
                "rounds",
                "staked",
                "paid",
                "ggr",
                "players"));
    for (MoneyReports.GameDay row : rows) {
      csv.row(
          List.of(
              row.day(),
              row.operator(),
              row.currency(),
              row.game(),
              row.rounds(),
              row.staked(),
              row.paid(),
              row.ggr(),
              players(row)));
    }
    return csv(csv);
  }

  private static Object players(MoneyReports.GameDay row) {
    Long players = row.players();
    return players == null ? "" : players;
  }

  private Reply reconciliation(Request request, StaffMember member) {
    List<MoneyReports.Reconciliation> rows =
        asked(request, member).stream().map(reports::reconcile).toList();
    if (!wantsCsv(request)) {
      return Reply.ok(new ReconciliationView(rows));
    }
    Csv csv =
        new Csv(
            List.of(
                "operator",
                "currency",
                "at",
                "agrees",
                "rounds",
                "staked",
                "paid",
                "ggr",
                "players",
                "escrow",
                "house",
                "funding",
                "differences"));
    for (MoneyReports.Reconciliation row : rows) {
      csv.row(
          List.of(
              row.operator(),
              row.currency(),
              row.at(),
              row.agrees(),
              row.rounds(),
              row.staked(),
              row.paid(),
              row.ggr(),
              row.accounts().players(),
              row.accounts().escrow(),
              row.accounts().house(),
              row.accounts().funding(),
              String.join("; ", row.differences())));
    }
    return csv(csv);
  }

  /// The operator asked for, or all one sees.
  private List<Operator> asked(Request request, StaffMember member) {
    Optional<String> code = request.queryText("operator");
    List<Operator> seen =
        operators.all().stream()
            .filter(operator -> member.sees(operator.operatorId()))
            .filter(operator -> code.isEmpty() || operator.code().equals(code.get()))
            .sorted(Comparator.comparingInt(Operator::operatorId))
            .toList();
    if (seen.isEmpty()) {
      throw InvalidInput.field("operator", "is not an operator you see: " + code.orElse(""));
    }
    return seen;
  }

  /// Of one operator by its zone unless another is said, of several by UTC; today unless other days
  /// are.
  private MoneyReports.Days days(Request request, List<Operator> of) {
    ZoneId zone =
        request
            .queryText("zone")
            .map(ReportRoutes::zone)
            .orElseGet(() -> of.size() == 1 ? of.getFirst().zone() : ZoneId.of("UTC"));
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    LocalDate to = request.queryText("to").map(text -> day("to", text)).orElse(today);
    LocalDate from = request.queryText("from").map(text -> day("from", text)).orElse(to);
    try {
      return new MoneyReports.Days(from, to, zone);
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("from", String.valueOf(refused.getMessage()));
    }
  }

  static LocalDate day(String name, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() < 3000) {
        return day;
      }
    } catch (DateTimeException _) {
      // refused below, like a day out of bounds
    }
    throw InvalidInput.field(name, "must be a day as 2026-05-31");
  }

  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      throw InvalidInput.field("zone", "must be a zone as Europe/Malta");
    }
  }

  static boolean wantsCsv(Request request) {
    return request.header("Accept").filter(types -> types.startsWith("text/csv")).isPresent()
        || request.queryText("format").filter("csv"::equals).isPresent();
  }

  static Reply csv(Csv csv) {
    return Reply.text("text/csv; charset=utf-8; header=present", csv.text())
        .withHeader("Content-Disposition", "attachment; filename=\"report.csv\"");
  }

  /// Gross gaming revenue by day, operator and game.
  @Json
  public record GgrView(
      LocalDate from, LocalDate to, String zone, List<MoneyReports.GameDay> rows) {}

  /// Operators' books.
  @Json
  public record ReconciliationView(List<MoneyReports.Reconciliation> operators) {}
}
