package dev.pitboss.server.wallet;

/// A player's balance.
///
/// @param balance cash, minor units
/// @param openStakes minor units in rounds that are not decided yet
public record Balance(long balance, long openStakes, String currency) {}
