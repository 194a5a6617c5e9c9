package dev.pitboss.server.api;

import dev.pitboss.server.database.BatchedReads;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Reply;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What players have, wherever it is kept. Players who ask at the same time are answered by one
/// query. Thread-safe.
public final class PlayerBalances {
  private final Database database;
  private final Wallet wallet;
  private final WalletsOfOperators remote;
  private final BatchedReads<Long, Balance> reads = new BatchedReads<>(this::find);

  /// @param remote the wallets that operators keep themselves
  public PlayerBalances(Database database, Wallet wallet, WalletsOfOperators remote) {
    this.database = database;
    this.wallet = wallet;
    this.remote = remote;
  }

  private Map<Long, Balance> find(Set<Long> ids) {
    return database.read(connection -> wallet.balances(connection, ids));
  }

  /// The answer made of a player's balance, or why it is not known. A session may be remembered for
  /// a moment longer than its guest is kept.
  public Response with(Player player, Function<Balance, Response> response) {
    return remote.keepsMoneyOf(player)
        ? remote.balance(player).map(response).orElseGet(PlayerBalances::walletAway)
        : answer(reads.ask(player.playerId()), response);
  }

  /// Whether a player's balance can be asked for without waiting: the money is kept here.
  public boolean isKeptHere(Player player) {
    return !remote.keepsMoneyOf(player);
  }

  /// Has the answer made on the event loop, once the balance is there, of a player whose money is
  /// kept here.
  public void begin(Player player, Function<Balance, Response> response, Reply reply) {
    var _ =
        reads
            .begin(player.playerId())
            .whenComplete((balance, failure) -> {
              if (failure != null) {
                reply.fail(failure);
              } else {
                reply.with(() -> answer(balance, response));
              }
            });
  }

  private static Response answer(Optional<Balance> balance, Function<Balance, Response> response) {
    return balance.map(response).orElseGet(RequestAuthorizer::noSession);
  }

  /// The answer while an operator's wallet cannot be asked.
  public static Response walletAway() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE, "wallet_away", "the operator's wallet did not respond"))
        .withHeader("Retry-After", "2");
  }
}
