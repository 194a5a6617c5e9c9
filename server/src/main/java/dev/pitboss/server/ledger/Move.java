package dev.pitboss.server.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Result of one request in a round of several steps, stored so that a repeated request acts once.
///
/// @param ref the round
/// @param version how many actions the round had seen right after it
/// @param request what was asked, as canonical JSON
/// @param balanceAfter player's cash right after it, minor units
/// @param endsAt when the rule would finish the round, had this been the last move; null when the
///   move ended the round
public record Move(
    UUID requestId,
    UUID ref,
    int version,
    String request,
    long balanceAfter,
    @Nullable Instant endsAt,
    Instant madeAt) {}
