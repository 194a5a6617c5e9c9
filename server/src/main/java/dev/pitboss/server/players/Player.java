package dev.pitboss.server.players;

import java.time.Instant;

/// A person, or a guest who may become one.
public record Player(
    long playerId,
    String operator,
    String username,
    boolean guest,
    String currency,
    Instant createdAt,
    Instant lastLogin) {}
