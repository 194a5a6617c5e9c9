package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.seamlesswallet.Shards;
import java.net.URI;

/// Connection of an operator's external wallet. `toString` masks the secret.
///
/// @param url what the contract's calls are appended to, without a slash at the end
/// @param keyId names the key that calls are signed with
/// @param accounts ours with the operator, where this player's bets come from and wins go to
@SuppressWarnings("ArrayRecordComponent") // a secret is used, never compared
public record RemoteWallet(
    int operatorId, URI url, String currency, String keyId, byte[] secret, Shards accounts) {
  @Override
  public String toString() {
    return "RemoteWallet[" + operatorId + ", " + url + "]";
  }
}
