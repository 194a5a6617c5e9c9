package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.OperatorScope;
import dev.pitboss.server.api.OperatorScope.Asked;
import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.reporting.ReportQuery;
import dev.pitboss.server.seamlesswallet.outbound.Disputes;
import dev.pitboss.server.seamlesswallet.outbound.Reconciliation;
import dev.pitboss.server.seamlesswallet.outbound.RemoteWallets;
import dev.pitboss.server.seamlesswallet.outbound.WalletModule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An operator's external wallet: connected by staff, reconciled, and its disputed bets settled.
public final class RemoteWalletRoutes {
  private static final String WALLET = "/wallet";
  private static final String DISPUTES = WALLET + "/disputes";

  /// More is asked for in parts.
  private static final Duration MAX_INTERVAL = Duration.ofDays(32);

  private final OperatorScope scope;
  private final RemoteWallets wallets;
  private final Reconciliation reconciliation;
  private final Disputes disputes;
  private final Approvals approvals;
  private final Operators operators;
  private final InstantSource clock;

  public RemoteWalletRoutes(
      OperatorScope scope,
      WalletModule office,
      Approvals approvals,
      Operators operators,
      InstantSource clock) {
    this.scope = scope;
    this.wallets = office.wallets();
    this.reconciliation = office.reconciliation();
    this.disputes = office.disputes();
    this.approvals = approvals;
    this.operators = operators;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        scope.at("GET", WALLET, Need.READ, this::show),
        // our server calls that URL: the platform's business, not one operator's
        scope.at("PUT", WALLET, Need.PLATFORM_CHANGE, this::keepAt),
        scope.at("DELETE", WALLET, Need.PLATFORM_CHANGE, this::end),
        scope.at("GET", WALLET + "/reconciliation", Need.READ, this::reconcile),
        scope.at("GET", DISPUTES, Need.READ, this::disputes),
        scope.at("GET", DISPUTES + "/:ref", Need.READ, this::dispute),
        scope.at("POST", DISPUTES + "/:ref", Need.CHANGE, this::decide));
  }

  private Response show(Request request, Asked asked) {
    return wallets
        .named(asked.operator().operatorId())
        .map(wallet -> Response.ok(RemoteWalletViews.WalletView.of(wallet)))
        .orElseGet(RemoteWalletRoutes::noWallet);
  }

  private Response keepAt(Request request, Asked asked) {
    JsonObject body = request.json();
    String url = body.requiredText("url");
    String keyId = body.requiredText("keyId");
    body.refuseOtherFields();
    return Response.ok(
        RemoteWalletViews.WalletView.of(
            wallets.keepAt(asked.operator().operatorId(), url, keyId, asked.actor())));
  }

  private Response end(Request request, Asked asked) {
    return switch (wallets.end(asked.operator().operatorId(), asked.actor())) {
      case RemoteWallets.Ending.Ended(RemoteWallets.Named wallet) ->
          Response.ok(RemoteWalletViews.WalletView.of(wallet));
      case RemoteWallets.Ending.NoWallet() -> noWallet();
      case RemoteWallets.Ending.Undecided(RemoteWallets.Named wallet) ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "bets_undecided",
                  "%d bets are unresolved and %d disputed; stop betting and resolve them first"
                      .formatted(wallet.underWay(), wallet.disputed())));
    };
  }

  private Response reconcile(Request request, Asked asked) {
    Interval interval = interval(request, asked.operator().zone());
    return switch (reconciliation.compare(
        asked.operator().operatorId(), interval.from(), interval.to())) {
      case Reconciliation.Result.Compared compared -> compared(request, asked, interval, compared);
      case Reconciliation.Result.NoWallet() -> noWallet();
      case Reconciliation.Result.NotAnswered() ->
          Response.problem(
                  Problem.of(
                      Problem.Status.UNAVAILABLE,
                      "wallet_away",
                      "the wallet did not return its transactions for that period in time;"
                          + " request a shorter period, or retry later"))
              .withHeader("Retry-After", "5");
    };
  }

  private static Response compared(
      Request request, Asked asked, Interval interval, Reconciliation.Result.Compared compared) {
    boolean whole = compared.through().equals(interval.to());
    if (!ReportRoutes.wantsCsv(request)) {
      return Response.ok(
          RemoteWalletViews.ReconciliationView.of(
              asked.operator(), compared, whole ? null : compared.through()));
    }
    Response csv = ReportRoutes.csv("reconciliation", RemoteWalletViews.csv(compared));
    return whole ? csv : csv.withHeader("Next-From", compared.through().toString());
  }

  private Response disputes(Request request, Asked asked) {
    return Response.ok(
        new RemoteWalletViews.DisputesView(
            disputes.of(asked.operator().operatorId()).stream()
                .map(dispute -> RemoteWalletViews.DisputeView.of(dispute, null))
                .toList()));
  }

  private Response dispute(Request request, Asked asked) {
    int operatorId = asked.operator().operatorId();
    return ref(request)
        .flatMap(ref -> disputes.find(operatorId, ref))
        .map(dispute ->
            Response.ok(
                RemoteWalletViews.DisputeView.of(
                    dispute, disputes.theirs(operatorId, dispute).orElse(null))))
        .orElseGet(RemoteWalletRoutes::noDispute);
  }

  private Response decide(Request request, Asked asked) {
    JsonObject body = request.json();
    Disputes.Verdict verdict = Disputes.Verdict.of(body.requiredText("verdict"));
    String reason = body.requiredText("reason");
    body.refuseOtherFields();
    Disputes.Decision decision = new Disputes.Decision(verdict, reason, asked.actor());
    if (verdict == Disputes.Verdict.CLOSE && asked.authority() == Authority.ALONE) {
      // it ends on people's word what a wallet owes, so on the word of two
      return ref(request)
          .filter(ref -> disputes.find(asked.operator().operatorId(), ref).isPresent())
          .map(ref ->
              ChangeRequestRoutes.waiting(
                  approvals.disputeClosed(asked.member(), asked.operator(), ref, reason),
                  operators))
          .orElseGet(RemoteWalletRoutes::noDispute);
    }
    return ref(request)
        .flatMap(ref -> disputes.decide(asked.operator().operatorId(), ref, decision))
        .map(dispute -> Response.ok(RemoteWalletViews.DecidedView.of(dispute, verdict)))
        .orElseGet(RemoteWalletRoutes::noDispute);
  }

  private static Optional<UUID> ref(Request request) {
    return Inputs.ref(request.pathParameter("ref"));
  }

  private record Interval(Instant from, Instant to) {}

  /// A day in the operator's zone, or from one moment to another; up to now unless something else
  /// is said.
  private Interval interval(Request request, ZoneId operators) {
    Optional<String> day = request.queryText("day");
    if (day.isPresent()) {
      ZoneId zone = request.queryText("zone").map(ReportQuery::zone).orElse(operators);
      LocalDate date = ReportQuery.day("day", day.get());
      return new Interval(
          date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant());
    }
    Instant from = Inputs.instant(request, "from");
    Instant to =
        request.queryText("to").isPresent() ? Inputs.instant(request, "to") : clock.instant();
    if (!to.isAfter(from) || Duration.between(from, to).compareTo(MAX_INTERVAL) > 0) {
      throw InvalidInput.field("to", "must be after from and at most 32 days later");
    }
    return new Interval(from, to);
  }

  private static Response noWallet() {
    return Response.problem(
        Problem.of(
            Problem.Status.NOT_FOUND,
            "no_wallet",
            "the operator has no external wallet, or its key was revoked"));
  }

  private static Response noDispute() {
    return Response.problem(
        Problem.of(Problem.Status.NOT_FOUND, "no_such_dispute", "no such disputed bet"));
  }
}
