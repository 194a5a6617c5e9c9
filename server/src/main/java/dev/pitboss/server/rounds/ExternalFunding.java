package dev.pitboss.server.rounds;

/// Whose money a bet is made with, when it is not the player's account here: another wallet has
/// given the stake, and will be told what it won. Between the two it passes through the player's
/// account.
///
/// @param accountId ours with the operator that keeps the wallet
/// @param guardId while it stands, the bet may be decided
public record ExternalFunding(long accountId, long guardId) {}
