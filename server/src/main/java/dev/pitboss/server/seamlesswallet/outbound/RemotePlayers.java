package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Players;
import java.time.InstantSource;
import java.util.Optional;

/// Players with an external wallet: their sign-in, and their ids at the wallet. Thread-safe.
public final class RemotePlayers {
  /// No name that can be registered begins with this.
  static final String PREFIX = "w:";

  private static final int MAX_NAME = 64;
  private static final int MAX_SESSION = 128;

  private final RemoteWallets wallets;
  private final WalletClient client;
  private final Players players;
  private final Database database;
  private final InstantSource clock;

  RemotePlayers(
      RemoteWallets wallets,
      WalletClient client,
      Players players,
      Database database,
      InstantSource clock) {
    this.wallets = wallets;
    this.client = client;
    this.players = players;
    this.database = database;
    this.clock = clock;
  }

  /// Result of a sign-in by token.
  public sealed interface Arrival {
    record In(Players.Arrival arrival, Balance balance) implements Arrival {}

    /// The operator keeps no wallet of its own.
    record NoWallet() implements Arrival {}

    /// Its wallet cannot be asked: the key that calls are signed with was revoked.
    record Away() implements Arrival {}

    /// The wallet does not know the token, or did not answer.
    record NotKnown() implements Arrival {}
  }

  /// Whether the player's money is kept by their operator's wallet.
  static boolean cameFromWallet(Player player) {
    return player.username().startsWith(PREFIX);
  }

  /// Lets a player in whom the operator's wallet knows by that token.
  public Arrival arrive(int operatorId, String token, ClientInfo clientInfo) {
    Optional<RemoteWallet> wallet = wallets.of(operatorId);
    if (wallet.isEmpty()) {
      return wallets.isNamed(operatorId) ? new Arrival.Away() : new Arrival.NoWallet();
    }
    String body = JsonWriter.text(new Contract.OfToken(token));
    Optional<Known> known =
        client
            .query(wallet.get(), "POST", "user-info", body)
            .flatMap(answer -> known(answer, wallet.get()));
    if (known.isEmpty()) {
      return new Arrival.NotKnown();
    }
    RemoteBet.Guest guest = known.get().guest();
    Players.Arrival arrival = players.arriveAs(operatorId, PREFIX + guest.player(), clientInfo);
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            INSERT INTO remote_player (player_id, remote_player, session, arrived_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (player_id) DO UPDATE
               SET session = excluded.session, arrived_at = excluded.arrived_at
            """,
            arrival.player().playerId(),
            guest.player(),
            guest.session(),
            clock.instant()));
    return new Arrival.In(arrival, new Balance(known.get().balance(), 0, wallet.get().currency()));
  }

  /// A player known to the wallet.
  private record Known(RemoteBet.Guest guest, long balance) {}

  /// How the player's wallet knows them; empty when they never came from it.
  Optional<RemoteBet.Guest> find(long playerId) {
    return database.read(connection ->
        Sql.first(
            connection,
            "SELECT remote_player, session FROM remote_player WHERE player_id = ?",
            row -> new RemoteBet.Guest(row.getString(1), row.getString(2)),
            playerId));
  }

  /// What the player has in their own wallet.
  WalletReply balance(RemoteWallet wallet, RemoteBet.Guest guest) {
    return client.balance(wallet, JsonWriter.text(new Contract.OfPlayer(guest.player())));
  }

  private static Optional<Known> known(JsonObject answer, RemoteWallet wallet) {
    try {
      String player = answer.requiredText("player");
      String session = answer.requiredText("session");
      boolean fits =
          !player.isEmpty()
              && player.length() <= MAX_NAME - PREFIX.length()
              && session.length() <= MAX_SESSION
              && player.chars().allMatch(c -> c > ' ' && c <= '~')
              && answer.requiredText("currency").equals(wallet.currency());
      return fits
          ? Optional.of(
              new Known(new RemoteBet.Guest(player, session), answer.requiredLong("balance")))
          : Optional.empty();
    } catch (InvalidInput _) {
      return Optional.empty(); // an incomplete answer is invalid
    }
  }
}
