package dev.pitboss.server.wallet;

/// A player's cash account, locked until the transaction ends: nobody else moves its money
/// meanwhile.
///
/// @param balance minor units, never negative
/// @param seq number of the account's latest ledger entry
public record Seat(
    long accountId, long playerId, int operatorId, String currency, long balance, long seq) {}
