package dev.pitboss.server.api;

import dev.pitboss.server.players.Support;
import io.avaje.jsonb.Json;
import java.time.Instant;

/// Money that moved without a round: a grant, a refill, an adjustment, a transfer.
///
/// @param amount minor units, from the player's side
/// @param balanceAfter minor units
@Json
public record MovementView(String kind, long amount, long balanceAfter, Instant at) {
  public static MovementView of(Support.Movement movement) {
    return new MovementView(
        movement.kind(), movement.amount(), movement.balanceAfter(), movement.at());
  }
}
