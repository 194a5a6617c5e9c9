package dev.pitboss.server.players;

import dev.pitboss.server.clients.ClientInfo;
import java.time.Instant;
import java.util.UUID;

/// One of a player's sessions, as its owner sees it.
///
/// @param lastUsedAt to the minute or so
/// @param expiresAt if it is not used until then
/// @param current whether it is the one that asks
public record OpenSession(
    UUID id,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    ClientInfo clientInfo,
    boolean current) {}
