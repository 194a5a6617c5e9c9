package dev.pitboss.server.seamlesswallet.outbound;

import java.util.OptionalLong;

/// Response of an external wallet.
sealed interface WalletReply {
  /// It was done, now or before.
  ///
  /// @param balance what the player has there after it, minor units
  record Done(long balance) implements WalletReply {}

  /// It was not done and will not be.
  ///
  /// @param reason the contract's, as in `INSUFFICIENT_FUNDS`
  record Refused(String reason, OptionalLong balance) implements WalletReply {}

  /// It never was sent.
  record NotSent(String why) implements WalletReply {}

  /// The outcome is unknown: no response, or none that can be verified.
  record Unknown(String why) implements WalletReply {}
}
