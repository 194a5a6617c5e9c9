package dev.pitboss.server.players;

import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Guests, and everything a player needs to play. Thread-safe.
public final class Players {
  private final Database database;
  private final Wallet wallet;
  private final SeedPairs seeds;
  private final Operators operators;
  private final Sessions sessions;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Players(
      Database database,
      Wallet wallet,
      SeedPairs seeds,
      Operators operators,
      Sessions sessions,
      InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.seeds = seeds;
    this.operators = operators;
    this.sessions = sessions;
    this.clock = clock;
  }

  /// A player who has just come in, with the token that lets them back.
  public record Arrival(SessionToken token, Player player) {}

  /// Opens everything a guest of the house needs, or nothing.
  public Arrival welcomeGuest() {
    return welcomeGuest(operators.house(), ClientInfo.UNKNOWN);
  }

  /// Opens everything a guest needs, or nothing: player, cash with its grant, seed pairs, session.
  ///
  /// @param operator one that takes guests
  public Arrival welcomeGuest(Operator operator, ClientInfo clientInfo) {
    String username = Username.GUEST + freshSuffix();
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      long playerId = open(connection, operator, username, true, now);
      return sessions.open(connection, playerId, true, clientInfo, now);
    });
  }

  /// Lets a player in whose operator vouches for them: the one of that name, or a new one, who
  /// starts with nothing here.
  ///
  /// @param username no name that a player can choose
  public Arrival arriveAs(int operatorId, String username, ClientInfo clientInfo) {
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      Optional<Long> made =
          Sql.first(
              connection,
              """
              INSERT INTO player (operator_id, username, guest, created_at, last_login)
              VALUES (?, ?, false, ?, ?) ON CONFLICT (operator_id, username) DO NOTHING
              RETURNING player_id
              """,
              row -> row.getLong(1),
              operatorId,
              username,
              now,
              now);
      if (made.isPresent()) {
        wallet.openAccount(connection, made.get(), operatorId, 0, now);
        seeds.open(connection, made.get(), now);
      }
      long playerId =
          Sql.one(
              connection,
              """
              UPDATE player SET last_login = ? WHERE operator_id = ? AND username = ?
              RETURNING player_id
              """,
              row -> row.getLong(1),
              now,
              operatorId,
              username);
      return sessions.open(connection, playerId, false, clientInfo, now);
    });
  }

  /// Who the token belongs to; empty when it never was valid, has expired or was ended.
  public Optional<Player> authenticate(SessionToken token) {
    return sessions.authenticate(token);
  }

  /// The same without asking the database: empty also when only the database knows.
  public Optional<Player> remembered(SessionToken token) {
    return sessions.remembered(token);
  }

  /// Opens player, cash with its grant and seed pairs in the caller's transaction.
  ///
  /// @return the player's id
  long open(Connection connection, Operator operator, String username, boolean guest, Instant now)
      throws SQLException {
    long playerId =
        Sql.one(
            connection,
            """
            INSERT INTO player (operator_id, username, guest, created_at, last_login)
            VALUES (?, ?, ?, ?, ?) RETURNING player_id
            """,
            row -> row.getLong(1),
            operator.operatorId(),
            username,
            guest,
            now,
            now);
    wallet.openAccount(connection, playerId, operator.operatorId(), operator.welcomeGrant(), now);
    seeds.open(connection, playerId, now);
    return playerId;
  }

  /// 40 random bits that make a name unique.
  String freshSuffix() {
    return Long.toString(random.nextLong(1L << 40, 1L << 41), 32);
  }
}
