package dev.pitboss.server.api;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import java.util.function.Function;

/// What players have, wherever it is kept. Thread-safe.
///
/// @param remote the wallets that operators keep themselves
public record PlayerBalances(Database database, Wallet wallet, WalletsOfOperators remote) {
  /// The answer made of a player's balance, or why it is not known. A session may be remembered for
  /// a moment longer than its guest is kept.
  public Response with(Player player, Function<Balance, Response> response) {
    return remote.keepsMoneyOf(player)
        ? remote.balance(player).map(response).orElseGet(PlayerBalances::walletAway)
        : database
            .read(connection -> wallet.find(connection, player.playerId()))
            .map(response)
            .orElseGet(RequestAuthorizer::noSession);
  }

  /// The answer while an operator's wallet cannot be asked.
  public static Response walletAway() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE, "wallet_away", "the operator's wallet did not respond"))
        .withHeader("Retry-After", "2");
  }
}
