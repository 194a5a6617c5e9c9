package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordHashing;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The way back without password, passkey or e-mail: codes that a player wrote down. Thread-safe.
public final class Recovery {
  /// Guesses at codes are counted separately from guesses at passwords, or locking a name for
  /// passwords would also block its owner's recovery. No username has a space.
  private static final String COUNTED_AS = "recovery ";

  private final Database database;
  private final SignInMethodService signInService;
  private final Sessions sessions;
  private final PasswordHashing hashing;
  private final LoginAttempts loginAttempts;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Recovery(
      Database database,
      SignInMethodService signInService,
      Sessions sessions,
      PasswordHashing hashing,
      LoginAttempts loginAttempts,
      InstantSource clock) {
    this.database = database;
    this.signInService = signInService;
    this.sessions = sessions;
    this.hashing = hashing;
    this.loginAttempts = loginAttempts;
    this.clock = clock;
  }

  /// Result of asking for codes.
  public sealed interface Making {
    /// They are good from now on.
    ///
    /// @param codes shown this once
    record Made(List<String> codes) implements Making {
      public Made {
        codes = List.copyOf(codes);
      }

      @Override
      public String toString() {
        return "Made[…]";
      }
    }

    record NotAllowed(Passkeys.Objection objection) implements Making {}
  }

  /// Makes a set of codes; those of before are good for nothing any more.
  public Making make(Accounts.Current current) {
    Player player = current.player();
    List<RecoveryCode> codes =
        Stream.generate(() -> RecoveryCode.fresh(random)).limit(RecoveryCode.SET).toList();
    byte[][] hashes = codes.stream().map(RecoveryCode::hash).toArray(byte[][]::new);
    Instant now = clock.instant();
    Optional<Passkeys.Objection> objection =
        signInService.change(
            current,
            SignInMethodService.act(player, "player.recovery_codes_made"),
            (connection, _) -> {
              Sql.update(
                  connection, "DELETE FROM recovery_code WHERE player_id = ?", player.playerId());
              Sql.update(
                  connection,
                  """
                  INSERT INTO recovery_code (player_id, code_hash, made_at)
                  SELECT ?, hash, ? FROM unnest(?::bytea[]) AS hash
                  """,
                  player.playerId(),
                  now,
                  hashes);
              return Optional.empty();
            });
    return objection.isPresent()
        ? new Making.NotAllowed(objection.get())
        : new Making.Made(codes.stream().map(RecoveryCode::written).toList());
  }

  /// Sets a new password by a code, which is used up. All sessions end and a new one begins. It is
  /// throttled like signing in, and a failure takes as long as a success: the new password is
  /// hashed first. The password must have passed the [PasswordRules].
  ///
  /// @param typedName as typed; need not have the form of a name
  public Accounts.Login recover(
      int operatorId, String typedName, String typedCode, Password fresh, Accounts.Client client) {
    return switch (loginAttempts
        .lockout()
        .ask(operatorId, COUNTED_AS + typedName, client.address())) {
      case Lockout.Asked.Locked(Duration until) -> new Accounts.Login.Locked(until);
      case Lockout.Asked.Allowed(Lockout.Attempt attempt) -> {
        Optional<String> hash = hashing.hash(fresh);
        if (hash.isEmpty()) {
          loginAttempts.lockout().wasNotJudged(attempt);
          yield new Accounts.Login.Busy();
        }
        yield recover(
            new Asking(operatorId, typedName, RecoveryCode.of(typedCode), client),
            attempt,
            hash.get());
      }
    };
  }

  private record Asking(
      int operatorId, String typedName, Optional<RecoveryCode> code, Accounts.Client client) {}

  private Accounts.Login recover(Asking asking, Lockout.Attempt attempt, String hash) {
    Optional<Players.Arrival> arrival =
        database.inTransaction(connection -> {
          Optional<Long> player = use(connection, asking, hash);
          if (player.isEmpty()) {
            return Optional.empty();
          }
          Lockout.wasRight(connection, attempt);
          return Optional.of(
              arrive(connection, player.get(), asking.operatorId(), asking.client()));
        });
    if (arrival.isEmpty()) {
      loginAttempts.wereWrong(
          asking.operatorId(), asking.typedName(), attempt, asking.client(), "a recovery code");
      return new Accounts.Login.Refused();
    }
    sessions.forget(arrival.get().player().playerId());
    asking.client().current().ifPresent(current -> sessions.forget(current.token()));
    return new Accounts.Login.SignedIn(arrival.get());
  }

  private Players.Arrival arrive(
      Connection connection, long playerId, int operatorId, Accounts.Client client)
      throws SQLException {
    Instant now = clock.instant();
    Sessions.endAll(connection, playerId);
    if (client.current().isPresent()) {
      Sessions.end(connection, client.current().get().token());
    }
    Sql.update(connection, "UPDATE player SET last_login = ? WHERE player_id = ?", now, playerId);
    String subject = "player:" + playerId;
    loginAttempts
        .audit()
        .record(connection, AuditEvent.of(subject, "player.recovered", subject).at(operatorId));
    return sessions.open(connection, playerId, false, client.clientInfo(), now);
  }

  /// Whose code it was: it is used up, and the password is theirs. What an unknown name saves here
  /// is negligible beside the hash.
  private Optional<Long> use(Connection connection, Asking asking, String hash)
      throws SQLException {
    Optional<Long> playerId =
        Sql.first(
            connection,
            "SELECT player_id FROM player_login WHERE operator_id = ? AND login_name = ?",
            row -> row.getLong(1),
            asking.operatorId(),
            Username.keyOf(asking.typedName()));
    if (playerId.isEmpty() || asking.code().isEmpty()) {
      return Optional.empty();
    }
    return Sql.first(
        connection,
        """
        WITH used AS (
          DELETE FROM recovery_code WHERE player_id = ? AND code_hash = ? RETURNING player_id)
        UPDATE player_login l SET password_hash = ?, password_changed_at = ?
          FROM used WHERE l.player_id = used.player_id RETURNING l.player_id
        """,
        row -> row.getLong(1),
        playerId.get(),
        asking.code().get().hash(),
        hash,
        clock.instant());
  }
}
