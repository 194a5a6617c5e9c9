package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.ledger.ExternalTransaction;
import java.util.OptionalLong;

/// Answer to a provider's call that moves money.
public sealed interface WalletAnswer {
  /// It took effect, now or before; the answer is made of what is stored, and always the same.
  record Done(ExternalTransaction transaction) implements WalletAnswer {}

  /// It has no effect.
  ///
  /// @param balance player's cash, minor units, when that is why
  record Refused(Reason reason, OptionalLong balance) implements WalletAnswer {
    static Refused because(Reason reason) {
      return new Refused(reason, OptionalLong.empty());
    }
  }

  /// No bets are taken until an invariant is mended; nothing was done.
  record Stopped(String reason) implements WalletAnswer {}

  /// Not processed in time, or the outcome is unknown: repeating the call tells.
  record AskAgain() implements WalletAnswer {}

  /// Why a call has no effect, as the provider is told.
  enum Reason {
    INSUFFICIENT_FUNDS,
    /// The transaction's id was used for another call.
    DUPLICATE_TRANSACTION,
    /// The bet was taken back, or was before it came.
    TRANSACTION_ROLLED_BACK,
    /// The reference names no bet of this player in this round.
    TRANSACTION_NOT_FOUND,
    /// The bet was paid, and so cannot be taken back.
    TRANSACTION_SETTLED,
    INVALID_SESSION,
    /// A limit, a break or an exclusion of the player's is in the way.
    PLAYER_RESTRICTED,
    /// The provider may not pay so much beyond stakes today.
    PAYOUT_LIMIT,
    UNKNOWN_PLAYER,
    WRONG_CURRENCY
  }
}
