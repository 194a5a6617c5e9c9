package dev.pitboss.server.http;

import dev.pitboss.server.sharedwallet.outbound.WalletsOfOperators;

/// Keeps rounds that take several requests from players whose money another wallet keeps: their
/// stakes would have to wait in escrow here while they are that wallet's.
record InternalWalletOnly(WalletsOfOperators wallets) {

  /// The same handler, for players whose money is here.
  Endpoint.PlayerHandler only(Endpoint.PlayerHandler handler) {
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
