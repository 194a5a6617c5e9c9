package dev.pitboss.server.crash;

import dev.pitboss.server.games.CrashBet;
import java.util.UUID;

/// A bet that is durable, as the table knows it.
///
/// @param name of the player, shown to all clients
record TableBet(UUID ref, long playerId, String name, CrashBet bet) {}
