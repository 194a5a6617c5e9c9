package dev.pitboss.server.archive;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.ledger.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// Rounds of archived months, read from their files. Thread-safe.
public final class BetArchive {
  /// In the casino's folder.
  public static final String FOLDER = "archive";

  private final Database database;
  private final Path folder;

  /// @param folder where the files are; need not exist while no month is archived
  public BetArchive(Database database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /// Which file has a bet, and where in it.
  private record Place(long accountId, long firstSeq, long lastSeq, String file, String digest) {
    static Place of(ResultSet row) throws SQLException {
      return new Place(
          row.getLong("account_id"),
          row.getLong("first_seq"),
          row.getLong("last_seq"),
          row.getString("file"),
          HexFormat.of().formatHex(row.getBytes("sha256")));
    }
  }

  /// The player's round of that ref, if it is in an archived month. No connection is held while the
  /// file is read.
  ///
  /// @throws DatabaseFailure as unavailable, when the file is missing or damaged
  public Optional<Round> find(long playerId, UUID ref) {
    Optional<Place> place =
        database.read(connection ->
            Sql.first(
                connection,
                """
                SELECT r.account_id, r.first_seq, r.last_seq, m.file, m.sha256
                  FROM (SELECT account_id, bet_of_request(account_id, ?) AS seq
                          FROM account WHERE kind = 'player' AND player_id = ? OFFSET 0) a
                  JOIN archived_run r ON r.account_id = a.account_id
                                     AND a.seq BETWEEN r.first_seq AND r.last_seq
                  JOIN bet_month m ON m.month_id = r.month_id
                """,
                Place::of,
                ref,
                playerId));
    return place.flatMap(it -> bet(it, ref)).map(bet -> round(playerId, bet));
  }

  private Optional<ArchivedBet> bet(Place place, UUID ref) {
    Path path = folder.resolve(place.file());
    try {
      return BetFile.open(path)
          .requireDigest(place.digest())
          .find(place.accountId(), place.firstSeq(), place.lastSeq(), ref);
    } catch (IOException failure) {
      throw DatabaseFailure.ofArchive(
          "the archived round %s cannot be read: %s".formatted(ref, failure), failure);
    }
  }

  /// As the database would have given it.
  private Round round(long playerId, ArchivedBet bet) {
    return database.read(connection ->
        Sql.one(
            connection,
            """
            SELECT ?::uuid AS round_id, ?::bigint AS player_id, g.game, g.rules_id,
                   ?::bigint AS stake, ?::bigint AS payout, NULL::text AS bet, NULL::text AS outcome,
                   s.seed_pair_id, s.scheme, s.server_seed_hash, s.client_seed, ?::bigint AS nonce,
                   ?::bigint AS balance_after, ?::timestamptz AS settled_at, ?::bytea AS detail
              FROM game_rules g CROSS JOIN seed_pair s
             WHERE g.rules_id = ? AND s.seed_pair_id = ?
            """,
            Wallet::round,
            bet.ref(),
            playerId,
            bet.stake(),
            bet.payout(),
            bet.nonce(),
            bet.balanceAfter(),
            Instant.EPOCH.plus(bet.settledAtMicros(), ChronoUnit.MICROS),
            bet.detail().getBytes(StandardCharsets.ISO_8859_1),
            bet.rulesId(),
            bet.seedPairId()));
  }
}
