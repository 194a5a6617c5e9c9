package dev.pitboss.server.http;

import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.crash.LiveTable;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.limits.Limits;
import dev.pitboss.server.limits.RestrictionsModule;
import dev.pitboss.server.openid.OpenIdIssuer;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.ops.Health;
import dev.pitboss.server.ops.Metrics;
import dev.pitboss.server.ops.Recorder;
import dev.pitboss.server.play.BlackjackPlay;
import dev.pitboss.server.play.FruitSlotsPlay;
import dev.pitboss.server.play.GameCatalogue;
import dev.pitboss.server.play.Play;
import dev.pitboss.server.players.PlayerModule;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.refills.Refills;
import dev.pitboss.server.sharedwallet.inbound.WalletForProviders;
import dev.pitboss.server.sharedwallet.outbound.WalletsOfOperators;
import dev.pitboss.server.staff.StaffModule;
import dev.pitboss.server.wallet.Wallet;
import java.util.Optional;

/// Services behind the routes.
public record Services(
    Database database,
    OperatorModule tenancy,
    StaffModule office,
    Wallet wallet,
    Refills refills,
    PlayerModule members,
    Optional<OpenIdIssuer> openId,
    Play play,
    FruitSlotsPlay fruit,
    BlackjackPlay blackjack,
    LiveTable crash,
    GameCatalogue catalogue,
    Fairness fairness,
    Rounds rounds,
    Replay replay,
    RestrictionsModule care,
    Health health,
    Recorder recorder,
    Metrics metrics,
    WalletForProviders providers,
    WalletsOfOperators remote,
    Approvals approvals) {

  public Limits limits() {
    return care.limits();
  }

  /// Whose casino it is.
  public Operators operators() {
    return tenancy.operators();
  }

  /// Who plays.
  public Players players() {
    return members.players();
  }
}
