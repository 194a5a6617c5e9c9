package dev.pitboss.server.ledger;

/// A player's balance.
///
/// @param balance cash, minor units
/// @param openStakes minor units in rounds that are not decided yet
public record Balance(long balance, long openStakes, String currency) {}
