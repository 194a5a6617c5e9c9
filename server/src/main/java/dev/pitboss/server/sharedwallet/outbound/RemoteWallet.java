package dev.pitboss.server.sharedwallet.outbound;

import java.net.URI;
import java.util.List;

/// Where an operator keeps its players' money. `toString` masks the secret.
///
/// @param url what the contract's calls are appended to, without a slash at the end
/// @param keyId names the key that calls are signed with
/// @param accountIds our accounts with the operator, by shard
@SuppressWarnings("ArrayRecordComponent") // a secret is used, never compared
public record RemoteWallet(
    int operatorId, URI url, String currency, String keyId, byte[] secret, List<Long> accountIds) {
  public RemoteWallet {
    accountIds = List.copyOf(accountIds);
  }

  /// The account this player's bets come from and wins go to.
  long accountFor(long playerId) {
    return accountIds.get(Math.floorMod(playerId, accountIds.size()));
  }

  @Override
  public String toString() {
    return "RemoteWallet[" + operatorId + ", " + url + "]";
  }
}
