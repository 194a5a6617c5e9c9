package dev.pitboss.server.api;

import dev.pitboss.server.api.backoffice.AdjustmentRoutes;
import dev.pitboss.server.api.backoffice.AuditRoutes;
import dev.pitboss.server.api.backoffice.ChangeRequestRoutes;
import dev.pitboss.server.api.backoffice.OperatorRoutes;
import dev.pitboss.server.api.backoffice.OpsRoutes;
import dev.pitboss.server.api.backoffice.ProviderRoutes;
import dev.pitboss.server.api.backoffice.RemoteWalletRoutes;
import dev.pitboss.server.api.backoffice.ReportRoutes;
import dev.pitboss.server.api.backoffice.SecondFactorRoutes;
import dev.pitboss.server.api.backoffice.StaffRoutes;
import dev.pitboss.server.api.backoffice.SupportRoutes;
import dev.pitboss.server.api.game.CrashRoutes;
import dev.pitboss.server.api.game.FairnessRoutes;
import dev.pitboss.server.api.game.GameRoutes;
import dev.pitboss.server.api.game.HistoryRoutes;
import dev.pitboss.server.api.game.PlayRoutes;
import dev.pitboss.server.api.game.TableRoutes;
import dev.pitboss.server.api.player.AccountRoutes;
import dev.pitboss.server.api.player.FavouriteRoutes;
import dev.pitboss.server.api.player.LimitRoutes;
import dev.pitboss.server.api.player.OpenIdRoutes;
import dev.pitboss.server.api.player.PasskeyRoutes;
import dev.pitboss.server.api.player.RecoveryRoutes;
import dev.pitboss.server.api.player.RefillRoutes;
import dev.pitboss.server.api.player.SessionRoutes;
import dev.pitboss.server.api.provider.WalletRoutes;
import dev.pitboss.server.api.rgs.RgsRoutes;
import dev.pitboss.server.http.Api;
import dev.pitboss.server.http.ClientAddressResolver;
import dev.pitboss.server.http.ConnectionLimits;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Pages;
import dev.pitboss.server.http.RequestFaults;
import dev.pitboss.server.http.RequestMetrics;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.FavouriteGames;
import dev.pitboss.server.staff.StaffModule;
import dev.pitboss.server.web.FrontFiles;
import dev.pitboss.server.web.StaticFiles;
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
    endpoints.addAll(play(services, ownMoney, limits));
    endpoints.addAll(new CrashRoutes(services.crash(), services.rounds(), ownMoney).endpoints());
    endpoints.addAll(
        new HistoryRoutes(
                services.rounds(),
                services.replay(),
                services.catalogue(),
                services.staffModule().support())
            .endpoints());
    endpoints.addAll(
        new FairnessRoutes(services.fairness(), services.replay(), services.catalogue())
            .endpoints());
    endpoints.addAll(new LimitRoutes(services.limits(), limits).endpoints());
    endpoints.addAll(
        new RefillRoutes(services.refills(), services.remote(), InstantSource.system())
            .endpoints());
    endpoints.addAll(new GameRoutes(services.catalogue(), services.operators()).endpoints());
    endpoints.addAll(
        new FavouriteRoutes(
                new FavouriteGames(services.database()), services.catalogue(), services.operators())
            .endpoints());
    endpoints.addAll(new BrandingRoutes(services.operators()).endpoints());
    endpoints.addAll(staff(services, limits, clients));
    endpoints.addAll(
        new OpsRoutes(services.health(), services.recorder(), services.metrics()).endpoints());
    endpoints.addAll(
        new WalletRoutes(services.providers(), services.database(), services.wallet()).endpoints());
    RequestMetrics metrics =
        new RequestMetrics(services.metrics().registry(), Metrics.latencyBuckets());
    ConnectionLimits.Open open = new ConnectionLimits.Open(ConnectionLimits.ofProcess());
    metrics.bindConnections(open);
    return new Api(
        endpoints,
        new RequestAuthorizer(
            services.players(),
            services.operators(),
            services.staffModule().sessions(),
            services.providers().signatures(),
            limits,
            clients),
        pages(services),
        metrics,
        new Api.Door(
            new RequestFaults(
                address -> limits.refuse(RateLimits.Rate.FAULTS_OF_ADDRESS, address), metrics),
            open,
            clients));
  }

  private static List<Endpoint> play(
      Services services, InternalWalletOnly ownMoney, RateLimits limits) {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.addAll(
        new PlayRoutes(services.remote().play(), services.catalogue(), services.operators())
            .endpoints());
    endpoints.addAll(
        new TableRoutes(services.fruitSlots(), services.blackjack(), ownMoney).endpoints());
    endpoints.addAll(new RgsRoutes(services, limits).endpoints());
    return endpoints;
  }

  private static Pages pages(Services services) {
    return new FrontFiles(
        services.fronts(),
        services.catalogue(),
        services.operators(),
        new StaticFiles(services.operators()));
  }

  private static List<Endpoint> staff(
      Services services, RateLimits limits, ClientAddressResolver clients) {
    StaffModule staffModule = services.staffModule();
    OperatorModule operatorModule = services.operatorModule();
    Operators operators = services.operators();
    InstantSource clock = InstantSource.system();
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.addAll(new StaffRoutes(staffModule, operators, limits, clients).endpoints());
    endpoints.addAll(new SecondFactorRoutes(staffModule, limits, clients).endpoints());
    OperatorScope scope = new OperatorScope(operators);
    endpoints.addAll(
        new OperatorRoutes(scope, operatorModule, services.catalogue(), services.approvals())
            .endpoints());
    endpoints.addAll(
        new ProviderRoutes(
                scope, services.providers().providers(), operatorModule, services.approvals())
            .endpoints());
    endpoints.addAll(
        new RemoteWalletRoutes(
                scope, services.remote().office(), services.approvals(), operators, clock)
            .endpoints());
    endpoints.addAll(
        new ChangeRequestRoutes(services.approvals().requests(), operators, clock).endpoints());
    endpoints.addAll(new SupportRoutes(scope, staffModule.support(), services).endpoints());
    endpoints.addAll(new AdjustmentRoutes(staffModule.adjustments(), operators, clock).endpoints());
    endpoints.addAll(new ReportRoutes(services, staffModule.reports(), clock).endpoints());
    endpoints.addAll(new AuditRoutes(scope, services.database(), operatorModule).endpoints());
    return endpoints;
  }
}
