package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.OperatorScope;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.approvals.PowerReport;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.operators.reporting.Csv;
import dev.pitboss.server.operators.reporting.GgrTable;
import dev.pitboss.server.operators.reporting.MoneyReports;
import dev.pitboss.server.operators.reporting.PowerTable;
import dev.pitboss.server.operators.reporting.ReportQuery;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gaming revenue, as JSON or CSV. Staff of one operator see that operator's.
public final class ReportRoutes {
  private static final String REPORTS = "/api/ops/reports";

  private final MoneyReports reports;
  private final PowerReport power;
  private final OperatorScope scope;
  private final Operators operators;
  private final InstantSource clock;

  public ReportRoutes(Services services, MoneyReports reports, InstantSource clock) {
    this.reports = reports;
    this.operators = services.operators();
    this.scope = new OperatorScope(operators);
    this.power = new PowerReport(services.database(), services.operatorModule().audit(), clock);
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", REPORTS + "/ggr", Need.READ, this::ggr),
        Endpoints.byStaff("GET", REPORTS + "/reconciliation", Need.READ, this::reconciliation),
        Endpoints.byStaff("GET", REPORTS + "/power", Need.READ, this::power));
  }

  private Response ggr(Request request, StaffMember member) {
    ReportQuery query =
        new ReportQuery(
            request.queryText("operator"),
            request.queryText("from"),
            request.queryText("to"),
            request.queryText("zone"));
    List<Operator> of = query.operators(seen(member));
    MoneyReports.Days days = query.days(of, clock);
    List<MoneyReports.GameDay> rows = reports.gamesByDay(of, days);
    return wantsCsv(request)
        ? csv("ggr-%s-%s".formatted(days.from(), days.to()), GgrTable.csv(rows))
        : Response.ok(new GgrView(days.from(), days.to(), days.zone().getId(), rows));
  }

  private Response reconciliation(Request request, StaffMember member) {
    List<MoneyReports.Reconciliation> rows =
        new ReportQuery(
                request.queryText("operator"), Optional.empty(), Optional.empty(), Optional.empty())
            .operators(seen(member)).stream().map(reports::reconcile).toList();
    if (!wantsCsv(request)) {
      return Response.ok(new ReconciliationView(rows));
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
      CurrencyCode currency = CurrencyCode.of(row.currency());
      csv.row(
          List.of(
              row.operator(),
              row.currency(),
              row.at(),
              row.agrees(),
              row.rounds(),
              currency.decimal(row.staked()),
              currency.decimal(row.paid()),
              currency.decimal(row.ggr()),
              currency.decimal(row.accounts().players()),
              currency.decimal(row.accounts().escrow()),
              currency.decimal(row.accounts().house()),
              currency.decimal(row.accounts().funding()),
              String.join("; ", row.differences())));
    }
    return csv("reconciliation", csv);
  }

  private Response power(Request request, StaffMember member) {
    int days = request.queryInt("days", 1, PowerReport.MAX_DAYS, PowerReport.DAYS);
    List<AuditTrail.Entry> entries = power.of(scope.queried(request, member), days);
    if (wantsCsv(request)) {
      return csv("power", PowerTable.csv(entries, operators::byId));
    }
    return Response.ok(
        new PowerView(
            days,
            entries.stream()
                .map(it ->
                    new PowerRowView(
                        it.at(),
                        it.actor(),
                        code(it.operatorId()).orElse(null),
                        it.action(),
                        it.subject(),
                        JsonWriter.raw(it.details())))
                .toList()));
  }

  private Optional<String> code(@Nullable Integer operatorId) {
    return Optional.ofNullable(operatorId).map(id -> operators.byId(id).code());
  }

  private List<Operator> seen(StaffMember member) {
    return operators.all().stream().filter(operator -> member.sees(operator.operatorId())).toList();
  }

  static boolean wantsCsv(Request request) {
    return request.header("Accept").filter(types -> types.startsWith("text/csv")).isPresent()
        || request.queryText("format").filter("csv"::equals).isPresent();
  }

  static Response csv(String name, Csv csv) {
    return Response.text("text/csv; charset=utf-8; header=present", csv.text())
        .withHeader("Content-Disposition", "attachment; filename=\"%s.csv\"".formatted(name));
  }

  /// Gross gaming revenue by day, operator and game.
  @Json
  public record GgrView(
      LocalDate from, LocalDate to, String zone, List<MoneyReports.GameDay> rows) {}

  /// Actions that gave power over money, the newest first.
  @Json
  public record PowerView(int days, List<PowerRowView> rows) {}

  /// One thing done, as the audit trail has it.
  @Json
  public record PowerRowView(
      Instant at,
      String actor,
      @Nullable String operator,
      String action,
      String subject,
      @Json.Raw String details) {}

  /// Operators' books.
  @Json
  public record ReconciliationView(List<MoneyReports.Reconciliation> operators) {}
}
