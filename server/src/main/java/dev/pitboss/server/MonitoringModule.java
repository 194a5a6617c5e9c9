package dev.pitboss.server;

import dev.pitboss.server.monitoring.Activity;
import dev.pitboss.server.monitoring.GameReturns;
import dev.pitboss.server.monitoring.Health;
import dev.pitboss.server.monitoring.InvariantMonitor;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.monitoring.RecentIncidents;
import dev.pitboss.server.monitoring.Recorder;
import dev.pitboss.server.monitoring.Storage;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.reporting.GgrToday;
import dev.pitboss.server.scheduling.Lifecycle;
import java.time.InstantSource;

/// Health, invariants, meters, and the figures of the live page.
record MonitoringModule(Health health, Recorder recorder) {

  /// Starts it.
  static MonitoringModule open(
      Metrics metrics,
      DatabaseModule db,
      GamesModule games,
      AccountsModule accounts,
      Lifecycle started,
      InstantSource clock) {
    Operators operators = accounts.operators().operators();
    InvariantMonitor invariants =
        started.keep(InvariantMonitor.start(new Invariants(db.database()), games.betting(), clock));
    Health health =
        new Health(
            db.database(),
            new Health.Watched(db.monitor(), invariants),
            games.betting(),
            RecentIncidents.of(db.pool().tracker(), clock),
            db.pool().acquireTimes(),
            clock);
    GgrToday ggr = new GgrToday(db.database(), operators, clock);
    Recorder.Background background =
        new Recorder.Background(
            started.keep(
                Activity.start(operators, accounts.players().sessions().online(), ggr, clock)),
            started.keep(Storage.start(db.database(), db.embedded().map(_ -> db.data()), clock)));
    Recorder.Watched watched =
        new Recorder.Watched(
            health,
            new GameReturns(games.catalogue(), games.lanes().takings(), clock),
            db.pool().acquireTimes(),
            games.lanes()::posted);
    Recorder recorder = started.keep(Recorder.start(watched, background, metrics, clock));
    metrics.bindConnections(db.pool().tracker());
    metrics.bindPool(db.pool());
    metrics.bindInvariants(invariants);
    metrics.bindHealth(health);
    metrics.bindLanes(games.lanes());
    metrics.bindCrash(games.crash());
    metrics.bindGames(recorder.returns());
    metrics.bindLive(recorder);
    db.embedded()
        .ifPresent(embedded -> {
          metrics.bindEmbeddedDatabase(embedded);
          health.explainDatabaseBy(embedded::trouble);
        });
    db.archiver().ifPresent(archiver -> health.watchArchiveBy(archiver::trouble));
    return new MonitoringModule(health, recorder);
  }
}
