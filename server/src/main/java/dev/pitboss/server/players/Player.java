package dev.pitboss.server.players;

import java.time.Instant;

/// A person, or a guest who may become one.
///
/// @param operatorId the player's operator; other operators cannot see them
/// @param operator that operator's code
public record Player(
    long playerId,
    int operatorId,
    String operator,
    String username,
    boolean guest,
    String currency,
    Instant createdAt,
    Instant lastLogin) {}
