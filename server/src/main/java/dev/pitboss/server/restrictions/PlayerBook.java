package dev.pitboss.server.restrictions;

/// Whose play is looked at: a player's account as it was at some time.
///
/// @param accountId the player's cash account
/// @param seq number of its latest entry
public record PlayerBook(long playerId, int operatorId, long accountId, long seq) {}
