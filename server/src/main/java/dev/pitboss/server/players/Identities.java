package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.Operator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Players' single sign-on identities. Thread-safe.
public final class Identities {
  private final Database database;
  private final Players players;
  private final Sessions sessions;
  private final InstantSource clock;

  public Identities(Database database, Players players, Sessions sessions, InstantSource clock) {
    this.database = database;
    this.players = players;
    this.sessions = sessions;
    this.clock = clock;
  }

  /// Signs in the player of a proven identity. A known identity is its player's. A new one becomes
  /// the present player's: a guest is registered by it and keeps balance and history; without a
  /// session an account is opened. The session the client came with ends.
  public Players.Arrival signIn(Operator operator, Identity identity, Accounts.Client client) {
    Instant now = clock.instant();
    Players.Arrival arrival =
        database.inTransaction(connection -> {
          lock(connection, operator, identity.issuer() + " " + identity.subject());
          long playerId = playerOf(connection, operator, identity, client, now);
          if (client.current().isPresent()) {
            Sessions.end(connection, client.current().get().token());
          }
          Sql.update(
              connection, "UPDATE player SET last_login = ? WHERE player_id = ?", now, playerId);
          return sessions.open(connection, playerId, false, client.clientInfo(), now);
        });
    client.current().ifPresent(current -> sessions.forget(current.player().playerId()));
    return arrival;
  }

  private long playerOf(
      Connection connection,
      Operator operator,
      Identity identity,
      Accounts.Client client,
      Instant now)
      throws SQLException {
    Optional<Long> known =
        Sql.first(
            connection,
            """
            SELECT player_id FROM player_identity
             WHERE operator_id = ? AND issuer = ? AND subject = ?
            """,
            row -> row.getLong(1),
            operator.operatorId(),
            identity.issuer(),
            identity.subject());
    if (known.isPresent()) {
      return known.get();
    }
    long playerId = newcomer(connection, operator, identity, client, now);
    Sql.update(
        connection,
        """
        INSERT INTO player_identity (operator_id, issuer, subject, player_id, linked_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        operator.operatorId(),
        identity.issuer(),
        identity.subject(),
        playerId,
        now);
    return playerId;
  }

  /// The present player, registered if they are not yet; else a new one.
  private long newcomer(
      Connection connection,
      Operator operator,
      Identity identity,
      Accounts.Client client,
      Instant now)
      throws SQLException {
    Optional<Player> present = client.current().map(Accounts.Current::player);
    if (present.isPresent() && hasLogin(connection, present.get().playerId())) {
      return present.get().playerId();
    }
    String username = freeName(connection, operator, identity);
    long playerId =
        present.isPresent()
            ? present.get().playerId()
            : players.open(connection, operator, username, false, now);
    Accounts.nameWithoutPassword(connection, operator.operatorId(), playerId, username);
    return playerId;
  }

  /// The preferred name if it is free; else a generated one.
  private String freeName(Connection connection, Operator operator, Identity identity)
      throws SQLException {
    Optional<String> preferred =
        identity.preferredUsername().filter(name -> Username.refusal(name).isEmpty());
    if (preferred.isPresent()) {
      Username name = new Username(preferred.get());
      if (Accounts.isFree(connection, operator.operatorId(), name)) {
        return name.text();
      }
    }
    return "player-" + players.freshSuffix();
  }

  /// The same identity may sign in by two browsers at once.
  private static void lock(Connection connection, Operator operator, String what)
      throws SQLException {
    Sql.one(
        connection,
        "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))",
        _ -> true,
        what,
        (long) operator.operatorId());
  }

  /// Whether the player is registered; the row stays as it is until the transaction ends.
  static boolean hasLogin(Connection connection, long playerId) throws SQLException {
    Sql.one(
        connection,
        "SELECT guest FROM player WHERE player_id = ? FOR NO KEY UPDATE",
        row -> row.getBoolean(1),
        playerId);
    return Sql.first(
            connection, "SELECT 1 FROM player_login WHERE player_id = ?", _ -> true, playerId)
        .isPresent();
  }
}
