package dev.pitboss.server.api;

import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.crash.LiveTable;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.monitoring.Health;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.monitoring.Recorder;
import dev.pitboss.server.openid.OpenIdIssuer;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.PlayerModule;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.published.FrontStore;
import dev.pitboss.server.refills.Refills;
import dev.pitboss.server.restrictions.Limits;
import dev.pitboss.server.restrictions.RestrictionsModule;
import dev.pitboss.server.rounds.BlackjackPlay;
import dev.pitboss.server.rounds.BooksPlay;
import dev.pitboss.server.rounds.FruitSlotsPlay;
import dev.pitboss.server.rounds.Play;
import dev.pitboss.server.seamlesswallet.inbound.WalletForProviders;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import dev.pitboss.server.staff.StaffModule;
import java.util.Optional;

/// Services behind the routes.
public record Services(
    Database database,
    OperatorModule operatorModule,
    StaffModule staffModule,
    Wallet wallet,
    Refills refills,
    PlayerModule playerModule,
    Optional<OpenIdIssuer> openId,
    Play play,
    FruitSlotsPlay fruitSlots,
    BlackjackPlay blackjack,
    BooksPlay books,
    LiveTable crash,
    GameCatalogue catalogue,
    FrontStore fronts,
    Fairness fairness,
    Rounds rounds,
    Replay replay,
    RestrictionsModule restrictionsModule,
    Health health,
    Recorder recorder,
    Metrics metrics,
    WalletForProviders providers,
    WalletsOfOperators remote,
    Approvals approvals) {

  public Limits limits() {
    return restrictionsModule.limits();
  }

  /// Whose casino it is.
  public Operators operators() {
    return operatorModule.operators();
  }

  /// Who plays.
  public Players players() {
    return playerModule.players();
  }
}
