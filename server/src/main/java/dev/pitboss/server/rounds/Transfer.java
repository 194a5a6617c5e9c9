package dev.pitboss.server.rounds;

import dev.pitboss.server.ledger.ExternalTransaction;
import dev.pitboss.server.restrictions.Restriction;
import java.util.Optional;
import java.util.OptionalLong;

/// Money a provider wants moved.
///
/// @param providerAccountId the account of the provider's that it moves to and from
/// @param stake minor units from the player, at least 0
/// @param payout minor units to the player, at least 0
/// @param atVersion the version of the player's account it was worked out at, and holds at; empty
///   when it holds at any
/// @param forestalled a bet that has not come, and is to have no effect when it does
public record Transfer(
    ExternalTransaction.Call call,
    long providerAccountId,
    long stake,
    long payout,
    OptionalLong atVersion,
    Optional<ExternalTransaction.Call> forestalled) {

  /// Outcome of a transfer. Every case but [Unknown] is final.
  public sealed interface Result {
    /// It was done now.
    record Done(ExternalTransaction transaction) implements Result {}

    /// Something took effect under its id before; nothing moved now.
    record Before() implements Result {}

    /// The stake is more than the player has; nothing moved.
    ///
    /// @param balance what the player has, minor units
    record InsufficientFunds(long balance) implements Result {}

    /// Responsible play is in the way; nothing moved.
    record Barred(Restriction why) implements Result {}

    /// The account is at another version; nothing moved.
    record Changed() implements Result {}

    /// No bets are taken at present; nothing moved.
    ///
    /// @param reason which invariant is broken
    record Stopped(String reason) implements Result {}

    /// There was no time for it; nothing moved.
    record Busy() implements Result {}

    /// The database did not say. Asking again under the same id tells, and cannot act twice.
    record Unknown() implements Result {}
  }
}
