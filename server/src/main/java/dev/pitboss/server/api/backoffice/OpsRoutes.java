package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.monitoring.Health;
import dev.pitboss.server.monitoring.HealthReport;
import dev.pitboss.server.monitoring.MetricHistory;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.monitoring.Overview;
import dev.pitboss.server.monitoring.Recorder;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.web.OpenApiDocument;
import dev.pitboss.server.web.StaticFiles;
import java.util.List;

/// Routes of health, metrics and the operations page.
public final class OpsRoutes {
  private final Health health;
  private final Recorder recorder;
  private final Metrics metrics;

  public OpsRoutes(Health health, Recorder recorder, Metrics metrics) {
    this.health = health;
    this.recorder = recorder;
    this.metrics = metrics;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.get("/health", _ -> whole()),
        Endpoints.get("/health/live", _ -> Response.ok(new HealthReport.Live("UP"))),
        Endpoints.get("/health/ready", _ -> ready()),
        own("overview", this::overview),
        Endpoints.byStaff("GET", "/api/ops/activity", Access.Need.READ, this::activity),
        own("connections", _ -> Response.ok(health.connections())),
        own("games", _ -> Response.ok(recorder.returns().report())),
        own("changes", _ -> Response.ok(recorder.changes().report())),
        own("samples", this::samples),
        Endpoints.get("/metrics", _ -> Response.text(Metrics.CONTENT_TYPE, metrics.scrape())),
        Endpoints.get(
            "/api/openapi.yaml",
            request ->
                StaticFiles.longText(request, "application/yaml", OpenApiDocument.served().yaml())),
        Endpoints.get(
            "/api/openapi.json",
            request ->
                StaticFiles.longText(
                    request, "application/json", OpenApiDocument.served().json())));
  }

  private Response overview(Request request) {
    Overview overview = recorder.overview(seconds(request));
    return StaticFiles.longText(request, "application/json", JsonWriter.text(overview));
  }

  private Response activity(Request request, StaffMember member) {
    return Response.ok(
        recorder
            .activity()
            .report(operator -> member.sees(operator.operatorId()), health.report()));
  }

  private Response samples(Request request) {
    return Response.ok(recorder.samples().last(seconds(request)));
  }

  private static int seconds(Request request) {
    return request.queryInt("seconds", 1, MetricHistory.MAX_SECONDS, MetricHistory.MAX_SECONDS);
  }

  /// For the platform's staff: it reveals code and threads.
  private static Endpoint own(String what, Access.Handler handler) {
    return Endpoints.byStaff(
        "GET",
        "/api/ops/" + what,
        Access.Need.PLATFORM_READ,
        (request, _) -> handler.handle(request));
  }

  private Response whole() {
    HealthReport report = health.report();
    return Response.json(report.isUp() ? 200 : 503, report);
  }

  private Response ready() {
    HealthReport.Ready ready = health.ready();
    return Response.json(ready.isUp() ? 200 : 503, ready);
  }
}
