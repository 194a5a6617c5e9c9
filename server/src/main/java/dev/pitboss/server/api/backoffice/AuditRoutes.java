package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.OperatorScope;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.audit.AuditProof;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.staff.StaffMember;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The audit trail: browsed, exported, and proven. Staff of one operator see that operator's
/// entries.
public final class AuditRoutes {
  private static final String AUDIT = "/api/ops/audit";
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_ENTRIES = 200;
  private static final int DEFAULT_ENTRIES = 50;

  private final OperatorScope scope;
  private final Database database;
  private final AuditTrail audit;
  private final Operators operators;
  private final AuditProof proof;

  public AuditRoutes(OperatorScope scope, Database database, OperatorModule operatorModule) {
    this.scope = scope;
    this.database = database;
    this.audit = operatorModule.audit();
    this.operators = operatorModule.operators();
    this.proof = new AuditProof(database, operatorModule.chain());
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", AUDIT, Need.READ, this::lines),
        Endpoints.byStaff("GET", AUDIT + "/entries", Need.READ, this::newest),
        Endpoints.byStaff("POST", AUDIT + "/verify", Need.PLATFORM_READ, this::verify));
  }

  /// The next page is asked for with `after` of the last entry; an empty one is the end.
  private Response lines(Request request, StaffMember member) {
    long after = request.queryText("after").map(text -> number("after", text)).orElse(0L);
    int limit = request.queryInt("limit", 1, MAX_PAGE, MAX_PAGE);
    List<AuditTrail.Entry> entries =
        database.read(connection ->
            audit.after(connection, after, Optional.ofNullable(member.operatorId()), limit));
    StringBuilder lines = new StringBuilder();
    entries.forEach(
        entry -> lines.append(JsonWriter.text(EntryView.of(entry, operators))).append('\n'));
    return Response.text("application/x-ndjson", lines.toString());
  }

  /// The next page is asked for with `before` of the last entry.
  private Response newest(Request request, StaffMember member) {
    AuditTrail.Query query =
        new AuditTrail.Query(
            scope.queried(request, member),
            request.queryText("actor"),
            request.queryText("action"),
            request.queryText("subject"),
            Inputs.optionalInstant(request, "from"),
            Inputs.optionalInstant(request, "to"),
            request.queryText("before").map(text -> number("before", text)).orElse(Long.MAX_VALUE));
    int limit = request.queryInt("limit", 1, MAX_ENTRIES, DEFAULT_ENTRIES);
    List<AuditTrail.Entry> entries =
        database.read(connection -> audit.newest(connection, query, limit));
    return Response.ok(
        new EntriesView(entries.stream().map(entry -> EntryView.of(entry, operators)).toList()));
  }

  /// A part of the chain at a time, so that the answer is there in time however long it is: the
  /// next call begins where this one says.
  private Response verify(Request request, StaffMember member) {
    JsonObject body = request.json();
    AuditProof.Head from = head(body, "from").orElse(AuditProof.BEGIN);
    Optional<AuditProof.Head> noted = head(body, "noted");
    body.refuseOtherFields();
    return Response.ok(
        switch (proof.verifyFrom(from, noted)) {
          case AuditProof.Finding.Intact(AuditProof.Head head, long waiting) ->
              new FindingView("intact", head.toString(), waiting, null);
          case AuditProof.Finding.SoFar(AuditProof.Head head) ->
              new FindingView("so_far", head.toString(), null, null);
          case AuditProof.Finding.Broken(long position, String what) ->
              new FindingView(
                  "broken",
                  null,
                  null,
                  position == 0 ? what : "link %d: %s".formatted(position, what));
        });
  }

  private static Optional<AuditProof.Head> head(JsonObject body, String field) {
    Optional<String> text = body.optionalText(field);
    return text.map(it ->
        AuditProof.Head.of(it)
            .orElseThrow(
                () -> InvalidInput.field(field, "must be a chain head in the form POSITION:HASH")));
  }

  private static long number(String field, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw InvalidInput.field(field, "must be an audit entry id");
    }
    return Long.parseLong(text);
  }

  /// Entries, the newest first.
  @io.avaje.jsonb.Json
  public record EntriesView(List<EntryView> entries) {}

  /// What looking at the chain has found.
  ///
  /// @param verdict `intact`, `so_far` while there is more, or `broken`
  /// @param head how far it was proven; absent when it is broken
  /// @param waiting entries that are not sealed yet, at the end of the chain
  /// @param fault what is broken where
  @io.avaje.jsonb.Json
  public record FindingView(
      String verdict, @Nullable String head, @Nullable Long waiting, @Nullable String fault) {}

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
          JsonWriter.raw(entry.details()));
    }
  }
}
