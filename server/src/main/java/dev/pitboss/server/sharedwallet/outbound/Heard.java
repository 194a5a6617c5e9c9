package dev.pitboss.server.sharedwallet.outbound;

import java.util.OptionalLong;

/// What came back from another wallet.
sealed interface Heard {
  /// It was done, now or before.
  ///
  /// @param balance what the player has there after it, minor units
  record Done(long balance) implements Heard {}

  /// It was not done and will not be.
  ///
  /// @param reason the contract's, as in `INSUFFICIENT_FUNDS`
  record Refused(String reason, OptionalLong balance) implements Heard {}

  /// It never was sent.
  record NotSent(String why) implements Heard {}

  /// Nobody knows whether it was done: no answer, or none that can be believed.
  record Unknown(String why) implements Heard {}
}
