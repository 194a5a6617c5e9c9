package dev.pitboss.server.http;

import dev.pitboss.server.ops.Health;
import dev.pitboss.server.ops.HealthReport;
import dev.pitboss.server.ops.Metrics;
import java.util.List;

/// What machines and operators ask: is it well, and how is it doing.
final class OpsRoutes {
  private final Health health;
  private final Metrics metrics;

  OpsRoutes(Health health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/health", _ -> whole()),
        Endpoint.get("/health/live", _ -> Reply.ok(new HealthReport.Live("UP"))),
        Endpoint.get("/health/ready", _ -> ready()),
        Endpoint.byStaff(
            "GET",
            "/api/ops/connections",
            Endpoint.Need.PLATFORM_READ,
            (_, _) -> Reply.ok(health.connections())),
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

  private Reply whole() {
    HealthReport report = health.report();
    return Reply.json(report.isUp() ? 200 : 503, report);
  }

  private Reply ready() {
    HealthReport.Ready ready = health.ready();
    return Reply.json(ready.isUp() ? 200 : 503, ready);
  }
}
