package dev.pitboss.server.players;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordHashing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Registered players: how a guest becomes one, and how they come back. Passwords are hashed while
/// no database connection is held. Thread-safe.
public final class Accounts {
  private final Database database;
  private final Players players;
  private final Sessions sessions;
  private final PasswordHashing hashing;
  private final LoginAttempts loginAttempts;
  private final InstantSource clock;

  public Accounts(
      Database database,
      Players players,
      Sessions sessions,
      PasswordHashing hashing,
      LoginAttempts loginAttempts,
      InstantSource clock) {
    this.database = database;
    this.players = players;
    this.sessions = sessions;
    this.hashing = hashing;
    this.loginAttempts = loginAttempts;
    this.clock = clock;
  }

  /// A session that is being signed in from.
  ///
  /// @param token its own, which ends when another begins
  public record Current(SessionToken token, Player player) {}

  /// Who signs in, from where.
  ///
  /// @param current what the client is signed in as already
  public record Client(ClientAddress address, ClientInfo clientInfo, Optional<Current> current) {}

  /// Result of registering.
  public sealed interface Registration {
    record Registered(Players.Arrival arrival) implements Registration {}

    record UsernameTaken() implements Registration {}

    /// The session is not a guest's.
    record NotAGuest() implements Registration {}

    /// Too many passwords are being hashed; nothing changed.
    record Busy() implements Registration {}
  }

  /// Result of signing in, or of proving once more who one is.
  public sealed interface Login {
    record SignedIn(Players.Arrival arrival) implements Login {}

    /// No such player, no password, or a wrong one: the response does not tell which.
    record Refused() implements Login {}

    /// Too many wrong attempts; also a right one is not looked at.
    record Locked(Duration until) implements Login {}

    /// Too many passwords are being hashed; nothing changed.
    record Busy() implements Login {}
  }

  /// Makes a guest a registered player, who keeps balance and history; without a session, opens an
  /// account. All of the guest's sessions end and a new one begins. The password must have passed
  /// the [PasswordRules].
  public Registration register(
      Operator operator, Username username, Password password, Client client) {
    Optional<Player> guest = client.current().map(Current::player);
    if (guest.isPresent() && !guest.get().guest()) {
      return new Registration.NotAGuest();
    }
    Optional<String> hash = hashing.hash(password);
    if (hash.isEmpty()) {
      return new Registration.Busy();
    }
    Instant now = clock.instant();
    Registration registration =
        database.inTransaction(connection -> {
          if (!isFree(connection, operator.operatorId(), username)) {
            return new Registration.UsernameTaken();
          }
          long playerId =
              guest.isPresent()
                  ? guest.get().playerId()
                  : players.open(connection, operator, username.text(), false, now);
          if (!claim(connection, operator.operatorId(), username, playerId, hash.get(), now)) {
            return new Registration.NotAGuest();
          }
          Sql.update(
              connection,
              "UPDATE player SET username = ?, guest = false, last_login = ? WHERE player_id = ?",
              username.text(),
              now,
              playerId);
          Sessions.endAll(connection, playerId);
          return new Registration.Registered(
              sessions.open(connection, playerId, false, client.clientInfo(), now));
        });
    guest.ifPresent(player -> sessions.forget(player.playerId()));
    return registration;
  }

  /// Signs a player in by name and password. A failure takes as long as a success. The session the
  /// client came with ends.
  ///
  /// @param typedName as typed; need not have the form of a name
  public Login signIn(int operatorId, String typedName, Password password, Client client) {
    return prove(
        operatorId,
        typedName,
        password,
        client,
        (connection, playerId, now) -> {
          if (client.current().isPresent()) {
            Sessions.end(connection, client.current().get().token());
          }
          Sql.update(
              connection, "UPDATE player SET last_login = ? WHERE player_id = ?", now, playerId);
          return sessions.open(connection, playerId, false, client.clientInfo(), now);
        });
  }

  /// Changes the password of who proves to know the old one. All sessions end and a new one begins.
  /// The new password must have passed the [PasswordRules].
  public Login changePassword(int operatorId, Password old, Password fresh, Client client) {
    Player player = client.current().orElseThrow().player();
    Optional<String> hash = hashing.hash(fresh);
    if (hash.isEmpty()) {
      return new Login.Busy();
    }
    Login changed =
        prove(
            operatorId,
            player.username(),
            old,
            client,
            (connection, playerId, now) -> {
              Sql.update(
                  connection,
                  "UPDATE player_login SET password_hash = ?, password_changed_at = ? WHERE player_id = ?",
                  hash.get(),
                  now,
                  playerId);
              Sessions.endAll(connection, playerId);
              loginAttempts
                  .audit()
                  .record(connection, SignInMethodService.act(player, "player.password_changed"));
              return sessions.open(connection, playerId, false, client.clientInfo(), now);
            });
    sessions.forget(player.playerId());
    return changed;
  }

  /// What is done, in one transaction, for who has proven who they are.
  @FunctionalInterface
  private interface Proven {
    Players.Arrival proceed(Connection connection, long playerId, Instant now) throws SQLException;
  }

  private record Stored(long playerId, Optional<String> hash) {}

  private Login prove(
      int operatorId, String typedName, Password password, Client client, Proven proven) {
    return switch (loginAttempts.lockout().ask(operatorId, typedName, client.address())) {
      case Lockout.Asked.Locked(Duration until) -> new Login.Locked(until);
      case Lockout.Asked.Allowed(Lockout.Attempt attempt) -> {
        Optional<Stored> stored =
            database.read(connection -> stored(connection, operatorId, typedName));
        yield switch (hashing.compare(password, stored.flatMap(Stored::hash))) {
          case BUSY -> {
            loginAttempts.lockout().wasNotJudged(attempt);
            yield new Login.Busy();
          }
          case NO -> {
            loginAttempts.wereWrong(operatorId, typedName, attempt, client, "a password");
            yield new Login.Refused();
          }
          case YES -> proceed(stored.orElseThrow().playerId(), attempt, client, proven);
        };
      }
    };
  }

  private Login proceed(long playerId, Lockout.Attempt attempt, Client client, Proven proven) {
    Instant now = clock.instant();
    Players.Arrival arrival =
        database.inTransaction(connection -> {
          Lockout.wasRight(connection, attempt);
          return proven.proceed(connection, playerId, now);
        });
    client.current().ifPresent(current -> sessions.forget(current.token()));
    return new Login.SignedIn(arrival);
  }

  private static Optional<Stored> stored(Connection connection, int operatorId, String typedName)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT player_id, password_hash FROM player_login WHERE operator_id = ? AND login_name = ?",
        row ->
            new Stored(
                row.getLong("player_id"), Optional.ofNullable(row.getString("password_hash"))),
        operatorId,
        Username.keyOf(typedName));
  }

  /// Whether the name is free. It stays so until the transaction ends.
  static boolean isFree(Connection connection, int operatorId, Username username)
      throws SQLException {
    Sql.one(
        connection,
        "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))",
        _ -> true,
        username.key(),
        (long) operatorId);
    return stored(connection, operatorId, username.text()).isEmpty();
  }

  /// Registers a player who has not been under a free name, without a password. All of their
  /// sessions end; [Sessions#forget(long)] them once that is done.
  static void nameWithoutPassword(
      Connection connection, int operatorId, long playerId, String username) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO player_login (operator_id, login_name, player_id) VALUES (?, ?, ?)",
        operatorId,
        Username.keyOf(username),
        playerId);
    Sql.update(
        connection,
        "UPDATE player SET username = ?, guest = false WHERE player_id = ?",
        username,
        playerId);
    Sessions.endAll(connection, playerId);
  }

  /// Gives a player a free name; false when the player has one.
  private static boolean claim(
      Connection connection,
      int operatorId,
      Username username,
      long playerId,
      String hash,
      Instant now)
      throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO player_login (operator_id, login_name, player_id, password_hash, password_changed_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            operatorId,
            username.key(),
            playerId,
            hash,
            now)
        == 1;
  }
}
