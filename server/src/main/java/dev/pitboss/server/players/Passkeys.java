package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.hashing.Sha256;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.passkeys.Answers;
import dev.pitboss.server.passkeys.Challenges;
import dev.pitboss.server.passkeys.Credential;
import dev.pitboss.server.passkeys.PasskeyAttempt;
import dev.pitboss.server.passkeys.Proofs;
import dev.pitboss.server.passkeys.RelyingParty;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Players' passkeys, and signing in by them. Thread-safe.
public final class Passkeys {
  private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);

  /// No player has more devices, and a browser gets the whole list when another is added.
  public static final int MAX_PER_PLAYER = 20;

  private final Database database;
  private final Players players;
  private final Sessions sessions;
  private final Proofs proofs;
  private final AuditTrail audit;
  private final InstantSource clock;

  public Passkeys(
      Database database,
      Players players,
      Sessions sessions,
      Proofs proofs,
      AuditTrail audit,
      InstantSource clock) {
    this.database = database;
    this.players = players;
    this.sessions = sessions;
    this.proofs = proofs;
    this.audit = audit;
    this.clock = clock;
  }

  /// Result of adding a passkey.
  public sealed interface Addition {
    /// It can be used.
    ///
    /// @param arrival the session of a guest who is registered by it; the others have theirs
    record Added(SignInMethods.Passkey passkey, Optional<Players.Arrival> arrival)
        implements Addition {}

    /// What was answered proves nothing.
    record Refused() implements Addition {}

    /// They may not add one, and why.
    record NotAllowed(Objection objection) implements Addition {}
  }

  /// Why a player may not add a passkey, or change what lets them in.
  public enum Objection {
    /// It is too long ago that they proved who they are.
    PROVE_AGAIN,
    /// The name a guest would like is another's.
    USERNAME_TAKEN,
    /// They have as many as one can have.
    TOO_MANY,
    /// Their operator vouches for them; there is nothing to come back to here.
    VOUCHED_FOR,
    /// Nothing else would let them in any more.
    LAST_WAY_IN,
    /// They have no such thing.
    NOT_FOUND,
    /// They are a guest, with nothing to come back to.
    NOT_REGISTERED
  }

  /// Result of signing in.
  public sealed interface SignIn {
    record SignedIn(Players.Arrival arrival) implements SignIn {}

    /// No such passkey, or nothing is proven.
    record Refused() implements SignIn {}
  }

  /// A passkey, and whose.
  private record Stored(UUID passkeyId, long playerId, int operatorId, Credential credential) {}

  /// What browsers are asked.
  public Challenges challenges() {
    return proofs.challenges();
  }

  /// The ids of a player's passkeys at a host, so that no device gets a second one.
  public List<byte[]> credentialIds(Player player, RelyingParty site) {
    return database.read(connection ->
        Sql.list(
            connection,
            "SELECT credential_id FROM player_passkey WHERE player_id = ? AND rp_id = ?",
            row -> row.getBytes(1),
            player.playerId(),
            site.id()));
  }

  /// Why the player may not add a passkey now; empty when they may.
  ///
  /// @param preferred the name a guest would like
  public Optional<Objection> objection(Accounts.Client client, Optional<Username> preferred) {
    return database.inTransaction(connection -> objection(connection, client, preferred));
  }

  /// Adds a passkey. A guest is registered by it, keeps balance and history, and can come back
  /// without any password: all of the guest's sessions end and a new one begins.
  ///
  /// @param preferred the name a guest would like; without one they get a generated name
  /// @param name of the passkey, 1 to 64 characters
  public Addition add(
      Accounts.Client client,
      Optional<Username> preferred,
      String name,
      RelyingParty site,
      PasskeyAttempt attempt,
      Answers.Made answer) {
    Player player = client.current().orElseThrow().player();
    return switch (proofs.made(site, attempt, player.playerId(), answer)) {
      case Proofs.Verdict.Good<Credential>(Credential credential, byte[] challenge) -> {
        Addition addition =
            database.inTransaction(connection -> {
              Optional<Objection> objection = objection(connection, client, preferred);
              return objection.isPresent()
                  ? new Addition.NotAllowed(objection.get())
                  : add(
                      connection, client, preferred, new Fresh(name, site, credential, challenge));
            });
        if (player.guest()) {
          sessions.forget(player.playerId());
        }
        yield addition;
      }
      case Proofs.Verdict.Copied<Credential>() ->
          throw new IllegalStateException("a passkey that is made has not signed before");
      case Proofs.Verdict.Refused<Credential>(String why) -> {
        LOG.info("a new passkey was refused: {}", why);
        yield new Addition.Refused();
      }
    };
  }

  @SuppressWarnings("ArrayRecordComponent") // used once, never compared
  private record Fresh(String name, RelyingParty site, Credential credential, byte[] challenge) {}

  private Addition add(
      Connection connection, Accounts.Client client, Optional<Username> preferred, Fresh fresh)
      throws SQLException {
    Player player = client.current().orElseThrow().player();
    Instant now = clock.instant();
    SignInMethods.Passkey passkey =
        new SignInMethods.Passkey(
            UUID.randomUUID(),
            fresh.name(),
            fresh.site().id(),
            fresh.credential().backedUp(),
            now,
            Optional.empty());
    if (!spend(connection, fresh.challenge(), now)
        || !insert(connection, player.playerId(), passkey, fresh.credential())) {
      return new Addition.Refused();
    }
    audit.record(connection, act(player, "player.passkey_added", passkey.id()));
    if (!player.guest()) {
      return new Addition.Added(passkey, Optional.empty());
    }
    String username =
        preferred.map(Username::text).orElseGet(() -> "player-" + players.freshSuffix());
    Accounts.nameWithoutPassword(connection, player.operatorId(), player.playerId(), username);
    return new Addition.Added(
        passkey,
        Optional.of(sessions.open(connection, player.playerId(), false, client.clientInfo(), now)));
  }

  private static boolean insert(
      Connection connection, long playerId, SignInMethods.Passkey passkey, Credential credential)
      throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO player_passkey
                   (credential_id, passkey_id, player_id, rp_id, attested, sign_count,
                    backup_eligible, backed_up, name, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            credential.id(),
            passkey.id(),
            playerId,
            passkey.host(),
            credential.attested(),
            credential.signCount(),
            credential.backupEligible(),
            credential.backedUp(),
            passkey.name(),
            passkey.createdAt())
        == 1;
  }

  /// The player's row stays as it is until the transaction ends.
  private Optional<Objection> objection(
      Connection connection, Accounts.Client client, Optional<Username> preferred)
      throws SQLException {
    Accounts.Current current = client.current().orElseThrow();
    Player player = current.player();
    boolean registered = Identities.hasLogin(connection, player.playerId());
    if (!registered && !player.guest()) {
      return Optional.of(Objection.VOUCHED_FOR);
    }
    // a guest who has been registered meanwhile has ended this session
    if (registered && !Reauthentication.lately(connection, current.token(), clock.instant())) {
      return Optional.of(Objection.PROVE_AGAIN);
    }
    if (player.guest()
        && preferred.isPresent()
        && !Accounts.isFree(connection, player.operatorId(), preferred.get())) {
      return Optional.of(Objection.USERNAME_TAKEN);
    }
    int passkeys =
        Sql.one(
            connection,
            "SELECT count(*) FROM player_passkey WHERE player_id = ?",
            row -> row.getInt(1),
            player.playerId());
    return passkeys >= MAX_PER_PLAYER ? Optional.of(Objection.TOO_MANY) : Optional.empty();
  }

  /// Signs in the owner of the passkey. The session the client came with ends.
  public SignIn signIn(
      int operatorId,
      RelyingParty site,
      PasskeyAttempt attempt,
      Answers.Signed answer,
      Accounts.Client client) {
    Optional<Stored> stored =
        database.read(connection -> stored(connection, operatorId, site, answer.id()));
    if (stored.isEmpty()) {
      LOG.info("a passkey was refused: unknown credential");
      return new SignIn.Refused();
    }
    Stored known = stored.get();
    return switch (proofs.signed(site, attempt, answer, known.credential(), known.playerId())) {
      case Proofs.Verdict.Good<Proofs.Presence>(Proofs.Presence presence, byte[] challenge) -> {
        SignIn result =
            database.inTransaction(
                connection -> arrive(connection, known, presence, challenge, client));
        client.current().ifPresent(current -> sessions.forget(current.token()));
        yield result;
      }
      case Proofs.Verdict.Copied<Proofs.Presence>() -> {
        LOG.warn("passkey {} was refused: its signature counter went back", known.passkeyId());
        database.inTransaction(connection -> {
          audit.record(
              connection,
              AuditEvent.of("system", "player.passkey_copied", subject(known.playerId()))
                  .at(known.operatorId())
                  .with("passkey", known.passkeyId()));
          return true;
        });
        yield new SignIn.Refused();
      }
      case Proofs.Verdict.Refused<Proofs.Presence>(String why) -> {
        LOG.info("a passkey was refused: {}", why);
        yield new SignIn.Refused();
      }
    };
  }

  private SignIn arrive(
      Connection connection,
      Stored known,
      Proofs.Presence presence,
      byte[] challenge,
      Accounts.Client client)
      throws SQLException {
    Instant now = clock.instant();
    int used =
        Sql.update(
            connection,
            """
            UPDATE player_passkey SET sign_count = ?, backed_up = ?, last_used_at = ?
             WHERE passkey_id = ? AND sign_count = ?
               AND NOT EXISTS (SELECT FROM passkey_answered WHERE challenge_hash = ?)
            """,
            presence.signCount(),
            presence.backedUp(),
            now,
            known.passkeyId(),
            known.credential().signCount(),
            Sha256.of(challenge));
    // removed meanwhile, or used by two at once
    if (used == 0 || !spend(connection, challenge, now)) {
      return new SignIn.Refused();
    }
    if (client.current().isPresent()) {
      Sessions.end(connection, client.current().get().token());
    }
    Sql.update(
        connection, "UPDATE player SET last_login = ? WHERE player_id = ?", now, known.playerId());
    return new SignIn.SignedIn(
        sessions.open(connection, known.playerId(), false, client.clientInfo(), now));
  }

  private static Optional<Stored> stored(
      Connection connection, int operatorId, RelyingParty site, byte[] credentialId)
      throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT k.*, p.operator_id FROM player_passkey k JOIN player p USING (player_id)
         WHERE k.credential_id = ? AND k.rp_id = ? AND p.operator_id = ?
        """,
        row ->
            new Stored(
                row.getObject("passkey_id", UUID.class),
                row.getLong("player_id"),
                row.getInt("operator_id"),
                credential(row)),
        credentialId,
        site.id(),
        operatorId);
  }

  private static Credential credential(ResultSet row) throws SQLException {
    return new Credential(
        row.getBytes("credential_id"),
        row.getBytes("attested"),
        row.getLong("sign_count"),
        row.getBoolean("backup_eligible"),
        row.getBoolean("backed_up"));
  }

  /// Notes that the challenge was answered; false when it had been before.
  private static boolean spend(Connection connection, byte[] challenge, Instant now)
      throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO passkey_answered (challenge_hash, forget_at) VALUES (?, ?)
            ON CONFLICT DO NOTHING
            """,
            Sha256.of(challenge),
            now.plus(Challenges.LIFETIME).plusSeconds(1))
        == 1;
  }

  /// Deletes answered challenges that are too old to be answered, and at most so many.
  int deleteForgotten(int max) {
    Instant now = clock.instant();
    return database.inTransaction(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM passkey_answered WHERE challenge_hash IN (
              SELECT challenge_hash FROM passkey_answered WHERE forget_at <= ?
               ORDER BY forget_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """,
            now,
            max));
  }

  private static String subject(long playerId) {
    return "player:" + playerId;
  }

  private static AuditEvent act(Player player, String action, UUID passkey) {
    return AuditEvent.of(subject(player.playerId()), action, subject(player.playerId()))
        .at(player.operatorId())
        .with("passkey", passkey);
  }
}
