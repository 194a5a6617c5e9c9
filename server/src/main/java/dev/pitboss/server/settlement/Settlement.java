package dev.pitboss.server.settlement;

import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.restrictions.Restriction;

/// Outcome of a bet. Every case but [Unknown] is final.
public sealed interface Settlement {
  /// The bet was decided and settled now.
  record Posted(Round round) implements Settlement {}

  /// An earlier request with the same key and the same bet settled this round; nothing moved now.
  record Replayed(Round round) implements Settlement {}

  /// Why nothing moved, as far as is known.
  sealed interface Refusal extends Settlement {}

  /// The key was used for another bet; nothing moved.
  record KeyReused() implements Refusal {}

  /// The stake is more than the player has; nothing moved.
  ///
  /// @param balance what the player has, minor units
  record InsufficientFunds(long balance) implements Refusal {}

  /// Responsible play is in the way; nothing moved.
  record Barred(Restriction why) implements Refusal {}

  /// The player's operator does not offer the game; nothing moved.
  record GameOff(String game) implements Refusal {}

  /// The player's operator takes only stakes between these, minor units; nothing moved.
  record StakeOutsideLimits(long min, long max) implements Refusal {}

  /// The bet could be paid more than the player's operator pays; nothing moved.
  ///
  /// @param possible what it could be paid, minor units
  /// @param max what the operator pays at the most, minor units
  record PayoutAboveLimit(long possible, long max) implements Refusal {}

  /// Why a bet with money that another wallet keeps came to nothing.
  sealed interface AtWallet extends Refusal {}

  /// The player's money is kept by another wallet, which cannot be asked; nothing moved.
  record WalletAway(String why) implements AtWallet {}

  /// The player's money is kept by another wallet, which gave no stake; nothing moved.
  ///
  /// @param reason as the contract names it
  record WalletRefused(String reason) implements AtWallet {}

  /// The player's money is kept by another wallet, whose answer was lost: the stake was given back.
  record TakenBack() implements AtWallet {}

  /// No bets are taken at present; nothing moved.
  ///
  /// @param reason which invariant is broken
  record BettingStopped(String reason) implements Refusal {}

  /// There was no time for it: more bets wait than can be settled; nothing moved.
  record Busy() implements Refusal {}

  /// The database did not answer in time. The bet may or may not be settled: asking again with the
  /// same key tells, and cannot settle it twice.
  record Unknown() implements Refusal {}
}
