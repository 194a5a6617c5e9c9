package dev.pitboss.server.api;

import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;

/// Keeps rounds that take several requests from players whose money another wallet keeps: their
/// stakes would have to wait in escrow here while they are that wallet's.
public record InternalWalletOnly(WalletsOfOperators wallets) {

  /// The same handler, for players whose money is here.
  public Access.PlayerHandler only(Access.PlayerHandler handler) {
    return (request, player) ->
        wallets.keepsMoneyOf(player)
            ? Response.problem(
                Problem.of(
                    Problem.Status.FORBIDDEN,
                    "game_not_available",
                    "this game is not available with an external wallet"))
            : handler.handle(request, player);
  }
}
