package dev.pitboss.server.api;

import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.operators.Branding;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.web.PageTemplate;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;

/// The operator's name, colours and icon, public.
public final class BrandingRoutes {
  private static final String BRANDING = "/api/branding";

  private final Operators operators;

  BrandingRoutes(Operators operators) {
    this.operators = operators;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoints.get(BRANDING, this::branding),
        Endpoints.get(BRANDING + ".svg", this::icon),
        Endpoints.get(BRANDING + ".css", this::styleSheet));
  }

  private Response branding(Request request) {
    Operator operator = operators.at(request.host());
    return Response.ok(
        new BrandingView(
            operator.code(),
            operator.name(),
            operator.currency(),
            operator.takesGuests(),
            operator.branding()));
  }

  /// Made of checked colours only, so a strict content security policy lets it pass.
  private Response styleSheet(Request request) {
    return Response.text("text/css; charset=utf-8", operators.at(request.host()).branding().css())
        .withHeader("Cache-Control", "no-cache");
  }

  /// A chip in the operator's colours with the first letter of its name: what a browser shows
  /// beside the title.
  private Response icon(Request request) {
    Operator operator = operators.at(request.host());
    Branding branding = operator.branding();
    String name = branding.logoText() == null ? operator.name() : branding.logoText();
    String letter = name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    String ground = branding.action() == null ? "#3ddc97" : branding.action();
    String ink = branding.actionInk() == null ? "#04231a" : branding.actionInk();
    return Response.text(
            "image/svg+xml",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" \
            fill="%s"/><circle cx="32" cy="32" r="24" fill="none" stroke="%s" stroke-width="3" \
            stroke-dasharray="9 6"/><text x="32" y="43" font-family="sans-serif" font-size="32" \
            font-weight="700" text-anchor="middle" fill="%s">%s</text></svg>
            """
                .formatted(ground, ink, ink, PageTemplate.escaped(letter)))
        .withHeader("Cache-Control", "no-cache");
  }

  /// Who runs the casino at this host, and how it looks where it differs.
  @Json
  public record BrandingView(
      String operator, String name, String currency, boolean takesGuests, Branding branding) {}
}
