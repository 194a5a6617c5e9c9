package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.players.Passkeys.Objection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A player's sign-in methods, listed and removed by the player. Thread-safe.
public final class SignInMethodService {
  private final Database database;
  private final AuditTrail audit;
  private final InstantSource clock;

  public SignInMethodService(Database database, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// What the player can come back by.
  public SignInMethods of(Accounts.Current current) {
    return database.read(connection -> look(connection, current));
  }

  private SignInMethods look(Connection connection, Accounts.Current current) throws SQLException {
    long playerId = current.player().playerId();
    List<SignInMethods.Passkey> passkeys =
        Sql.list(
            connection,
            """
            SELECT * FROM player_passkey WHERE player_id = ? ORDER BY created_at, passkey_id LIMIT ?
            """,
            SignInMethodService::passkey,
            playerId,
            Passkeys.MAX_PER_PLAYER);
    boolean lately = Reauthentication.lately(connection, current.token(), clock.instant());
    return Sql.one(
        connection,
        """
        SELECT l.player_id IS NOT NULL AS registered, l.password_hash IS NOT NULL AS password,
               EXISTS (SELECT FROM player_identity i WHERE i.player_id = p.player_id) AS single_sign_on,
               (SELECT count(*) FROM recovery_code c WHERE c.player_id = p.player_id) AS codes
          FROM player p LEFT JOIN player_login l USING (player_id)
         WHERE p.player_id = ?
        """,
        row ->
            new SignInMethods(
                row.getBoolean("registered"),
                row.getBoolean("password"),
                row.getBoolean("single_sign_on"),
                passkeys,
                row.getInt("codes"),
                lately),
        playerId);
  }

  private static SignInMethods.Passkey passkey(ResultSet row) throws SQLException {
    return new SignInMethods.Passkey(
        row.getObject("passkey_id", UUID.class),
        row.getString("name"),
        row.getString("rp_id"),
        row.getBoolean("backed_up"),
        Sql.instant(row, "created_at"),
        row.getObject("last_used_at") == null
            ? Optional.empty()
            : Optional.of(Sql.instant(row, "last_used_at")));
  }

  /// Calls a passkey something else; false when the player has none of that id.
  ///
  /// @param name 1 to 64 characters
  public boolean rename(Player player, UUID passkey, String name) {
    return database.inTransaction(connection ->
        Sql.update(
                connection,
                "UPDATE player_passkey SET name = ? WHERE player_id = ? AND passkey_id = ?",
                name,
                player.playerId(),
                passkey)
            == 1);
  }

  /// Takes a passkey away, unless nothing else lets the player in.
  ///
  /// @return why it was not done; empty when it was
  public Optional<Objection> remove(Accounts.Current current, UUID passkey) {
    AuditEvent act = act(current.player(), "player.passkey_removed").with("passkey", passkey);
    return change(
        current,
        act,
        (connection, ways) -> {
          if (ways.passkeys().stream().noneMatch(it -> it.id().equals(passkey))) {
            return Optional.of(Objection.NOT_FOUND);
          }
          if (ways.passkeys().size() == 1 && !ways.password() && !ways.elsewhere()) {
            return Optional.of(Objection.LAST_WAY_IN);
          }
          Sql.update(connection, "DELETE FROM player_passkey WHERE passkey_id = ?", passkey);
          return Optional.empty();
        });
  }

  /// What is done about a player's ways in, when they may.
  @FunctionalInterface
  interface Change {
    Optional<Objection> make(Connection connection, SignInMethods ways) throws SQLException;
  }

  /// Changes something, if the player proved lately who they are, and tells of it in the trail.
  /// Their row is locked meanwhile, so of two ways in not both are taken away at once.
  Optional<Objection> change(Accounts.Current current, AuditEvent act, Change change) {
    return database.inTransaction(connection -> {
      Identities.hasLogin(connection, current.player().playerId());
      SignInMethods ways = look(connection, current);
      if (!ways.registered()) {
        return Optional.of(Objection.NOT_REGISTERED);
      }
      if (!ways.provenLately()) {
        return Optional.of(Objection.PROVE_AGAIN);
      }
      Optional<Objection> objection = change.make(connection, ways);
      if (objection.isEmpty()) {
        audit.record(connection, act);
      }
      return objection;
    });
  }

  static AuditEvent act(Player player, String action) {
    String subject = "player:" + player.playerId();
    return AuditEvent.of(subject, action, subject).at(player.operatorId());
  }
}
