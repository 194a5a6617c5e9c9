package dev.pitboss.server.http;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.http.Endpoint.Need;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.Json;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.Tenancy;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.staff.StaffMember;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The audit trail, as JSON lines. Whoever works for one operator sees that operator's entries.
public final class AuditRoutes {
  private static final int MAX_PAGE = 1_000;

  private final Database database;
  private final AuditTrail audit;
  private final Operators operators;

  AuditRoutes(Database database, Tenancy tenancy) {
    this.database = database;
    this.audit = tenancy.audit();
    this.operators = tenancy.operators();
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.byStaff("GET", "/api/ops/audit", Need.READ, this::lines));
  }

  /// The next page is asked for with `after` of the last entry; an empty one is the end.
  private Reply lines(Request request, StaffMember member) {
    long after = request.queryText("after").map(AuditRoutes::number).orElse(0L);
    int limit = request.queryInt("limit", 1, MAX_PAGE, MAX_PAGE);
    List<AuditTrail.Entry> entries =
        database.read(connection ->
            audit.after(connection, after, Optional.ofNullable(member.operatorId()), limit));
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(Json.text(EntryView.of(entry, operators))).append('\n'));
    return Reply.text("application/x-ndjson", lines.toString());
  }

  private static long number(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw InvalidInput.field("after", "must be the id of an entry");
    }
    return Long.parseLong(text);
  }

  /// An entry.
  ///
  /// @param operator whose business it is; absent when it is the platform's
  @io.avaje.jsonb.Json
  public record EntryView(
      long id,
      Instant at,
      String actor,
      @Nullable String operator,
      String action,
      String subject,
      @io.avaje.jsonb.Json.Raw String details) {
    static EntryView of(AuditTrail.Entry entry, Operators operators) {
      Integer operatorId = entry.operatorId();
      return new EntryView(
          entry.auditId(),
          entry.at(),
          entry.actor(),
          operatorId == null ? null : operators.byId(operatorId).code(),
          entry.action(),
          entry.subject(),
          Json.raw(entry.details()));
    }
  }
}
