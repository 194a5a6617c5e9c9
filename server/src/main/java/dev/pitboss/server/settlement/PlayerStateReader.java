package dev.pitboss.server.settlement;

import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.restrictions.PlayerBook;
import dev.pitboss.server.restrictions.PlayerRestrictions;
import dev.pitboss.server.restrictions.PlayerRestrictionsReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Reads states from the database, many at once. Nothing is locked: a state that changes meanwhile
/// has another version by then. Stateless and thread-safe.
final class PlayerStateReader {
  private final SeedPairs seeds;
  private final OpenRounds openRounds;
  private final PlayerRestrictionsReader restrictionsReader;

  PlayerStateReader(
      SeedPairs seeds, OpenRounds openRounds, PlayerRestrictionsReader restrictionsReader) {
    this.seeds = seeds;
    this.openRounds = openRounds;
    this.restrictionsReader = restrictionsReader;
  }

  /// The players' states, by player.
  ///
  /// @param houseShard which of the house's rows their bets are settled with
  Map<Long, PlayerState> read(Connection connection, Collection<Long> playerIds, int houseShard)
      throws SQLException {
    long[] ids = playerIds.stream().mapToLong(Long::longValue).toArray();
    // the account first: a change before the others are read changes its version
    List<PlayerAccount> accounts =
        Sql.list(
            connection,
            Wallet.SELECT_ACCOUNT + " WHERE a.kind = 'player' AND a.player_id = ANY (?)",
            Wallet::account,
            houseShard,
            ids);
    record Own(long playerId, SeedPairs.InUse pair) {}
    Map<Long, SeedPairs.InUse> pairs =
        Sql.list(
                connection,
                "SELECT s.* FROM seed_pair s WHERE s.state = 'active' AND s.player_id = ANY (?)",
                row -> new Own(row.getLong("player_id"), seeds.inUse(row)),
                ids)
            .stream()
            .collect(Collectors.toMap(Own::playerId, Own::pair));
    Map<Long, List<OpenRound>> open =
        openRounds.of(connection, ids).stream().collect(Collectors.groupingBy(OpenRound::playerId));
    Map<Long, PlayerRestrictions> restrictions =
        restrictionsReader.read(
            connection, accounts.stream().map(PlayerStateReader::book).toList());
    Map<Long, PlayerState> playerStates = new HashMap<>();
    for (PlayerAccount account : accounts) {
      long id = account.playerId();
      SeedPairs.InUse pair = pairs.get(id);
      if (pair == null) {
        throw new IllegalStateException("player " + id + " has no seed pair in use");
      }
      playerStates.put(
          id,
          new PlayerState(
              account,
              pair,
              open.getOrDefault(id, List.of()),
              Objects.requireNonNull(restrictions.get(id), "every player has restrictions")));
    }
    return playerStates;
  }

  private static PlayerBook book(PlayerAccount account) {
    return new PlayerBook(
        account.playerId(), account.operatorId(), account.accountId(), account.seq());
  }
}
