package dev.pitboss.server;

import dev.pitboss.server.api.Services;
import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.archive.BetMonths;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.players.GameSessions;
import dev.pitboss.server.published.FrontStore;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.restrictions.RestrictionsModule;
import dev.pitboss.server.rounds.ExpiredRoundSweeper;
import dev.pitboss.server.scheduling.Lifecycle;
import dev.pitboss.server.seamlesswallet.inbound.Launches;
import dev.pitboss.server.seamlesswallet.inbound.WalletForProviders;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Wires the services behind the routes, in the order in which they start.
final class ServicesModule {
  private ServicesModule() {}

  /// Starts them.
  ///
  /// @param crashMillis the crash table's clock
  static Services open(
      Shared shared,
      DatabaseModule db,
      Metrics metrics,
      ServerOptions options,
      LongSupplier crashMillis) {
    Lifecycle started = shared.started();
    InstantSource clock = shared.clock();
    Database database = shared.database();
    Wallet wallet = shared.wallet();
    AccountsModule accounts = AccountsModule.open(shared, options);
    OperatorModule operators = accounts.operators();
    RestrictionsModule restrictions =
        started.keep(
            RestrictionsModule.open(
                database,
                clock,
                GameSessions.endingSessions(
                    Launches.endingSessions(operators.audit()::exclusion))));
    GamesModule games =
        GamesModule.open(
            shared,
            new GameStore(options.data().resolve(GameStore.FOLDER)),
            operators.operators(),
            restrictions,
            metrics.settlementTimes(),
            crashMillis);
    MonitoringModule monitoring =
        MonitoringModule.open(metrics, db, games, accounts, started, clock);
    started.keep(ExpiredRoundSweeper.start(games.stepped()));
    started.keep(BetMonths.start(database, clock));
    WalletForProviders providers =
        started.keep(
            WalletForProviders.start(
                database, wallet, operators, games.lanes(), games.betting(), clock));
    WalletsOfOperators remote = started.keep(remote(shared, accounts, games));
    metrics.bindRemoteBets(remote);
    Rounds rounds = new Rounds(database, shared.seeds(), shared.archive());
    return new Services(
        database,
        operators,
        accounts.staff(),
        wallet,
        accounts.refills(),
        accounts.players(),
        accounts.openId(),
        games.play(),
        games.fruitSlots(),
        games.blackjack(),
        games.books(),
        games.crash(),
        games.catalogue(),
        FrontStore.in(options.data()),
        new Fairness(database, wallet, shared.openRounds(), shared.seeds(), clock),
        rounds,
        new Replay(rounds, games.catalogue()),
        restrictions,
        monitoring.health(),
        monitoring.recorder(),
        metrics,
        providers,
        remote,
        new Approvals(
            database, operators, providers.providers(), remote.office().disputes(), clock));
  }

  private static WalletsOfOperators remote(
      Shared shared, AccountsModule accounts, GamesModule games) {
    return WalletsOfOperators.start(
        new WalletsOfOperators.Parts(
            shared.database(),
            shared.wallet(),
            accounts.operators(),
            accounts.players().players(),
            games.play(),
            InstantSource.system()));
  }
}
