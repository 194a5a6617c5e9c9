package dev.pitboss.server.http;

import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.staff.StaffModule;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Every route of the server, wired to the services behind it.
public final class Routes {
  private Routes() {}

  /// Builds the API from what it needs.
  public static Api of(Services services, AccessOptions access) {
    RateLimits limits = new RateLimits(access.rateFactor());
    ClientAddressResolver clients = new ClientAddressResolver(access.proxies());
    SessionRoutes sessions = new SessionRoutes(services, limits, clients);
    List<Endpoint> endpoints = new ArrayList<>();
    InternalWalletOnly ownMoney = new InternalWalletOnly(services.remote());
    endpoints.addAll(sessions.endpoints());
    AccountRoutes accounts = new AccountRoutes(services, sessions, limits, clients);
    endpoints.addAll(accounts.endpoints());
    endpoints.addAll(new PasskeyRoutes(services, sessions, accounts, limits, clients).endpoints());
    endpoints.addAll(new RecoveryRoutes(services, accounts, limits).endpoints());
    endpoints.addAll(new OpenIdRoutes(services, sessions, accounts, limits, clients).endpoints());
    endpoints.addAll(new PlayRoutes(services.remote().play(), services.catalogue()).endpoints());
    endpoints.addAll(new TableRoutes(services.fruit(), services.blackjack(), ownMoney).endpoints());
    endpoints.addAll(new CrashRoutes(services.crash(), services.rounds(), ownMoney).endpoints());
    endpoints.addAll(new HistoryRoutes(services.rounds(), services.catalogue()).endpoints());
    endpoints.addAll(
        new FairnessRoutes(services.fairness(), services.replay(), services.catalogue())
            .endpoints());
    endpoints.addAll(new LimitRoutes(services.limits(), limits).endpoints());
    endpoints.addAll(
        new RefillRoutes(services.refills(), services.remote(), InstantSource.system())
            .endpoints());
    endpoints.addAll(new GameRoutes(services.catalogue(), services.operators()).endpoints());
    endpoints.addAll(staff(services, limits, clients));
    endpoints.addAll(
        new OpsRoutes(services.health(), services.recorder(), services.metrics()).endpoints());
    endpoints.addAll(
        new WalletRoutes(services.providers(), services.database(), services.wallet()).endpoints());
    RequestMetrics metrics = new RequestMetrics(services.metrics().registry());
    ConnectionLimits.Open open = new ConnectionLimits.Open(ConnectionLimits.ofProcess());
    metrics.bindConnections(open);
    return new Api(
        endpoints,
        new RequestAuthorizer(
            services.players(),
            services.operators(),
            services.office().sessions(),
            services.providers().signatures(),
            limits,
            clients),
        new StaticFiles(services.operators()),
        metrics,
        new Api.Door(new RequestFaults(limits, metrics), open, clients));
  }

  private static List<Endpoint> staff(
      Services services, RateLimits limits, ClientAddressResolver clients) {
    StaffModule office = services.office();
    OperatorModule tenancy = services.tenancy();
    Operators operators = services.operators();
    InstantSource clock = InstantSource.system();
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.addAll(new StaffRoutes(office, operators, limits, clients).endpoints());
    endpoints.addAll(new SecondFactorRoutes(office, limits, clients).endpoints());
    OperatorScope scope = new OperatorScope(operators);
    endpoints.addAll(
        new OperatorRoutes(scope, tenancy, services.catalogue(), services.approvals()).endpoints());
    endpoints.addAll(
        new ProviderRoutes(scope, services.providers().providers(), tenancy, services.approvals())
            .endpoints());
    endpoints.addAll(
        new RemoteWalletRoutes(
                scope, services.remote().office(), services.approvals(), operators, clock)
            .endpoints());
    endpoints.addAll(
        new ChangeRequestRoutes(services.approvals().requests(), operators, clock).endpoints());
    endpoints.addAll(new SupportRoutes(scope, office.support(), services).endpoints());
    endpoints.addAll(new AdjustmentRoutes(office.adjustments(), operators, clock).endpoints());
    endpoints.addAll(new ReportRoutes(services, office.reports(), clock).endpoints());
    endpoints.addAll(new AuditRoutes(scope, services.database(), tenancy).endpoints());
    return endpoints;
  }
}
