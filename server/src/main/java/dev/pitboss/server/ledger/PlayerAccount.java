package dev.pitboss.server.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A player's cash account as it was at some version: all that a bet's money depends on. Immutable.
///
/// @param balance minor units, never negative
/// @param seq number of the account's latest ledger entry
/// @param nonce how many rounds were drawn under the seed pair in use
/// @param version counts changes of cash, open rounds and seeds; what was decided at one version is
///   not posted at another
/// @param escrowId the player's account for stakes of open rounds
/// @param houseId the house account this player's bets are settled with
/// @param newestRequest the greatest id, below the next parameter, of all requests that took
///   effect, as the database orders them; [#UNKNOWN] is greater than any
/// @param keysInOrderBelow ids from there on are not counted as in order
public record PlayerAccount(
    long accountId,
    long playerId,
    int operatorId,
    long balance,
    long seq,
    long nonce,
    long version,
    long escrowId,
    long houseId,
    UUID newestRequest,
    UUID keysInOrderBelow) {
  /// For an account that was read without looking for its newest request.
  static final UUID UNKNOWN = new UUID(-1, -1);

  /// The id of a player to whom nothing has happened.
  private static final UUID NONE = new UUID(0, 0);

  static UUID newest(@Nullable UUID... some) {
    UUID newest = NONE;
    for (UUID one : some) {
      newest = one != null && isGreater(one, newest) ? one : newest;
    }
    return newest;
  }

  /// Whether that request is in order, and so surely took no effect before: requests are named in
  /// the order of time, if clients use time-ordered keys, as documented.
  boolean isOlderThan(UUID requestId) {
    return isGreater(requestId, newestRequest) && isGreater(keysInOrderBelow, requestId);
  }

  /// As the database compares them; `UUID.compareTo` takes halves for signed numbers.
  private static boolean isGreater(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high > 0
        || (high == 0
            && Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits())
                > 0);
  }

  /// The account after one more change.
  PlayerAccount after(UUID requestId, long newBalance, int entries, int draws) {
    return new PlayerAccount(
        accountId,
        playerId,
        operatorId,
        newBalance,
        seq + entries,
        nonce + draws,
        version + 1,
        escrowId,
        houseId,
        isGreater(keysInOrderBelow, requestId) ? newest(newestRequest, requestId) : newestRequest,
        keysInOrderBelow);
  }

  /// The account with nothing known of its requests.
  PlayerAccount withoutNewestRequest() {
    return new PlayerAccount(
        accountId,
        playerId,
        operatorId,
        balance,
        seq,
        nonce,
        version,
        escrowId,
        houseId,
        UNKNOWN,
        NONE);
  }
}
