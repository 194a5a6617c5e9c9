package dev.pitboss.server.http;

import dev.pitboss.server.json.Json;
import dev.pitboss.server.ops.Health;
import dev.pitboss.server.ops.HealthReport;
import dev.pitboss.server.ops.Metrics;
import dev.pitboss.server.ops.Overview;
import dev.pitboss.server.ops.Recorder;
import dev.pitboss.server.ops.Samples;
import dev.pitboss.server.staff.StaffMember;
import java.util.List;

/// Routes of health, metrics and the operations page.
final class OpsRoutes {
  private final Health health;
  private final Recorder recorder;
  private final Metrics metrics;

  OpsRoutes(Health health, Recorder recorder, Metrics metrics) {
    this.health = health;
    this.recorder = recorder;
    this.metrics = metrics;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/health", _ -> whole()),
        Endpoint.get("/health/live", _ -> Reply.ok(new HealthReport.Live("UP"))),
        Endpoint.get("/health/ready", _ -> ready()),
        own("overview", this::overview),
        Endpoint.byStaff("GET", "/api/ops/activity", Endpoint.Need.READ, this::activity),
        own("connections", _ -> Reply.ok(health.connections())),
        own("games", _ -> Reply.ok(recorder.returns().report())),
        own("changes", _ -> Reply.ok(recorder.changes().report())),
        own("samples", this::samples),
        Endpoint.get("/metrics", _ -> Reply.text(Metrics.CONTENT_TYPE, metrics.scrape())),
        Endpoint.get(
            "/api/openapi.yaml",
            request ->
                StaticFiles.longText(request, "application/yaml", OpenApiDocument.served().yaml())),
        Endpoint.get(
            "/api/openapi.json",
            request ->
                StaticFiles.longText(
                    request, "application/json", OpenApiDocument.served().json())));
  }

  private Reply overview(Request request) {
    Overview overview = recorder.overview(seconds(request));
    return StaticFiles.longText(request, "application/json", Json.text(overview));
  }

  private Reply activity(Request request, StaffMember member) {
    return Reply.ok(
        recorder
            .activity()
            .report(operator -> member.sees(operator.operatorId()), health.report()));
  }

  private Reply samples(Request request) {
    return Reply.ok(recorder.samples().last(seconds(request)));
  }

  private static int seconds(Request request) {
    return request.queryInt("seconds", 1, Samples.MAX_SECONDS, Samples.MAX_SECONDS);
  }

  /// For the platform's staff: it reveals code and threads.
  private static Endpoint own(String what, Endpoint.Handler handler) {
    return Endpoint.byStaff(
        "GET",
        "/api/ops/" + what,
        Endpoint.Need.PLATFORM_READ,
        (request, _) -> handler.handle(request));
  }

  private Reply whole() {
    HealthReport report = health.report();
    return Reply.json(report.isUp() ? 200 : 503, report);
  }

  private Reply ready() {
    HealthReport.Ready ready = health.ready();
    return Reply.json(ready.isUp() ? 200 : 503, ready);
  }
}
