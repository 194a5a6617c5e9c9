package dev.pitboss.server.seamlesswallet;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/// Accounts that hold one balance together, so that players seldom wait for each other at a row.
///
/// @param accountIds by number of the shard
public record Shards(List<Long> accountIds) {
  /// An even number, so that the lanes of a server do not meet at one of them.
  public static final int COUNT = 8;

  public Shards {
    accountIds = List.copyOf(accountIds);
  }

  /// The account this player's money moves to and from.
  public long accountFor(long playerId) {
    return accountIds.get(Math.floorMod(playerId, accountIds.size()));
  }

  /// An array of account ids in that column, ordered by shard.
  public static Shards read(ResultSet row, String column) throws SQLException {
    Array accounts = row.getArray(column);
    try {
      return new Shards(Arrays.asList((Long[]) accounts.getArray()));
    } finally {
      accounts.free();
    }
  }
}
